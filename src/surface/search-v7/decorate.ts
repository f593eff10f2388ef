/**
 * Marks the query's words in a text for display, as private-use characters or as HTML.
 *
 * Pure. What comes from a document is text: in HTML it is escaped, and a private-use character that a
 * document happens to hold cannot pass for a mark of ours.
 *
 * Source   Web Search API v7, "Use decoration markers to highlight text".
 */
import type { Highlight } from "../../service/search-web.ts";
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
  const { text, spans } = withSingleBlanks(marked);
  if (decoration === "None") return text;
  const plain = (part: string): string => toDisplay(part, decoration);
  const [open, close] = marks[decoration];
  let display = "";
  let at = 0;
  for (const [start, end] of joinedSpans(text, spans)) {
    display += `${plain(text.slice(at, start))}${open}${plain(text.slice(start, end))}${close}`;
    at = end;
  }
  return display + plain(text.slice(at));
}

/** Every run of blanks as one space, none at the ends, and the spans where their text now is. */
function withSingleBlanks({ text, spans }: MarkedText): MarkedText {
  let single = "";
  const moved: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    moved.push(single.length);
    const isBlank = /\s/.test(text.charAt(at));
    if (!isBlank) single += text.charAt(at);
    else if (single !== "" && !single.endsWith(" ")) single += " ";
  }
  const trimmed = single.trimEnd();
  const place = (at: number): number => moved[at] ?? single.length;
  return {
    text: trimmed,
    spans: tidySpans(
      tidySpans(spans, text.length).map(([start, end]) => [place(start), place(end)]),
      trimmed.length,
    ),
  };
}

/** Words next to each other are marked as one, as the original did: `<b>Tom Cruise</b>`. */
function joinedSpans(text: string, spans: readonly Highlight[]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = joined.at(-1);
    if (last !== undefined && text.slice(last[1], start).trim() === "") last[1] = end;
    else joined.push([start, end]);
  }
  return joined;
}

function toDisplay(text: string, decoration: "Raw" | "HTML"): string {
  const unmarked = text.replace(RESERVED, "");
  if (decoration === "Raw") return unmarked;
  return unmarked.replace(/[&<>']/g, (character) => escapes.get(character) ?? character);
}
