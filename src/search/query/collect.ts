/**
 * Runs a query over one segment and offers what it finds to the top hits.
 *
 * Two ways: a flat OR of terms by block-max MaxScore, everything else by its cursor. Both skip what
 * cannot beat the threshold, and say how many documents match all the same: exactly as long as
 * nothing was skipped, by estimate afterwards.
 *
 * Source   MaxScore: Turtle, Flood 1995; block maxima: Ding, Suel, SIGIR 2011.
 */
import { END, type Cursor, type TermCursor } from "./cursor.ts";
import type { TopHits } from "./top-hits.ts";

/** When a search must stop, whatever it has found. */
export interface Budget {
  /** Whether time is over or the caller has gone; asked once in a while. */
  isSpent(): boolean;
}

/** One segment's part of a search. */
export interface Collection {
  readonly hits: TopHits;
  /** The number of the segment in the hits. */
  readonly segment: number;
  readonly documents: number;
  /** Filters by stored values and deletions; asked in the order of documents. */
  readonly accepts: (document: number) => boolean;
  readonly budget: Budget;
}

/** How many documents match. */
export interface Matches {
  readonly count: number;
  readonly isExact: boolean;
}

/** Documents between two looks at the budget. */
const STEPS_PER_LOOK = 1024;

/** Everything that `cursor` matches. */
export function collectCursor(cursor: Cursor, collection: Collection): Matches {
  const { hits, segment, accepts, budget } = collection;
  const isFull = (): boolean => hits.isFull && cursor.maxScore <= hits.threshold;
  let matched = 0;
  let steps = 0;
  let document = cursor.document;
  // Scores are at most maxScore: once that cannot win, matches are only counted.
  for (; document !== END; document = cursor.advance(document + 1)) {
    if (++steps % STEPS_PER_LOOK === 0 && budget.isSpent()) break;
    if (!accepts(document)) continue;
    if (isFull()) {
      matched++;
      continue;
    }
    const score = cursor.score();
    if (score > hits.threshold) {
      if (!cursor.confirms()) continue;
      hits.offer(score, segment, document);
    }
    matched++;
  }
  return estimate(matched, document, collection);
}

/** When time ran out on the way, the rest is taken to be like what was seen. */
function estimate(matched: number, document: number, { documents, hits }: Collection): Matches {
  if (document === END) return { count: matched, isExact: !hits.isFull };
  return { count: Math.round((matched * documents) / Math.max(1, document)), isExact: false };
}

/** The parts of an AND whose rarest is a single term. */
export interface Conjunction {
  readonly lead: TermCursor;
  readonly must: readonly Cursor[];
  readonly should: readonly Cursor[];
  readonly not: readonly Cursor[];
}

/** An AND led by a term: blocks of the lead that cannot win are skipped whole. */
export function collectAll(parts: Conjunction, collection: Collection): Matches {
  const { lead, should } = parts;
  const { hits, accepts, budget } = collection;
  const others = [...parts.must, ...should].reduce((total, part) => total + part.maxScore, 0);
  const must = parts.must.toSorted((a, b) => a.cost - b.cost);
  let matched = 0;
  let skipped = 0;
  let steps = 0;
  while (lead.document !== END) {
    if (++steps % STEPS_PER_LOOK === 0 && budget.isSpent()) break;
    const { document } = lead;
    if (lead.blockMaxScore() + others <= hits.threshold) {
      skipped += skipBlock(lead);
      continue;
    }
    if (lead.score() + others <= hits.threshold) {
      skipped++;
      lead.advance(document + 1);
      continue;
    }
    const next = agree(must, document);
    if (next !== document) {
      lead.advance(next);
      continue;
    }
    const isMatch =
      accepts(document) &&
      !parts.not.some((part) => part.advance(document) === document && part.confirms());
    if (isMatch && offerAll(parts, must, document, collection)) matched++;
    lead.advance(document + 1);
  }
  if (lead.document !== END) skipped += lead.cost - lead.passed();
  const seen = Math.max(1, lead.cost - skipped);
  return {
    count: Math.round((matched * lead.cost) / seen),
    isExact: skipped === 0 && !hits.isFull,
  };
}

/** Goes past the block the cursor stands in; returns how many postings that were. */
function skipBlock(cursor: TermCursor): number {
  const before = cursor.passed();
  const last = cursor.blockLastDocument();
  cursor.advance(last === END ? END : last + 1);
  return cursor.passed() - before;
}

/** `document` when all stand on it, else the nearest document that is still possible. */
function agree(cursors: readonly Cursor[], document: number): number {
  for (const cursor of cursors) {
    const next = cursor.advance(document);
    if (next !== document) return next;
  }
  return document;
}

/** Offers a document that all parts agree on; false when a last look finds that it is no match. */
function offerAll(
  { lead, should }: Conjunction,
  must: readonly Cursor[],
  document: number,
  { hits, segment }: Collection,
): boolean {
  let score = lead.score();
  for (const part of must) score += part.score();
  for (const part of should) if (part.advance(document) === document) score += part.score();
  if (score <= hits.threshold) return true;
  if (!must.every((part) => part.confirms())) return false;
  hits.offer(score, segment, document);
  return true;
}

/** Documents with any of the terms. */
// oxlint-disable-next-line complexity -- one loop, kept whole for speed
export function collectAny(terms: readonly TermCursor[], collection: Collection): Matches {
  const { hits, segment, accepts, budget } = collection;
  const cursors = terms.toSorted((a, b) => a.maxScore - b.maxScore);
  const bounds = runningSums(cursors);
  const expected = expectedUnion(cursors, collection.documents);
  let tested = 0;
  let accepted = 0;
  let steps = 0;
  let hasSkipped = false;
  /** Lists before this one cannot, all together, lift a document over the threshold. */
  let essential = 0;
  for (;;) {
    while (essential < cursors.length && (bounds[essential + 1] ?? 0) <= hits.threshold)
      essential++;
    if (essential > 0) hasSkipped = true;
    const document = lowest(cursors, essential);
    if (document === END || (++steps % STEPS_PER_LOOK === 0 && budget.isSpent())) break;
    if (hits.isFull && skipHopeless(cursors, essential, bounds[essential] ?? 0, hits.threshold)) {
      hasSkipped = true;
      continue;
    }
    tested++;
    if (accepts(document)) {
      accepted++;
      const score = scoreAt(cursors, essential, document, bounds, hits.threshold);
      if (score > hits.threshold) hits.offer(score, segment, document);
    }
    for (let n = essential; n < cursors.length; n++) cursors[n]?.advance(document + 1);
  }
  const isCut = essential < cursors.length && lowest(cursors, essential) !== END;
  if (!hasSkipped && !isCut) return { count: accepted, isExact: !hits.isFull };
  const share = tested === 0 ? 1 : accepted / tested;
  return { count: Math.max(accepted, Math.round(expected * share)), isExact: false };
}

function runningSums(cursors: readonly TermCursor[]): number[] {
  const sums = [0];
  for (const cursor of cursors) sums.push((sums.at(-1) ?? 0) + cursor.maxScore);
  return sums;
}

/** How many documents have any of the terms, if terms did not care for each other. */
function expectedUnion(cursors: readonly TermCursor[], documents: number): number {
  const without = cursors.reduce(
    (share, { cost }) => share * (1 - cost / Math.max(1, documents)),
    1,
  );
  return documents * (1 - without);
}

function lowest(cursors: readonly TermCursor[], essential: number): number {
  let document = END;
  for (let n = essential; n < cursors.length; n++) {
    document = Math.min(document, cursors[n]?.document ?? END);
  }
  return document;
}

/** When the current blocks of all essential lists together cannot win: goes past the shortest. */
function skipHopeless(
  cursors: readonly TermCursor[],
  essential: number,
  rest: number,
  threshold: number,
): boolean {
  let bound = rest;
  let last = END;
  for (let n = essential; n < cursors.length; n++) {
    const cursor = cursors[n];
    if (cursor === undefined || cursor.document === END) continue;
    bound += cursor.blockMaxScore();
    last = Math.min(last, cursor.blockLastDocument());
  }
  if (bound > threshold || last === END) return false;
  for (let n = essential; n < cursors.length; n++) cursors[n]?.advance(last + 1);
  return true;
}

function scoreAt(
  cursors: readonly TermCursor[],
  essential: number,
  document: number,
  bounds: readonly number[],
  threshold: number,
): number {
  let score = 0;
  for (let n = cursors.length - 1; n >= 0; n--) {
    const cursor = cursors[n];
    if (cursor === undefined) continue;
    if (n < essential) {
      if (score + (bounds[n + 1] ?? 0) <= threshold) return score;
      cursor.advance(document);
    }
    if (cursor.document === document) score += cursor.score();
  }
  return score;
}
