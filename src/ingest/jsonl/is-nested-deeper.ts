/**
 * Tells whether JSON is nested deeper than it may be, before anything that calls itself walks it.
 *
 * Pure, one pass over the text, no recursion. Of text that is no JSON it says something, but never throws.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{`, `]` and `}`: the pairs differ in one bit. */
const CASE_BIT = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Whether arrays and objects in `json` stand in each other more than `maxDepth` deep. */
export function isNestedDeeper(json: string, maxDepth: number): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const unit = json.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(json, at);
    else if ((unit | CASE_BIT) === OPEN) depth += 1;
    else if ((unit | CASE_BIT) === CLOSE) depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

/** Where the string that opens at `start` closes; the end of the text when it does not. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) {
    at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
