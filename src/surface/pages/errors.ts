/**
 * How an error looks to a person: a status, and which of the page's sentences is said.
 *
 * A person can do nothing with our reasons, so the page speaks per code; only what is forgotten on
 * purpose has words of its own.
 */
import { ServiceError, type Code } from "../../base/errors.ts";
import type { Trouble } from "../../../web/words/words.ts";

/** A status and what is said with it. */
export interface ErrorLook {
  readonly status: number;
  readonly trouble: Trouble;
}

const broken: ErrorLook = { status: 500, trouble: "broken" };

const looks = {
  invalid_argument: { status: 400, trouble: "badRequest" },
  not_found: { status: 404, trouble: "notFound" },
  already_exists: { status: 409, trouble: "badRequest" },
  permission_denied: { status: 403, trouble: "refused" },
  unauthenticated: { status: 401, trouble: "refused" },
  resource_exhausted: { status: 503, trouble: "busy" },
  failed_precondition: { status: 503, trouble: "away" },
  unimplemented: { status: 404, trouble: "notFound" },
  unavailable: { status: 503, trouble: "away" },
  deadline_exceeded: { status: 503, trouble: "busy" },
  cancelled: { status: 503, trouble: "busy" },
  data_loss: broken,
  internal: broken,
} as const satisfies Record<Code, ErrorLook>;

/** The look of whatever was thrown; a thing that is no ServiceError is a bug of ours. */
export function errorLook(error: unknown): ErrorLook {
  if (error instanceof ServiceError) {
    return error.reason === "RECORD_EXPIRED" ? { status: 410, trouble: "gone" } : looks[error.code];
  }
  const status = statusOf(error);
  if (status === undefined || status >= 500) return broken;
  return { status, trouble: status === 404 ? "notFound" : "badRequest" };
}

/** The status that the server gives a request it refused before it reached us. */
function statusOf(error: unknown): number | undefined {
  const isTold = error instanceof Error && "statusCode" in error;
  return isTold && typeof error.statusCode === "number" ? error.statusCode : undefined;
}
