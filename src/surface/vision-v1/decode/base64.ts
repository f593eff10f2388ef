/**
 * Decodes base64 inside the buffer it stands in, so that an image is never a string.
 *
 * Source   RFC 4648 sections 4 and 5: both alphabets, also mixed; padding may be missing. White
 *          space inside is skipped, as protobuf's JSON readers do.
 */

/** Sextet of an ASCII code; the marks below for everything else. */
const sextets = new Int8Array(256).fill(-1);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
for (let value = 0; value < 64; value += 1) sextets[ALPHABET.charCodeAt(value)] = value;
sextets["-".charCodeAt(0)] = 62;
sextets["_".charCodeAt(0)] = 63;

const PADDING = 0x3d;

/**
 * Collects base64 characters and writes bytes into the buffer they come from.
 *
 * Safe in place: three bytes are written only after four characters have been read.
 */
export class Base64Writer {
  /** Where the next byte goes. */
  end: number;
  readonly #bytes: Uint8Array;
  #bits = 0;
  #characters = 0;
  #paddings = 0;
  #isBroken = false;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.end = start;
  }

  /**
   * Takes plain base64 from `at` on, four characters at a time, and returns where it stopped: at
   * the first group with anything else in it.
   */
  takeGroups(at: number, until: number): number {
    if (this.#characters % 4 !== 0 || this.#paddings > 0) return at;
    const bytes = this.#bytes;
    let read = at;
    let write = this.end;
    while (read + 4 <= until) {
      const bits =
        (sextet(bytes, read) << 18) |
        (sextet(bytes, read + 1) << 12) |
        (sextet(bytes, read + 2) << 6) |
        sextet(bytes, read + 3);
      // A mark is negative, and one negative part makes the whole negative.
      if (bits < 0) break;
      bytes[write] = bits >> 16;
      bytes[write + 1] = bits >> 8;
      bytes[write + 2] = bits;
      read += 4;
      write += 3;
    }
    this.end = write;
    return read;
  }

  /** Takes one character, by its code. */
  take(code: number): void {
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) return;
    if (code === PADDING) {
      this.#paddings += 1;
      return;
    }
    const value = code < 256 ? (sextets[code] ?? -1) : -1;
    if (value < 0 || this.#paddings > 0) {
      this.#isBroken = true;
      return;
    }
    this.#bits = ((this.#bits << 6) | value) & 0xffffff;
    this.#characters += 1;
    if (this.#characters % 4 !== 0) return;
    this.#put(this.#bits >> 16, this.#bits >> 8, this.#bits);
    this.#bits = 0;
  }

  /** Ends the text; whether it was base64. */
  finish(): boolean {
    const rest = this.#characters % 4;
    if (rest === 2) this.#put(this.#bits >> 4);
    if (rest === 3) this.#put(this.#bits >> 10, this.#bits >> 2);
    const isPadded = this.#paddings === 0 || (rest > 1 && rest + this.#paddings === 4);
    return !this.#isBroken && rest !== 1 && isPadded;
  }

  #put(...values: readonly number[]): void {
    for (const value of values) {
      this.#bytes[this.end] = value;
      this.end += 1;
    }
  }
}

function sextet(bytes: Uint8Array, at: number): number {
  return sextets[bytes[at] ?? 0] ?? -1;
}
