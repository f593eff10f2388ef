/**
 * Cuts a stream of bytes into lines of text, holding at most one line in memory.
 *
 * A line that is too long or is not UTF-8 is reported in its place, and the lines after it go on.
 *
 * Units    line numbers count from 1; a line ends at LF, and a CR before it does not belong to it.
 */

/** One line, or why it has no text. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly problem: string };

const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = "\uFEFF";

/** The lines of `chunks`, in order. An empty last line is none. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<Line> {
  const pending = new PendingLine(maxLineBytes);
  let number = 1;
  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, at)) {
      pending.push(chunk.subarray(at, end));
      yield pending.take(number);
      number += 1;
      at = end + 1;
    }
    pending.push(chunk.subarray(at));
  }
  if (pending.isStarted) yield pending.take(number);
}

/** The line that is being read: its pieces, or only its length once it has become too long. */
class PendingLine {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #pieces: Uint8Array[] = [];
  #byteLength = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isStarted(): boolean {
    return this.#byteLength > 0;
  }

  push(piece: Uint8Array): void {
    this.#byteLength += piece.length;
    if (this.#byteLength > this.#maxBytes) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  take(number: number): Line {
    const pieces = this.#pieces;
    const byteLength = this.#byteLength;
    this.#pieces = [];
    this.#byteLength = 0;
    if (byteLength > this.#maxBytes) {
      return { number, problem: `${byteLength} bytes; ${this.#maxBytes} are allowed in a line` };
    }
    const bytes = Buffer.concat(pieces);
    try {
      const text = this.#decoder.decode(bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes);
      const isMarked = number === 1 && text.startsWith(BYTE_ORDER_MARK);
      return { number, text: isMarked ? text.slice(1) : text };
    } catch {
      return { number, problem: "not UTF-8" }; // the decoder says no more than that
    }
  }
}
