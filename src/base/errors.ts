/**
 * The one error class of the project, with a closed list of reasons.
 *
 * What is expected is a value; what stops the work is a ServiceError; anything else that is thrown
 * is a bug. Each surface says in its `errors.ts` how a reason looks on its wire.
 */

/** google.rpc.Code in lower case. */
export type Code =
  | "invalid_argument"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "unauthenticated"
  | "resource_exhausted"
  | "failed_precondition"
  | "unimplemented"
  | "unavailable"
  | "deadline_exceeded"
  | "cancelled"
  | "data_loss"
  | "internal";

/** Every reason we raise, with its code. `docs/errors.md` has the same rows; a test holds them together. */
export const reasons = {
  ARGUMENT_INVALID: "invalid_argument",
  ARGUMENT_MISSING: "invalid_argument",
  BODY_MALFORMED: "invalid_argument",
  BODY_TOO_LARGE: "invalid_argument",
  TOO_MANY_IMAGES: "invalid_argument",
  IMAGE_UNREADABLE: "invalid_argument",
  IMAGE_TOO_LARGE: "invalid_argument",
  FEATURE_NOT_BUILT: "unimplemented",
  METHOD_NOT_BUILT: "unimplemented",
  NOT_FOUND: "not_found",
  QUEUE_FULL: "resource_exhausted",
  PICTURE_OVERRUN: "deadline_exceeded",
  SEER_LOST: "internal",
  PICTURE_FAILED: "internal",
  MODEL_MISMATCH: "internal",
  POLICY_DENIED: "permission_denied",
  CALLER_UNKNOWN: "unauthenticated",
  CALLER_FORBIDDEN: "permission_denied",
  RECORD_EXPIRED: "not_found",
  CLOCK_JUMPED: "failed_precondition",
  DATA_FOLDER_HELD: "failed_precondition",
  POSTURE_REFUSED: "failed_precondition",
  SETTING_INVALID: "invalid_argument",
  FILE_UNREADABLE: "invalid_argument",
  INDEX_CORRUPT: "data_loss",
  STORE_UNWRITABLE: "resource_exhausted",
  SEARCH_THREAD_LOST: "unavailable",
  LEDGER_BROKEN: "data_loss",
  KEEPER_UNAVAILABLE: "unavailable",
  FRAME_INVALID: "internal",
  CANCELLED: "cancelled",
} as const satisfies Record<string, Code>;

/** A stable word for what went wrong; a caller may branch on it. */
export type Reason = keyof typeof reasons;

/** What an error can carry besides its reason and message. */
export interface ErrorDetail {
  /** The request field at fault, as the caller spelled it: `requests[3].image.content`. */
  readonly field?: string;
  /** The value at fault, when it is safe to repeat to its sender. */
  readonly value?: string;
  /** For the log only; never answered. */
  readonly cause?: unknown;
}

/**
 * What stops the work.
 *
 * Messages are lower case, without a full stop, with the caller's input in backticks; where the
 * original API's text is known, that text.
 */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly reason: Reason;
  readonly code: Code;
  readonly field: string | undefined;
  readonly value: string | undefined;

  constructor(reason: Reason, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.reason = reason;
    this.code = reasons[reason];
    this.field = detail.field;
    this.value = detail.value;
  }
}

/** Whether `text` is one of our reasons; used where an error crosses a process. */
export function isReason(text: string): text is Reason {
  return Object.hasOwn(reasons, text);
}
