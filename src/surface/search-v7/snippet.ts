/**
 * Cuts a snippet out of a passage: the stretch that holds most of the query's words.
 *
 * Pure. Cuts between words where there are any, and never inside a character.
 *
 * Shapes   spans: [start, end) in UTF-16 units, in order, not touching each other.
 */
import type { Highlight } from "../../service/search-web.ts";

/** A text and where the query's words are in it. */
export interface MarkedText {
  readonly text: string;
  readonly spans: readonly Highlight[];
}

/** How far from the wanted cut a blank is looked for. */
const WORD_SEARCH_UNITS = 24;

/** Text kept in front of the first word found, so that it can be read in its sentence. */
const LEAD_UNITS = 60;

/** Spans in order, inside the text, without overlaps; those that say nothing are dropped. */
export function tidySpans(spans: readonly Highlight[], length: number): Highlight[] {
  const tidy: [number, number][] = [];
  const inside = spans
    .map(([start, end]): [number, number] => [Math.max(0, start), Math.min(length, end)])
    .filter(([start, end]) => start < end)
    .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [start, end] of inside) {
    const last = tidy.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else tidy.push([start, end]);
  }
  return tidy;
}

/**
 * At most `maxUnits` of the passage (and the dots that mark a cut), around most of its spans; of two
 * equal stretches the first. A passage that is short enough comes back whole.
 */
export function cutSnippet(
  passage: string,
  highlights: readonly Highlight[],
  maxUnits: number,
): MarkedText {
  const spans = tidySpans(highlights, passage.length);
  if (passage.length <= maxUnits) return { text: passage, spans };
  const start = startOfWord(passage, bestStart(spans, passage.length, maxUnits));
  const end = endOfWord(passage, Math.min(passage.length, start + maxUnits), start);
  const before = start > 0 ? "... " : "";
  const after = end < passage.length ? " ..." : "";
  const kept = spans
    .map(([from, to]): Highlight => [Math.max(from, start), Math.min(to, end)])
    .filter(([from, to]) => from < to)
    .map(([from, to]): Highlight => [from - start + before.length, to - start + before.length]);
  return { text: before + passage.slice(start, end) + after, spans: kept };
}

/** Where the window starts that holds most spans: a short lead before one of them. */
function bestStart(spans: readonly Highlight[], length: number, maxUnits: number): number {
  const latest = length - maxUnits;
  let best = 0;
  let bestHeld = -1;
  for (const [from] of [[0, 0] as const, ...spans]) {
    const start = Math.min(Math.max(0, from - LEAD_UNITS), latest);
    const held = spans.filter(([a, b]) => a >= start && b <= start + maxUnits).length;
    if (held > bestHeld) [best, bestHeld] = [start, held];
  }
  return best;
}

function startOfWord(text: string, wanted: number): number {
  if (wanted === 0) return 0;
  const blankAt = text.slice(wanted, wanted + WORD_SEARCH_UNITS).search(/\s/);
  return blankAt < 0 ? wholeCharacter(text, wanted) : wanted + blankAt + 1;
}

function endOfWord(text: string, wanted: number, start: number): number {
  if (wanted === text.length) return wanted;
  const near = Math.max(start, wanted - WORD_SEARCH_UNITS);
  const blankAt = text.slice(near, wanted + 1).search(/\s\S*$/);
  return blankAt < 0 ? wholeCharacter(text, wanted) : near + blankAt;
}

/** Steps back out of a surrogate pair or from before a combining mark. */
function wholeCharacter(text: string, at: number): number {
  let whole = at;
  while (
    whole > 0 &&
    at - whole < WORD_SEARCH_UNITS &&
    /^[\uDC00-\uDFFF\p{M}\u200D]/u.test(text.slice(whole, whole + 2))
  ) {
    whole -= 1;
  }
  return whole;
}
