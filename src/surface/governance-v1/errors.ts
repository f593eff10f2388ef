/**
 * How an error looks on Lethe's own API: google.rpc.Status as JSON. The only file here that knows
 * status codes.
 *
 * Source   https://cloud.google.com/apis/design/errors: HTTP mapping, ErrorInfo, BadRequest.
 */
import { ServiceError, type Code } from "../../base/errors.ts";
import type { WireError } from "./wire.ts";

/** An answer that reports an error. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: WireError;
}

const statuses = {
  invalid_argument: 400,
  not_found: 404,
  already_exists: 409,
  permission_denied: 403,
  unauthenticated: 401,
  resource_exhausted: 429,
  failed_precondition: 400,
  unimplemented: 501,
  unavailable: 503,
  deadline_exceeded: 504,
  cancelled: 499,
  data_loss: 500,
  internal: 500,
} as const satisfies Record<Code, number>;

/** The answer for whatever was thrown; a thing that is no ServiceError says nothing of itself. */
export function encodeError(error: unknown): ErrorAnswer {
  if (!(error instanceof ServiceError)) return answer(500, "INTERNAL", "something went wrong", []);
  const { code, reason, message, field } = error;
  if (code === "internal") return answer(500, "INTERNAL", "something went wrong", []);
  return answer(statuses[code], code.toUpperCase(), message, [
    { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "lethe" },
    ...(field === undefined
      ? []
      : [
          {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            fieldViolations: [{ field, description: message }],
          },
        ]),
  ]);
}

/** The answer to a method that a path does not have. */
export function encodeWrongMethod(method: string, allowed: string): ErrorAnswer {
  return answer(405, "UNIMPLEMENTED", `\`${method}\` is not allowed here; ${allowed} is`, []);
}

function answer(
  status: number,
  word: string,
  message: string,
  details: WireError["error"]["details"],
): ErrorAnswer {
  return { status, body: { error: { code: status, message, status: word, details } } };
}
