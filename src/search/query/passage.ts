/**
 * Picks the part of a text that answers a query best, and marks the query's words in it.
 *
 * Pure. The caller decides how marks look and where an ellipsis stands.
 *
 * Units    offsets in UTF-16 units, start included, end excluded, ascending, never overlapping.
 */
import { analysisMode, indexTerms } from "../analysis/terms.ts";
import { tokenize } from "../analysis/tokenize.ts";
import { wantedClauses, type Clause } from "./plan.ts";

/** A marked stretch. */
export type Highlight = readonly [start: number, end: number];

export interface Passage {
  readonly text: string;
  readonly highlights: readonly Highlight[];
}

/** About as long as a snippet: two or three sentences. */
export const PASSAGE_CHARS = 320;
/** How far back a passage may reach to begin with its sentence. */
const LEAD_CHARS = 120;
/** Text beyond this is not looked at for a passage. */
const MAX_SCANNED_CHARS = 60_000;

/** The words a query marks. */
export interface Wanted {
  /** Terms of the index, with their weight in choosing a passage. */
  readonly terms: ReadonlyMap<string, number>;
  /** Beginnings of terms: single characters. */
  readonly prefixes: readonly string[];
}

/** What to mark for a clause; `weigh` says how rare a term is. */
export function wantedTerms(clause: Clause, weigh: (term: string) => number): Wanted {
  const wanted = wantedClauses(clause);
  const terms = wanted.flatMap((part) => {
    if (part.kind === "any") return part.terms.map(({ term }) => term);
    return part.kind === "phrase"
      ? part.slots.flatMap((slot) => slot.terms.map(({ term }) => term))
      : [];
  });
  return {
    terms: new Map(terms.map((term) => [term, weigh(term)])),
    prefixes: wanted.flatMap((part) => (part.kind === "begins" ? [part.prefix] : [])),
  };
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly term: string;
}

/** The marked stretches of a whole text: a title. */
export function highlightText(
  text: string,
  wanted: Wanted,
  language: string | undefined,
): Highlight[] {
  return merged(marksOf(text, wanted, language));
}

/** The best passage of `text`; its beginning when no wanted word is there. */
export function bestPassage(text: string, wanted: Wanted, language: string | undefined): Passage {
  const scanned = text.slice(0, MAX_SCANNED_CHARS);
  const marks = marksOf(scanned, wanted, language);
  const best = bestWindow(marks, wanted.terms);
  const start = best === undefined ? 0 : sentenceStart(text, best.start, best.end);
  const end = wordEnd(text, start + PASSAGE_CHARS);
  const passage = text.slice(start, end);
  const inside = marks.filter((mark) => mark.start >= start && mark.end <= end);
  const highlights = merged(inside).map(([from, to]) => [from - start, to - start] as const);
  return { text: passage, highlights };
}

function marksOf(text: string, wanted: Wanted, language: string | undefined): Mark[] {
  const mode = analysisMode(language);
  const marks: Mark[] = [];
  tokenize(text, (kind, token, start, end) => {
    const term = indexTerms(kind, token, mode).find((candidate) => wanted.terms.has(candidate));
    if (term !== undefined) marks.push({ start, end, term });
    else if (kind !== "word") pushCharacter(marks, wanted.prefixes, token, start);
  });
  return marks;
}

/** Of a pair that begins with a wanted character, marks the character. */
function pushCharacter(
  marks: Mark[],
  prefixes: readonly string[],
  pair: string,
  start: number,
): void {
  const prefix = prefixes.find((candidate) => pair.startsWith(candidate));
  if (prefix !== undefined) marks.push({ start, end: start + prefix.length, term: prefix });
}

/** Neighbouring marks that touch or overlap become one. */
function merged(marks: readonly Mark[]): Highlight[] {
  const stretches: [number, number][] = [];
  for (const { start, end } of marks) {
    const last = stretches.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else stretches.push([start, end]);
  }
  return stretches;
}

/**
 * The stretch of marks, at most a passage long, with the most different words, rare ones first;
 * repetitions count a tenth. Between equals the earlier one.
 */
function bestWindow(
  marks: readonly Mark[],
  weights: ReadonlyMap<string, number>,
): { readonly start: number; readonly end: number } | undefined {
  const counts = new Map<string, number>();
  let value = 0;
  let best: { start: number; end: number; value: number } | undefined;
  let first = 0;
  for (const mark of marks) {
    value += gain(mark.term, counts, weights, 1);
    while (
      mark.end - (marks[first]?.start ?? 0) > PASSAGE_CHARS - LEAD_CHARS / 2 &&
      first < marks.length
    ) {
      const left = marks[first++];
      if (left === undefined || left === mark) break;
      value -= gain(left.term, counts, weights, -1);
    }
    const start = marks[first]?.start ?? mark.start;
    if (best === undefined || value > best.value + 1e-9)
      best = { start: Math.min(start, mark.start), end: mark.end, value };
  }
  return best;
}

/** What one more (or one less) of a term changes; keeps the counts. */
function gain(
  term: string,
  counts: Map<string, number>,
  weights: ReadonlyMap<string, number>,
  by: 1 | -1,
): number {
  const before = counts.get(term) ?? 0;
  counts.set(term, before + by);
  const isFirst = by === 1 ? before === 0 : before === 1;
  const weight = weights.get(term) ?? 1;
  return isFirst ? weight : weight / 10;
}

const SENTENCE_END = /[.!?。！？\n؟।]["'”’)\]]*\s*/gu;

/** Where the sentence around `at` begins, if a passage from there still holds all to `end`. */
function sentenceStart(text: string, at: number, end: number): number {
  const earliest = Math.max(0, at - LEAD_CHARS, end - PASSAGE_CHARS);
  if (earliest === 0) return 0;
  const before = text.slice(earliest, at);
  const ends = [...before.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length);
  const sentence = ends.at(-1);
  if (sentence !== undefined) return earliest + sentence;
  const blank = before.search(/\s/u);
  return blank >= 0 ? earliest + blank + 1 : whole(text, at);
}

/** The nearest end of a word at or before `at`; `at` itself in text without blanks. */
function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const tail = text.slice(at - 40, at + 1);
  const blank = Math.max(tail.lastIndexOf(" "), tail.lastIndexOf("\n"));
  return blank > 0 ? at - 40 + blank : whole(text, at);
}

/** Not between the halves of a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
