/**
 * A call's content on its way: sent no faster than the receiver grants, received no larger than announced.
 *
 * Pure but for the functions it is given. One `Outgoing` and one `Incoming` at most per call and direction.
 *
 * Units    credit: bytes that the receiver is ready to take.
 */
import { ServiceError } from "../../base/errors.ts";
import { INLINE_BYTES, WINDOW_BYTES } from "./wire.ts";

/** JSON and the payload behind it, as they are sent. */
export interface Content {
  readonly json: Uint8Array;
  readonly payload: Uint8Array;
}

/** The rest of a content that is sent in chunks. */
export class Outgoing {
  readonly #content: Content;
  readonly #sendChunk: (bytes: Uint8Array) => void;
  #sentBytes = 0;

  constructor(content: Content, sendChunk: (bytes: Uint8Array) => void) {
    this.#content = content;
    this.#sendChunk = sendChunk;
  }

  /** Sends as much as `bytes` more allow. Whether everything has been sent. */
  grant(bytes: number): boolean {
    const { json, payload } = this.#content;
    const totalBytes = json.length + payload.length;
    const until = Math.min(this.#sentBytes + bytes, totalBytes);
    while (this.#sentBytes < until) {
      const from = this.#sentBytes;
      const isJson = from < json.length;
      const source = isJson ? json : payload;
      const start = isJson ? from : from - json.length;
      const end = Math.min(start + INLINE_BYTES, start + until - from, source.length);
      this.#sendChunk(source.subarray(start, end));
      this.#sentBytes += end - start;
    }
    return this.#sentBytes === totalBytes;
  }
}

/** A content that comes in chunks, in one buffer that its receiver owns. */
export class Incoming {
  readonly #bytes: Uint8Array;
  readonly #grant: (bytes: number) => void;
  #filled = 0;
  #granted = 0;

  /** Grants the first window at once. */
  constructor(totalBytes: number, grant: (bytes: number) => void) {
    this.#bytes = new Uint8Array(totalBytes);
    this.#grant = grant;
    this.#grantUpTo(WINDOW_BYTES);
  }

  /**
   * Takes the next chunk; the whole content once it is there.
   *
   * @throws ServiceError FRAME_INVALID: more than was granted, or nothing.
   */
  push(chunk: Uint8Array): Uint8Array | undefined {
    if (chunk.length === 0 || this.#filled + chunk.length > this.#granted) {
      throw new ServiceError("FRAME_INVALID", "more content than was granted");
    }
    this.#bytes.set(chunk, this.#filled);
    this.#filled += chunk.length;
    this.#grantUpTo(this.#filled + WINDOW_BYTES);
    return this.#filled === this.#bytes.length ? this.#bytes : undefined;
  }

  /** Overwrites what has come. */
  wipe(): void {
    this.#bytes.fill(0);
  }

  #grantUpTo(wanted: number): void {
    const upTo = Math.min(wanted, this.#bytes.length);
    // small chunks do not each get a frame back
    const isWorthIt = upTo - this.#granted >= WINDOW_BYTES / 2 || upTo === this.#bytes.length;
    if (!isWorthIt || upTo === this.#granted) return;
    const more = upTo - this.#granted;
    this.#granted = upTo;
    this.#grant(more);
  }
}

/**
 * Lets contents in while there is room for them whole, in the order they came: each that is let in can
 * be finished, so nobody waits for somebody who waits.
 */
export class Room {
  #freeBytes: number;
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = [];

  constructor(bytes: number) {
    this.#freeBytes = bytes;
  }

  /** Calls `enter` when `bytes` are free, perhaps at once. `bytes` must be given back with `leave`. */
  take(bytes: number, enter: () => void): void {
    this.#waiting.push({ bytes, enter });
    this.#admit();
  }

  /** Gives up a place in the queue; false: it was let in already. */
  giveUp(enter: () => void): boolean {
    const at = this.#waiting.findIndex((each) => each.enter === enter);
    if (at < 0) return false;
    this.#waiting.splice(at, 1);
    this.#admit();
    return true;
  }

  leave(bytes: number): void {
    this.#freeBytes += bytes;
    this.#admit();
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (next.bytes > this.#freeBytes) return;
      this.#freeBytes -= next.bytes;
      this.#waiting.shift();
      next.enter();
    }
  }
}
