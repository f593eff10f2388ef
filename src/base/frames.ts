/**
 * Cuts a byte stream into length-prefixed frames and back: the one framing of all our sockets.
 *
 * Pure: bytes in, bytes out. What is inside a frame belongs to the link that uses it.
 *
 * Shapes   frame: u32 little-endian length n (1 ... maxBytes), then n bytes.
 */
import { ServiceError } from "./errors.ts";

/** Bytes in front of each frame. */
export const FRAME_HEADER_BYTES = 4;

/** The header of a frame of `byteLength` bytes; the payload follows it as it is, without a copy. */
export function frameHeader(byteLength: number): Uint8Array {
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  new DataView(header.buffer).setUint32(0, byteLength, true);
  return header;
}

/**
 * Collects chunks of any size and hands out whole frames, each in one buffer of its own that the
 * receiver owns and may wipe.
 */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerFilled = 0;
  #frame: Uint8Array | undefined;
  #frameFilled = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * The frames that `chunk` completes, in order.
   *
   * @throws ServiceError FRAME_INVALID: a frame is empty or longer than allowed; the stream is lost.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length) {
      at += this.#frame === undefined ? this.#takeHeader(chunk, at) : this.#takeBody(chunk, at);
      if (this.#frame !== undefined && this.#frameFilled === this.#frame.length) {
        frames.push(this.#frame);
        this.#frame = undefined;
      }
    }
    return frames;
  }

  /** Overwrites what has come of an unfinished frame; for a stream that ends early. */
  wipe(): void {
    this.#frame?.fill(0);
    this.#frame = undefined;
  }

  #takeHeader(chunk: Uint8Array, at: number): number {
    const taken = Math.min(FRAME_HEADER_BYTES - this.#headerFilled, chunk.length - at);
    this.#header.set(chunk.subarray(at, at + taken), this.#headerFilled);
    this.#headerFilled += taken;
    if (this.#headerFilled < FRAME_HEADER_BYTES) return taken;
    this.#headerFilled = 0;
    const byteLength = new DataView(this.#header.buffer).getUint32(0, true);
    if (byteLength === 0 || byteLength > this.#maxBytes) {
      throw new ServiceError(
        "FRAME_INVALID",
        `a frame of ${byteLength} bytes; 1 to ${this.#maxBytes} are allowed`,
      );
    }
    this.#frame = new Uint8Array(byteLength);
    this.#frameFilled = 0;
    return taken;
  }

  #takeBody(chunk: Uint8Array, at: number): number {
    const frame = this.#frame;
    if (frame === undefined) return 0;
    const taken = Math.min(frame.length - this.#frameFilled, chunk.length - at);
    frame.set(chunk.subarray(at, at + taken), this.#frameFilled);
    this.#frameFilled += taken;
    return taken;
  }
}
