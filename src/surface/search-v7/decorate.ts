/**
 * Marks the query's words in a text for display, as private-use characters or as HTML.
 *
 * Pure. What comes from a document is text: in HTML it is escaped, and a private-use character that a
 * document happens to hold cannot pass for a mark of ours.
 *
 * Source   Web Search API v7, "Use decoration markers to highlight text".
 */
import type { Decoration } from "./decode.ts";
import { tidySpans, type MarkedText } from "./snippet.ts";

const marks = {
  Raw: ["\uE000", "\uE001"],
  HTML: ["<b>", "</b>"],
} as const;

/** U+E000 to U+E019: the characters that clients read as marks. */
const RESERVED = /[\uE000-\uE019]/g;

const escapes: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["'", "&#39;"],
]);

/** The text with its spans marked, blanks of any kind as one space. `None` marks nothing. */
export function decorate(marked: MarkedText, decoration: Decoration): string {
  const plain = (text: string): string => toDisplay(text, decoration);
  if (decoration === "None") return plain(marked.text).trim();
  const [open, close] = marks[decoration];
  let display = "";
  let at = 0;
  for (const [start, end] of joinedSpans(marked)) {
    display += `${plain(marked.text.slice(at, start))}${open}${plain(marked.text.slice(start, end))}${close}`;
    at = end;
  }
  return (display + plain(marked.text.slice(at))).trim();
}

/** Words next to each other are marked as one, as the original did: `<b>Tom Cruise</b>`. */
function joinedSpans({ text, spans }: MarkedText): [number, number][] {
  const joined: [number, number][] = [];
  for (const [start, end] of tidySpans(spans, text.length)) {
    const last = joined.at(-1);
    if (last !== undefined && /^\s*$/.test(text.slice(last[1], start))) last[1] = end;
    else joined.push([start, end]);
  }
  return joined;
}

function toDisplay(text: string, decoration: Decoration): string {
  const single = text.replace(/\s+/g, " ");
  if (decoration === "None") return single;
  const unmarked = single.replace(RESERVED, "");
  if (decoration === "Raw") return unmarked;
  return unmarked.replace(/[&<>']/g, (character) => escapes.get(character) ?? character);
}
