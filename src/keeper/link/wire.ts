/**
 * What gateway and keeper put into a frame.
 *
 * Pure: bytes to values and back. Either side may be the one that was taken over, so whatever comes in
 * is checked here; what the values mean is known to serve.ts and connect.ts.
 *
 * Shapes   frame   u8 kind, u32 little-endian call (0: the connection itself), then the body
 *          hello   JSON { link }: the version; this form never changes, whatever the version
 *          ask     u32 little-endian n, n bytes of JSON (AskHead), then the content if it is inline
 *          answer  the same with AnswerHead
 *          failure JSON FailureHead
 *          chunk   the next bytes of a call's content
 *          credit  u32 little-endian: so many more bytes of content may be sent
 *          cancel  empty
 *          event   JSON
 *          content jsonBytes of JSON (parameters or result), then the payload as it is
 */
import * as z from "zod";
import { isReason, ServiceError } from "../../base/errors.ts";

/** Raised when either side could misread the other. */
export const LINK_VERSION = 1;

/** Content up to this size travels inside its ask or answer; more is sent in chunks, under credit. */
export const INLINE_BYTES = 64 * 1024;

/** A frame: inline content or a chunk, and a head of a few hundred bytes. */
export const MAX_FRAME_BYTES = INLINE_BYTES + 16 * 1024;

/** How much content a receiver lets the sender be ahead, per call. */
export const WINDOW_BYTES = 4 * INLINE_BYTES;

/** Content of one ask or answer; more is refused by the sender already. */
export const MAX_CONTENT_BYTES = 64 * 1024 * 1024;

const kinds = ["hello", "ask", "answer", "failure", "chunk", "credit", "cancel", "event"] as const;
/** What a frame is. */
export type FrameKind = (typeof kinds)[number];

const PREFIX_BYTES = 5;
const HEAD_LENGTH_BYTES = 4;

/** A frame taken apart as far as its kind needs no looking into. */
export interface LinkFrame {
  readonly kind: FrameKind;
  /** The call it belongs to; counts up on the asking side, and both sides use the same number. */
  readonly call: number;
  /** A view into the frame. */
  readonly body: Uint8Array;
}

/** Sizes of a content: `jsonBytes` of `totalBytes` are the JSON in front. */
const sizes = {
  jsonBytes: z.int().min(1).max(MAX_CONTENT_BYTES),
  totalBytes: z.int().min(1).max(MAX_CONTENT_BYTES),
};

const askHead = z.strictObject({
  method: z.string().max(64),
  /** How long the asker waits, milliseconds. */
  deadlineMs: z.int().min(1).max(3_600_000),
  ...sizes,
});
/** The front of an ask. */
export type AskHead = Readonly<z.infer<typeof askHead>>;

const answerHead = z.strictObject(sizes);
/** The front of an answer. */
export type AnswerHead = Readonly<z.infer<typeof answerHead>>;

const failureHead = z.strictObject({
  /** Missing: a bug on the other side, whose text stays there. */
  reason: z.string().refine(isReason).optional(),
  message: z.string(),
  field: z.string().optional(),
  value: z.string().optional(),
});

const hello = z.looseObject({ link: z.int() });

/** The bytes of a frame's front: kind and call; the body follows it. */
export function encodePrefix(kind: FrameKind, call: number): Uint8Array {
  const prefix = new Uint8Array(PREFIX_BYTES);
  prefix[0] = kinds.indexOf(kind) + 1;
  new DataView(prefix.buffer).setUint32(1, call, true);
  return prefix;
}

/**
 * Takes a frame's front off.
 *
 * @throws ServiceError FRAME_INVALID: too short, or of no known kind.
 */
export function decodeFrame(frame: Uint8Array): LinkFrame {
  const kind = kinds[(frame[0] ?? 0) - 1];
  if (frame.length < PREFIX_BYTES || kind === undefined) throw invalid("of no known kind");
  const call = new DataView(frame.buffer, frame.byteOffset).getUint32(1, true);
  return { kind, call, body: frame.subarray(PREFIX_BYTES) };
}

/** The body of a hello. */
export function encodeHello(version = LINK_VERSION): Uint8Array {
  return encodeJson({ link: version });
}

/** @throws ServiceError FRAME_INVALID: no hello. */
export function decodeHello(body: Uint8Array): number {
  return parse(hello, body, "hello").link;
}

/** The front of an ask's or answer's body; inline content follows it. */
export function encodeHead(head: AskHead | AnswerHead): Uint8Array {
  const json = encodeJson(head);
  const bytes = new Uint8Array(HEAD_LENGTH_BYTES + json.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, HEAD_LENGTH_BYTES);
  return bytes;
}

/** @throws ServiceError FRAME_INVALID: no ask. */
export function decodeAsk(body: Uint8Array): { head: AskHead; inline: Uint8Array } {
  return decodeWithHead(askHead, body, "ask");
}

/** @throws ServiceError FRAME_INVALID: no answer. */
export function decodeAnswer(body: Uint8Array): { head: AnswerHead; inline: Uint8Array } {
  return decodeWithHead(answerHead, body, "answer");
}

function decodeWithHead<Head extends AnswerHead>(
  schema: z.ZodType<Head>,
  body: Uint8Array,
  what: string,
): { head: Head; inline: Uint8Array } {
  if (body.length < HEAD_LENGTH_BYTES) throw invalid(`no ${what}`);
  const headEnd = HEAD_LENGTH_BYTES + new DataView(body.buffer, body.byteOffset).getUint32(0, true);
  if (headEnd > body.length) throw invalid(`an ${what} cut short`);
  const head = parse(schema, body.subarray(HEAD_LENGTH_BYTES, headEnd), what);
  const inline = body.subarray(headEnd);
  const isWhole = inline.length === (head.totalBytes > INLINE_BYTES ? 0 : head.totalBytes);
  if (!isWhole || head.jsonBytes > head.totalBytes) throw invalid(`an ${what} of other sizes`);
  return { head, inline };
}

/** How an error crosses: a ServiceError as it is, without its cause; anything else without its text. */
export function encodeFailure(error: unknown): Uint8Array {
  if (!(error instanceof ServiceError)) {
    return encodeJson({ message: "the keeper failed; its log says how" });
  }
  const { reason, message, field, value } = error;
  // a message may repeat what came in; a failure has to fit a frame
  return encodeJson({
    reason,
    message: message.slice(0, 4000),
    field: field?.slice(0, 1000),
    value: value?.slice(0, 1000),
  });
}

/**
 * The error that crossed: a ServiceError, or a plain Error for a bug of the other side.
 *
 * @throws ServiceError FRAME_INVALID: no failure.
 */
export function decodeFailure(body: Uint8Array): Error {
  const { reason, message, field, value } = parse(failureHead, body, "failure");
  if (reason === undefined) return new Error(message);
  return new ServiceError(reason, message, {
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value }),
  });
}

/** A credit's body. */
export function encodeCredit(bytes: number): Uint8Array {
  const body = new Uint8Array(4);
  new DataView(body.buffer).setUint32(0, bytes, true);
  return body;
}

/** @throws ServiceError FRAME_INVALID: no credit. */
export function decodeCredit(body: Uint8Array): number {
  if (body.length !== 4) throw invalid("no credit");
  return new DataView(body.buffer, body.byteOffset).getUint32(0, true);
}

/** UTF-8 of a value as JSON. */
export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** @throws ServiceError FRAME_INVALID: no JSON. */
export function decodeJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // the cause would repeat a piece of the content
    throw invalid("no JSON");
  }
}

function parse<Value>(schema: z.ZodType<Value>, bytes: Uint8Array, what: string): Value {
  const parsed = schema.safeParse(decodeJson(bytes));
  if (!parsed.success) throw invalid(`no ${what}`);
  return parsed.data;
}

function invalid(what: string): ServiceError {
  return new ServiceError("FRAME_INVALID", `a frame between keeper and gateway is ${what}`);
}
