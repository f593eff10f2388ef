/**
 * Reads documents from JSON Lines: one line, one document. A bad line costs only itself.
 *
 * Source   DESIGN.md, "The outside of it"; jsonlines.org. Lines with nothing but blanks are skipped.
 */
import { ServiceError } from "../../base/errors.ts";
import { parseDocument } from "../../search/document/document.ts";
import type { ImportItem } from "../item.ts";
import { isNestedDeeper } from "./is-nested-deeper.ts";
import { readLines } from "./read-lines.ts";

/** Longest line: a document of the longest text, every character of it escaped (`\uXXXX`), fits. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** Deepest nesting of a line; what checks a document calls itself once per level. */
const MAX_DEPTH = 64;

/** The documents of a stream of bytes, and its lines that are none. `source` names it in rejections. */
export async function* readJsonLines(
  source: string,
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<ImportItem> {
  for await (const line of readLines(chunks, maxLineBytes)) {
    if ("problem" in line) {
      yield { rejected: { source, line: line.number, reason: line.problem } };
    } else if (line.text.trim() !== "") {
      yield readLine(source, line.number, line.text);
    }
  }
}

function readLine(source: string, line: number, text: string): ImportItem {
  const rejected = (reason: string): ImportItem => ({ rejected: { source, line, reason } });
  if (isNestedDeeper(text, MAX_DEPTH)) return rejected(`more than ${MAX_DEPTH} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return rejected("not JSON"); // the parser's message repeats the line's content
  }
  try {
    return { document: parseDocument(value) };
  } catch (error) {
    if (error instanceof ServiceError) return rejected(error.message);
    throw error;
  }
}
