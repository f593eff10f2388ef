/**
 * How an error looks on the Cloud Vision wire: google.rpc.Status with an HTTP number over REST, a code
 * and a text over gRPC. The only file here that knows status codes.
 *
 * Source   google.rpc.Code; https://cloud.google.com/apis/design/errors.
 */
import type { Code } from "../../base/errors.ts";
import { ServiceError } from "../../base/errors.ts";

/** A code on both transports. */
interface Status {
  /** The number of google.rpc.Code. */
  readonly number: number;
  readonly name: string;
  readonly http: number;
}

/** Every code. `unavailable` and `deadline_exceeded` make clients repeat a call for ten minutes. */
const statuses = {
  cancelled: { number: 1, name: "CANCELLED", http: 499 },
  invalid_argument: { number: 3, name: "INVALID_ARGUMENT", http: 400 },
  deadline_exceeded: { number: 4, name: "DEADLINE_EXCEEDED", http: 504 },
  not_found: { number: 5, name: "NOT_FOUND", http: 404 },
  already_exists: { number: 6, name: "ALREADY_EXISTS", http: 409 },
  permission_denied: { number: 7, name: "PERMISSION_DENIED", http: 403 },
  resource_exhausted: { number: 8, name: "RESOURCE_EXHAUSTED", http: 429 },
  failed_precondition: { number: 9, name: "FAILED_PRECONDITION", http: 400 },
  unimplemented: { number: 12, name: "UNIMPLEMENTED", http: 501 },
  internal: { number: 13, name: "INTERNAL", http: 500 },
  unavailable: { number: 14, name: "UNAVAILABLE", http: 503 },
  data_loss: { number: 15, name: "DATA_LOSS", http: 500 },
  unauthenticated: { number: 16, name: "UNAUTHENTICATED", http: 401 },
} as const satisfies Record<Code, Status>;

/** How a code looks. */
export function statusOf(code: Code): Status {
  return statuses[code];
}

/** What a stranger may read of an error that is a bug. */
export const INTERNAL_MESSAGE = "Internal error encountered.";

/** An error as REST answers it. */
export interface RestError {
  readonly status: number;
  readonly body: {
    readonly error: {
      readonly code: number;
      readonly message: string;
      readonly status: string;
      readonly details?: readonly unknown[];
    };
  };
}

/** Anything that was thrown, as REST answers it; a bug keeps its text to itself. */
export function encodeError(error: unknown): RestError {
  if (!(error instanceof ServiceError)) {
    const { http, name } = statuses.internal;
    return {
      status: http,
      body: { error: { code: http, message: INTERNAL_MESSAGE, status: name } },
    };
  }
  const { http, name } = statuses[error.code];
  const details =
    error.field === undefined ? {} : { details: [badRequest(error.field, error.message)] };
  return {
    status: http,
    body: { error: { code: http, message: error.message, status: name, ...details } },
  };
}

function badRequest(field: string, description: string): unknown {
  return {
    "@type": "type.googleapis.com/google.rpc.BadRequest",
    fieldViolations: [{ field, description }],
  };
}
