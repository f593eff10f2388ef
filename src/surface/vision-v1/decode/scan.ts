/**
 * Reads a JSON text as bytes: base64 strings where the schema has bytes are decoded in place, all
 * else is copied into a small skeleton that JSON.parse may see. The heart of the ingress gate.
 *
 * Strict (RFC 8259): no comments, no trailing commas, no byte order mark, nothing after the value;
 * a name twice in one object is an error. White space is not copied.
 *
 * INVARIANT (no image text): no base64 of an image becomes a string. A string where the schema
 * expects none gives at most its first characters, for the error message.
 *
 * Source   Texts after protobuf, util/internal/json_stream_parser.cc, whose answers Google's front
 *          end repeats.
 */
import { ServiceError } from "../../../base/errors.ts";
import { Base64Writer } from "./base64.ts";
import { Skeleton } from "./skeleton.ts";
import { itemSlot, memberSlot, type Slot } from "./slots.ts";

/** Objects and arrays inside each other; as protobuf's own JSON readers. */
export const MAX_DEPTH = 100;

/** A string that is not an image. The longest the API documents have 4,096 characters. */
const MAX_TEXT_BYTES = 65_536;

/** How much of a wrong value an error message repeats. */
const HEAD_BYTES = 40;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const MINUS = 0x2d;
const LETTER_U = 0x75;

/** The code each escape letter stands for. */
const escapes = new Map(
  Object.entries({ '"': 34, "\\": 92, "/": 47, b: 8, f: 12, n: 10, r: 13, t: 9 }).map(
    ([letter, code]) => [letter.charCodeAt(0), code],
  ),
);

const words = ["true", "false", "null"] as const;

/** The content of one string at a place for bytes. */
export interface Blob {
  /** A view of the scanned buffer. */
  readonly bytes: Uint8Array;
  readonly isBase64: boolean;
  /** What the string began with, when it is not base64. */
  readonly head: string;
}

/** A text without its images; the string at a place for bytes is `blobPlaceholder(n)`. */
export interface Scanned {
  readonly skeleton: string;
  readonly blobs: readonly Blob[];
}

/** Four bytes, the number of the blob, in base64: what the skeleton holds in its place. */
export function blobPlaceholder(index: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(index);
  return bytes.toString("base64");
}

/** Reads `blobPlaceholder` back from its four bytes. */
export function blobIndex(placeholder: Uint8Array): number {
  return new DataView(placeholder.buffer, placeholder.byteOffset, 4).getUint32(0);
}

/**
 * Takes the images out of `bytes`, which are overwritten where an image stood.
 *
 * @throws ServiceError BODY_MALFORMED: not JSON; the message shows where.
 * @throws ServiceError BODY_TOO_LARGE: too much beside images.
 */
export function scanJson(bytes: Uint8Array, slot: Slot): Scanned {
  return new Scanner(bytes).scan(slot);
}

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #out = new Skeleton();
  readonly #blobs: Blob[] = [];
  #at = 0;
  #lastKey = "";

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  scan(slot: Slot): Scanned {
    this.#value(slot, 0);
    this.#skipSpace();
    if (this.#at < this.#bytes.length) this.#fail("Parsing terminated before end of input.");
    const skeleton = this.#out.text();
    if (skeleton === undefined) {
      throw malformed("Encountered non UTF-8 code points.");
    }
    return { skeleton, blobs: this.#blobs };
  }

  #value(slot: Slot, depth: number): void {
    const code = this.#peek("Expected a value.");
    if (code === OPEN_BRACE) this.#object(slot, depth);
    else if (code === OPEN_BRACKET) this.#array(slot, depth);
    else if (code === QUOTE) this.#string(slot);
    else if (code === MINUS || isDigit(code)) this.#number();
    else this.#word();
  }

  #object(slot: Slot, depth: number): void {
    this.#enter(depth);
    this.#take();
    const keys = new Set<string>();
    if (this.#peek("Expected an object key or }.") === CLOSE_BRACE) return this.#take();
    for (;;) {
      const key = this.#key();
      if (keys.has(key)) this.#fail(`Duplicate name "${shorten(key)}" in an object.`);
      keys.add(key);
      this.#lastKey = key;
      this.#expect(COLON, "Expected : between key:value pair.");
      this.#value(memberSlot(slot, key), depth + 1);
      if (!this.#hasNext(CLOSE_BRACE, "Expected , or } after key:value pair.")) return;
    }
  }

  #array(slot: Slot, depth: number): void {
    this.#enter(depth);
    this.#take();
    const items = itemSlot(slot);
    if (this.#peek("Expected a value or ] within an array.") === CLOSE_BRACKET) return this.#take();
    for (;;) {
      this.#value(items, depth + 1);
      if (!this.#hasNext(CLOSE_BRACKET, "Expected , or ] after array value.")) return;
    }
  }

  #enter(depth: number): void {
    if (depth < MAX_DEPTH) return;
    const key = shorten(this.#lastKey);
    this.#fail(`Message too deep. Max recursion depth reached for key '${key}'`);
  }

  /** Takes a comma (true) or the closing mark (false). */
  #hasNext(close: number, expected: string): boolean {
    const code = this.#peek(expected);
    if (code !== COMMA && code !== close) this.#fail(expected);
    this.#take();
    return code === COMMA;
  }

  #expect(code: number, expected: string): void {
    if (this.#peek(expected) !== code) this.#fail(expected);
    this.#take();
  }

  #key(): string {
    if (this.#peek("Expected an object key or }.") !== QUOTE) {
      this.#fail("Expected an object key or }.");
    }
    const start = this.#at;
    this.#text();
    const source = Buffer.from(
      this.#bytes.buffer,
      this.#bytes.byteOffset + start,
      this.#at - start,
    );
    // A quoted string that #text has passed; invalid UTF-8 in it is found with the whole skeleton.
    return String(JSON.parse(source.toString("utf8")));
  }

  #string(slot: Slot): void {
    switch (slot.kind) {
      case "bytes":
        return this.#blob();
      case "plain":
      case "free":
        return this.#text();
      case "message":
      case "list":
      case "map":
      case "nothing":
        return this.#misplaced();
    }
  }

  /** Copies a string as it is. */
  #text(): void {
    const start = this.#at;
    this.#passString();
    if (this.#at - start > MAX_TEXT_BYTES) {
      this.#at = start;
      this.#fail(`A string has more than ${MAX_TEXT_BYTES} bytes.`);
    }
    this.#out.copy(this.#bytes, start, this.#at);
  }

  /** Passes a string where none is expected and keeps its first characters, for the message. */
  #misplaced(): void {
    const start = this.#at + 1;
    this.#passString();
    const head = printable(this.#bytes, start, Math.min(this.#at - 1, start + HEAD_BYTES));
    const isCut = this.#at - 1 - start > HEAD_BYTES;
    this.#out.putAscii(JSON.stringify(isCut ? `${head}...` : head));
  }

  #passString(): void {
    this.#at += 1;
    const bytes = this.#bytes;
    for (;;) {
      const code = bytes[this.#at];
      if (code === undefined) this.#fail("Closing quote expected in string.");
      if (code === QUOTE) break;
      if (code < 0x20) this.#fail("Control character in string.");
      if (code === BACKSLASH) this.#escape();
      else this.#at += 1;
    }
    this.#at += 1;
  }

  /** Passes an escape sequence and returns the UTF-16 unit it stands for. */
  #escape(): number {
    const letter = this.#bytes[this.#at + 1];
    if (letter === undefined) this.#fail("Closing quote expected in string.");
    if (letter !== LETTER_U) {
      const code = escapes.get(letter);
      if (code === undefined) this.#fail("Invalid escape sequence.");
      this.#at += 2;
      return code;
    }
    const digits = printable(this.#bytes, this.#at + 2, this.#at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail("Illegal hex string.");
    this.#at += 6;
    return Number.parseInt(digits, 16);
  }

  /** Decodes a base64 string in place and writes its number in its stead. */
  #blob(): void {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    // Kept aside as bytes, because decoding overwrites them; a string is made only for an error.
    const head = bytes.slice(start, start + HEAD_BYTES);
    const writer = new Base64Writer(bytes, start);
    this.#at = start;
    for (;;) {
      this.#at = writer.takeGroups(this.#at, bytes.length);
      const code = bytes[this.#at];
      if (code === undefined) this.#fail("Closing quote expected in string.");
      if (code === QUOTE) break;
      if (code < 0x20) this.#fail("Control character in string.");
      if (code === BACKSLASH) writer.take(this.#escape());
      else {
        writer.take(code);
        this.#at += 1;
      }
    }
    const isBase64 = writer.finish();
    const shown = Math.min(HEAD_BYTES, this.#at - start);
    this.#at += 1;
    this.#out.putAscii(`"${blobPlaceholder(this.#blobs.length)}"`);
    this.#blobs.push({
      bytes: bytes.subarray(start, writer.end),
      isBase64,
      head: isBase64 ? "" : printable(head, 0, shown),
    });
    head.fill(0);
  }

  #number(): void {
    const start = this.#at;
    if (this.#bytes[this.#at] === MINUS) this.#at += 1;
    // A leading zero stands alone.
    if (this.#bytes[this.#at] === 0x30) this.#at += 1;
    else this.#digits();
    if (this.#bytes[this.#at] === 0x2e) {
      this.#at += 1;
      this.#digits();
    }
    if (((this.#bytes[this.#at] ?? 0) | 0x20) === 0x65) {
      this.#at += 1;
      const sign = this.#bytes[this.#at];
      if (sign === 0x2b || sign === MINUS) this.#at += 1;
      this.#digits();
    }
    this.#out.copy(this.#bytes, start, this.#at);
  }

  #digits(): void {
    if (!isDigit(this.#bytes[this.#at])) this.#fail("Unable to parse number.");
    while (isDigit(this.#bytes[this.#at])) this.#at += 1;
  }

  #word(): void {
    const found = words.find(
      (word) => printable(this.#bytes, this.#at, this.#at + word.length) === word,
    );
    if (found === undefined) this.#fail("Unexpected token.");
    this.#out.putAscii(found);
    this.#at += found.length;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#bytes[this.#at];
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #peek(expected: string): number {
    this.#skipSpace();
    const code = this.#bytes[this.#at];
    if (code === undefined) this.#fail(`Unexpected end of string. ${expected}`);
    return code;
  }

  /** Copies one structural character. */
  #take(): void {
    this.#out.put(this.#bytes[this.#at] ?? 0);
    this.#at += 1;
  }

  #fail(what: string): never {
    const from = Math.max(0, this.#at - HEAD_BYTES / 2);
    const before = printable(this.#bytes, from, this.#at);
    const after = printable(this.#bytes, this.#at, this.#at + HEAD_BYTES / 2);
    throw malformed(`${what}\n${before}${after}\n${" ".repeat(before.length)}^`);
  }
}

function malformed(what: string): ServiceError {
  return new ServiceError("BODY_MALFORMED", `Invalid JSON payload received. ${what}`);
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 0x30 && code <= 0x39;
}

function shorten(text: string): string {
  return text.length > HEAD_BYTES ? `${text.slice(0, HEAD_BYTES)}...` : text;
}

/** ASCII of a stretch of bytes, with a dot for each byte that has no printed form. */
function printable(bytes: Uint8Array, from: number, until: number): string {
  return Array.from(bytes.subarray(from, until), (code) =>
    code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ".",
  ).join("");
}
