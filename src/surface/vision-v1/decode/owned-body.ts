/**
 * Reads a request's body into one buffer that we own and can overwrite: the first step of the
 * ingress gate. Nothing here looks at what the bytes mean.
 *
 * INVARIANT (one copy): when `read` returns, the bytes of the body are in `OwnedBody` and nowhere
 * else that JavaScript can reach: chunks are overwritten as they are copied, outgrown buffers too.
 *
 * Units    limits count bytes after decompression; a declared length is checked before reading.
 */
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ServiceError } from "../../../base/errors.ts";

/** Bytes of a JSON body. https://cloud.google.com/vision/quotas: "JSON request object size 10 MB". */
export const MAX_JSON_BODY_BYTES = 10_485_760;

/** A body of unknown length starts with this much and doubles. */
const FIRST_BYTES = 65_536;

/**
 * A body over the limit is read on and thrown away up to this many times the limit, so that its
 * sender sees the answer rather than a broken connection.
 */
const DRAIN_FACTOR = 4;

/** What the request's headers say about the body. */
export interface BodyHeaders {
  readonly "content-length"?: string | undefined;
  readonly "content-encoding"?: string | undefined;
}

/** A whole body. `wipe` overwrites it; whoever read the body calls it after the answer. */
export interface OwnedBody {
  readonly bytes: Uint8Array;
  wipe(): void;
}

/**
 * The whole body, decompressed when it came gzipped.
 *
 * @throws ServiceError BODY_TOO_LARGE: it is longer than `maxBytes`, compressed or not.
 * @throws ServiceError BODY_MALFORMED: an unknown content coding, or a damaged gzip stream.
 * @throws ServiceError CANCELLED: the sender went away.
 */
export async function readOwnedBody(
  stream: Readable,
  headers: BodyHeaders,
  maxBytes = MAX_JSON_BODY_BYTES,
): Promise<OwnedBody> {
  const coding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const isGzip = coding === "gzip" || coding === "x-gzip";
  if (!isGzip && coding !== "identity" && coding !== "") {
    throw new ServiceError("BODY_MALFORMED", `content-encoding \`${coding}\` is not supported`, {
      field: "content-encoding",
    });
  }
  const declared = isGzip ? undefined : declaredLength(headers);
  const sink = new Sink(maxBytes, declared);
  try {
    await fill(sink, isGzip ? gunzip(stream) : stream);
  } catch (cause) {
    sink.wipe();
    throw bodyError(cause, stream);
  }
  return sink;
}

/** Node has checked that a content-length is a plain number. */
function declaredLength(headers: BodyHeaders): number | undefined {
  const text = headers["content-length"];
  return text === undefined ? undefined : Number(text);
}

async function fill(sink: Sink, stream: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of stream) {
    sink.push(chunk);
    chunk.fill(0);
    if (sink.received > sink.maxBytes * DRAIN_FACTOR) break;
  }
  if (sink.isOver) {
    throw new ServiceError(
      "BODY_TOO_LARGE",
      `Request payload size exceeds the limit: ${sink.maxBytes} bytes.`,
    );
  }
}

/** Chunks of the decompressed body; compressed chunks are overwritten once zlib has taken them. */
async function* gunzip(stream: Readable): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  stream.on("data", (chunk: Uint8Array) => {
    const isReady = unzip.write(chunk, () => chunk.fill(0));
    if (!isReady) stream.pause();
  });
  unzip.on("drain", () => stream.resume());
  stream.once("end", () => unzip.end());
  stream.once("error", (error) => unzip.destroy(error));
  try {
    yield* unzip;
  } finally {
    unzip.destroy();
    stream.resume();
  }
}

function bodyError(cause: unknown, stream: Readable): ServiceError {
  if (cause instanceof ServiceError) return cause;
  if (stream.errored !== null || stream.readableAborted) {
    return new ServiceError("CANCELLED", "the sender went away", { cause });
  }
  return new ServiceError("BODY_MALFORMED", "the body is not valid gzip", { cause });
}

/** One growing buffer. Beyond its limit it only counts. */
class Sink implements OwnedBody {
  readonly maxBytes: number;
  /** Bytes pushed, kept or not. */
  received = 0;
  #buffer: Uint8Array;

  constructor(maxBytes: number, declared: number | undefined) {
    this.maxBytes = maxBytes;
    this.#buffer = new Uint8Array(Math.min(declared ?? FIRST_BYTES, maxBytes));
  }

  get isOver(): boolean {
    return this.received > this.maxBytes;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.received);
  }

  push(chunk: Uint8Array): void {
    const at = this.received;
    this.received += chunk.length;
    if (this.isOver) {
      this.wipe();
      return;
    }
    if (this.received > this.#buffer.length) this.#grow();
    this.#buffer.set(chunk, at);
  }

  wipe(): void {
    this.#buffer.fill(0);
  }

  #grow(): void {
    const doubled = Math.max(this.received, this.#buffer.length * 2);
    const grown = new Uint8Array(Math.min(doubled, this.maxBytes));
    grown.set(this.#buffer);
    this.#buffer.fill(0);
    this.#buffer = grown;
  }
}
