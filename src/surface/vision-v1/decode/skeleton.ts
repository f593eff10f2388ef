/**
 * The small JSON text that is left of a body when its images are taken out.
 *
 * Units    `maxBytes` bounds the text; what lies beside images in a real request is far smaller.
 */
import { ServiceError } from "../../../base/errors.ts";

/** 2000 image requests of an asynchronous call, each with all its options, stay far below. */
const MAX_SKELETON_BYTES = 4_194_304;

const FIRST_BYTES = 4096;

/** A growing byte text. */
export class Skeleton {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  /** Appends `source[from … until)`. */
  copy(source: Uint8Array, from: number, until: number): void {
    this.#reserve(until - from);
    this.#bytes.set(source.subarray(from, until), this.#length);
    this.#length += until - from;
  }

  /** Appends one byte. */
  put(code: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = code;
    this.#length += 1;
  }

  /** Appends ASCII text. */
  putAscii(text: string): void {
    for (let at = 0; at < text.length; at += 1) this.put(text.charCodeAt(at));
  }

  /** The text, or undefined when it is not UTF-8. */
  text(): string | undefined {
    try {
      const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      return decoder.decode(this.#bytes.subarray(0, this.#length));
    } catch {
      // TextDecoder throws for one reason only: the bytes are not UTF-8.
      return undefined;
    }
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    if (needed > MAX_SKELETON_BYTES) {
      throw new ServiceError(
        "BODY_TOO_LARGE",
        `Request payload size exceeds the limit: ${MAX_SKELETON_BYTES} bytes beside image content.`,
      );
    }
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
