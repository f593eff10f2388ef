/**
 * How an error looks on the Search v7 wire. The only file here that knows status codes.
 *
 * Client libraries ask again for two minutes on 500 and 503, but not on 429 or 501. So what passes by
 * itself is answered with 429 and `Retry-After`, and what is not there with 501.
 *
 * Source   Web Search API v7 reference, error codes; messages that clients are known to match on.
 */
import { ServiceError, type Reason } from "../../base/errors.ts";
import type { ErrorCode, ErrorResponse, WireError } from "./wire.ts";

/** An answer that reports an error. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorResponse;
  /** Seconds after which asking again makes sense. */
  readonly retryAfterSeconds?: number;
}

interface Look {
  readonly status: number;
  readonly code: ErrorCode;
  readonly subCode?: string;
  readonly message: string;
  /** Our own text is about the server, not about the request: it stays in the log. */
  readonly isPrivate?: boolean;
  readonly retryAfterSeconds?: number;
}

const invalidValue: Look = {
  status: 400,
  code: "InvalidRequest",
  subCode: "ParameterInvalidValue",
  message: "Parameter has invalid value.",
};
const missing: Look = {
  status: 400,
  code: "InvalidRequest",
  subCode: "ParameterMissing",
  message: "Required parameter is missing.",
};
const badRequest: Look = { status: 400, code: "InvalidRequest", message: "Request is invalid." };
const tooLarge: Look = { status: 413, code: "InvalidRequest", message: "Request is too large." };
const notFound: Look = { status: 404, code: "InvalidRequest", message: "Resource is not found." };
const notBuilt: Look = {
  status: 501,
  code: "ServerError",
  subCode: "NotImplemented",
  message: "Not implemented.",
};
const busy: Look = {
  status: 429,
  code: "RateLimitExceeded",
  message: "Rate limit is exceeded.",
  retryAfterSeconds: 1,
};
const unauthorized: Look = {
  status: 401,
  code: "InvalidAuthorization",
  subCode: "AuthorizationMissing",
  message: "Authorization is required.",
};
const forbidden: Look = {
  status: 403,
  code: "InsufficientAuthorization",
  message: "Insufficient authorization to access requested resource.",
};
const unexpected: Look = {
  status: 500,
  code: "ServerError",
  subCode: "UnexpectedError",
  message: "Unexpected error.",
  isPrivate: true,
};
const resource: Look = { ...unexpected, subCode: "ResourceError", message: "Resource error." };

const looks = {
  ARGUMENT_INVALID: invalidValue,
  ARGUMENT_MISSING: missing,
  BODY_MALFORMED: badRequest,
  BODY_TOO_LARGE: tooLarge,
  TOO_MANY_IMAGES: badRequest,
  IMAGE_UNREADABLE: badRequest,
  IMAGE_TOO_LARGE: tooLarge,
  FEATURE_NOT_BUILT: notBuilt,
  METHOD_NOT_BUILT: notBuilt,
  NOT_FOUND: notFound,
  QUEUE_FULL: busy,
  PICTURE_OVERRUN: unexpected,
  PICTURE_FAILED: unexpected,
  SEER_LOST: unexpected,
  MODEL_MISMATCH: unexpected,
  POLICY_DENIED: forbidden,
  CALLER_UNKNOWN: unauthorized,
  CALLER_FORBIDDEN: forbidden,
  RECORD_EXPIRED: notFound,
  CLOCK_JUMPED: resource,
  DATA_FOLDER_HELD: unexpected,
  POSTURE_REFUSED: unexpected,
  SETTING_INVALID: unexpected,
  FILE_UNREADABLE: unexpected,
  INDEX_CORRUPT: resource,
  STORE_UNWRITABLE: resource,
  SEARCH_THREAD_LOST: busy,
  LEDGER_BROKEN: resource,
  KEEPER_UNAVAILABLE: busy,
  FRAME_INVALID: unexpected,
  CANCELLED: busy,
} as const satisfies Record<Reason, Look>;

/** The answer for whatever was thrown; a thing that is no ServiceError says nothing of itself. */
export function encodeError(error: unknown): ErrorAnswer {
  if (!(error instanceof ServiceError)) return answerOf(unexpected, {});
  const look: Look = looks[error.reason];
  return answerOf(look, {
    ...(look.isPrivate !== true && look.code !== "InvalidAuthorization" && detailOf(look, error)),
    ...(error.field !== undefined && { parameter: error.field }),
    ...(error.value !== undefined && { value: error.value }),
  });
}

/** The answer to a method that a path does not have. */
export function encodeWrongMethod(method: string, allowed: string): ErrorAnswer {
  const look: Look = { ...badRequest, status: 405 };
  return answerOf(look, { moreDetails: `\`${method}\` is not allowed here; ${allowed} is` });
}

/** The answer to a request that was refused before it reached us, as `status` says. */
export function encodeRefused(status: number): ErrorAnswer {
  return answerOf({ ...badRequest, status }, {});
}

/** A missing parameter is told by its name alone, as the original did. */
function detailOf(look: Look, error: ServiceError): { moreDetails?: string } {
  return look === missing ? {} : { moreDetails: error.message };
}

function answerOf(look: Look, details: Partial<WireError>): ErrorAnswer {
  const { status, code, subCode, message, retryAfterSeconds } = look;
  const error: WireError = {
    _type: "Error",
    code,
    ...(subCode !== undefined && { subCode }),
    message,
    ...details,
    ...(code === "InvalidAuthorization" && { moreDetails: KEY_UNKNOWN }),
  };
  return {
    status,
    body: {
      _type: "ErrorResponse",
      errors: [error],
      ...(code === "InvalidAuthorization" && {
        error: { code: String(status), message: ACCESS_DENIED },
      }),
    },
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

const KEY_UNKNOWN = "Subscription key is not recognized.";

/**
 * The original's gateway refused keys before the API could, in a shape of its own that the older client
 * libraries know. A refusal has both shapes; see docs/differences.md.
 */
const ACCESS_DENIED = "Access denied due to invalid subscription key or wrong API endpoint.";
