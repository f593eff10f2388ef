/**
 * From a clause to a cursor over one segment; and how much each term weighs.
 */
import type { QueryTerm } from "../analysis/terms.ts";
import type { Segment } from "../index/reader.ts";
import { AllCursor, AnyCursor, AnyPlacedCursor } from "./compound.ts";
import { emptyCursor, EveryCursor, TermCursor, type Cursor, type PlacedCursor } from "./cursor.ts";
import { PhraseCursor } from "./phrase.ts";
import type { Clause } from "./plan.ts";

/** Scores are whole numbers: idf in 1024ths times impact in 255ths. */
export const SCORE_UNIT = 1024 * 255;
/** A beginning stands for at most so many terms, the most frequent ones. */
const MAX_EXPANSION = 50;

/** The weight of a term in the whole collection, in 1024ths; remembered for one query. */
export type Weigh = (term: string) => number;

/** Weighs terms by how rare they are in all segments together (Robertson and Sparck Jones' idf). */
export function createWeigh(segments: readonly Segment[]): Weigh {
  const documents = segments.reduce((total, { facts }) => total + facts.documents, 0);
  const weights = new Map<string, number>();
  return (term) => {
    let weight = weights.get(term);
    if (weight === undefined) {
      const found = segments.reduce((total, segment) => total + frequency(segment, term), 0);
      weight = Math.round(1024 * Math.log(1 + (documents - found + 0.5) / (found + 0.5)));
      weights.set(term, weight);
    }
    return weight;
  };
}

function frequency(segment: Segment, term: string): number {
  const number = segment.findTerm(term);
  return number < 0 ? 0 : frequencyAt(segment, number);
}

function frequencyAt(segment: Segment, number: number): number {
  return (segment.postingStarts[number + 1] ?? 0) - (segment.postingStarts[number] ?? 0);
}

/** The cursor of a clause, on its first match. */
export function compile(clause: Clause, segment: Segment, weigh: Weigh): Cursor {
  switch (clause.kind) {
    case "any":
      return placed(clause.terms, clause.fieldMask, segment, weigh);
    case "begins":
      return anyOf(expand(clause.prefix, segment), clause.fieldMask, segment, weigh);
    case "facet":
      return termCursor(segment, clause.term, 0, 0);
    case "phrase": {
      const slots = clause.slots.map(({ terms, offset, exact }) => ({
        cursor: placed(terms, clause.fieldMask, segment, weigh),
        offset,
        exact,
      }));
      return new PhraseCursor(segment, slots, clause.fieldMask);
    }
    case "either":
      return anyCursor(clause.of.map((part) => compile(part, segment, weigh)));
    case "all": {
      const each = (part: Clause): Cursor => compile(part, segment, weigh);
      const must = clause.must.map(each);
      const should = clause.should.map(each).filter((cursor) => cursor !== emptyCursor);
      const not = clause.not.map(each);
      // A query that only excludes means: everything else. What is only preferred must be there, also
      // when no document of this segment has it.
      const isOnlyExcluding = must.length === 0 && clause.should.length === 0;
      const lead =
        must.length > 0 ? must : [isOnlyExcluding ? everyOf(segment) : anyCursor(should)];
      return new AllCursor({ must: lead, should: must.length === 0 ? [] : should, not });
    }
  }
}

function everyOf(segment: Segment): Cursor {
  return new EveryCursor(segment.facts.documents);
}

/**
 * The single terms of a clause that matches when any of them does, for the fast path of `collect`;
 * undefined when the clause is anything else.
 */
export function flatTerms(
  clause: Clause,
  segment: Segment,
  weigh: Weigh,
): readonly TermCursor[] | undefined {
  const parts = clause.kind === "either" ? clause.of : [clause];
  const flat: TermCursor[] = [];
  for (const part of parts) {
    if (part.kind !== "any") return undefined;
    for (const { term, weight } of part.terms) {
      const cursor = termCursor(segment, term, weight * weigh(term), part.fieldMask);
      if (cursor instanceof TermCursor) flat.push(cursor);
    }
  }
  return flat;
}

function placed(
  terms: readonly QueryTerm[],
  fieldMask: number,
  segment: Segment,
  weigh: Weigh,
): PlacedCursor {
  const cursors = terms
    .map(({ term, weight }) => termCursor(segment, term, weight * weigh(term), fieldMask))
    .filter((cursor) => cursor !== emptyCursor);
  const [only] = cursors;
  if (only === undefined) return emptyCursor;
  return cursors.length === 1 ? only : new AnyPlacedCursor(cursors);
}

function anyOf(
  terms: readonly string[],
  fieldMask: number,
  segment: Segment,
  weigh: Weigh,
): Cursor {
  return placed(
    terms.map((term) => ({ term, weight: 1 })),
    fieldMask,
    segment,
    weigh,
  );
}

function anyCursor(cursors: readonly Cursor[]): Cursor {
  const found = cursors.filter((cursor) => cursor !== emptyCursor);
  const [only] = found;
  if (only === undefined) return emptyCursor;
  return found.length === 1 ? only : new AnyCursor(found);
}

function termCursor(
  segment: Segment,
  term: string,
  weight: number,
  fieldMask: number,
): TermCursor | typeof emptyCursor {
  const number = segment.findTerm(term);
  return number < 0 ? emptyCursor : new TermCursor(segment, number, Math.round(weight), fieldMask);
}

function expand(prefix: string, segment: Segment): string[] {
  const [from, to] = segment.findPrefix(prefix);
  return Array.from({ length: to - from }, (_, n) => from + n)
    .toSorted((a, b) => frequencyAt(segment, b) - frequencyAt(segment, a))
    .slice(0, MAX_EXPANSION)
    .map((number) => segment.termAt(number));
}
