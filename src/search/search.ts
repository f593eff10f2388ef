/**
 * Documents in, ranked answers out: one query over the segments of one generation.
 *
 * Pure and synchronous; threads/ runs it beside the server's other work. By default a page has every
 * word of the query. When fewer than FEW_HITS pages do, pages with some of the words follow after
 * them: the order is one list, whatever part of it is asked for, so pages of it neither overlap nor
 * leave out.
 *
 * Order    score, then the order of the store (older first).
 */
import { instant, type Instant } from "../base/instant.ts";
import { documentKinds, type DocumentKind } from "./document/document.ts";
import { flagBits } from "./index/format.ts";
import type { Segment } from "./index/reader.ts";
import {
  collectAll,
  collectAny,
  collectCursor,
  type Budget,
  type Collection,
  type Matches,
} from "./query/collect.ts";
import { compile, createWeigh, flatTerms, SCORE_UNIT, type Weigh } from "./query/compile.ts";
import { emptyCursor, TermCursor } from "./query/cursor.ts";
import { parseQuery } from "./query/parse.ts";
import {
  bestPassage,
  highlightText,
  wantedTerms,
  type Highlight,
  type Wanted,
} from "./query/passage.ts";
import { planQuery, type Clause } from "./query/plan.ts";
import { TopHits, type Hit } from "./query/top-hits.ts";

/** A query for pages. */
export interface WebQuery {
  /** As the person typed it, operators and all. */
  readonly text: string;
  /** How many hits, from which on. */
  readonly count: number;
  readonly offset: number;
  /** The asker's language. A hint; to demand one, the query says `language:`. */
  readonly language?: string;
  /** Pages of these times, both included: by their stated date, else by when they were taken in. */
  readonly freshness?: { readonly from?: Instant; readonly to?: Instant };
  /** Strict leaves out what is marked as not for families; Moderate is about pictures. */
  readonly safeSearch: "Off" | "Moderate" | "Strict";
}

/** A page that was found. */
export interface WebHit {
  readonly url: string;
  readonly title: string;
  /** What a snippet is cut from: the part of the page that fits best. */
  readonly passage: string;
  /** The query's words in the passage: UTF-16 offsets, ascending, apart. */
  readonly highlights: readonly Highlight[];
  readonly titleHighlights: readonly Highlight[];
  readonly language?: string;
  readonly datePublished?: string;
  readonly dateIndexed: Instant;
  readonly isFamilyFriendly: boolean;
  /** Above 0, comparable within one answer only. */
  readonly score: number;
}

export interface WebAnswer {
  /**
   * How many pages match: exact when few do, an estimate when pages that cannot win were skipped.
   * Never less than what was shown.
   */
  readonly totalEstimatedMatches: number;
  readonly hits: readonly WebHit[];
  /** Time ran out: the hits are the best of what was looked at. */
  readonly isPartial?: true;
}

/** Whoever answers queries; the pool of search threads does. */
export interface Searcher {
  /**
   * @throws ServiceError CANCELLED: the signal was aborted. QUEUE_FULL: too many queries wait.
   */
  searchWeb(query: WebQuery, signal: AbortSignal): Promise<WebAnswer>;
}

/** A segment of a generation, and which of its documents are gone: a bit each. */
export interface LiveSegment {
  readonly segment: Segment;
  readonly deleted?: Uint8Array;
}

/** With fewer pages that have every word, pages with some of the words follow. */
export const FEW_HITS = 20;
/** No hit beyond this place is shown; who pages so far gets an empty page. */
export const MAX_WINDOW = 10_000;

/** Options that only measurements change. */
export interface SearchOptions {
  readonly maxTerms?: number;
}

/** The answer to a query for pages. Never throws, whatever the text. */
export function searchWeb(
  segments: readonly LiveSegment[],
  query: WebQuery,
  budget: Budget,
  { maxTerms }: SearchOptions = {},
): WebAnswer {
  const node = parseQuery(query.text, maxTerms);
  if (node === undefined || query.offset >= MAX_WINDOW)
    return { totalEstimatedMatches: 0, hits: [] };
  const plan = planQuery(node);
  const weigh = createWeigh(segments.map(({ segment }) => segment));
  const window = Math.min(query.offset + query.count, MAX_WINDOW);
  const run = (clause: Clause, size: number): Found =>
    searchClause({ clause, size, segments, weigh, budget, query });

  const strict = run(plan.strict, Math.max(window, FEW_HITS));
  const found =
    strict.total < FEW_HITS && plan.relaxed !== undefined
      ? joined(strict, run(plan.relaxed, Math.max(window, FEW_HITS) + strict.hits.length))
      : strict;
  const page = found.hits.slice(query.offset, window);
  const wanted = wantedTerms(plan.relaxed ?? plan.strict, weigh);
  return {
    totalEstimatedMatches: Math.max(found.total, found.hits.length),
    hits: page.map((hit) => webHit(segments, hit, wanted)),
    ...(budget.isSpent() ? { isPartial: true } : {}),
  };
}

interface Found {
  readonly hits: readonly Hit[];
  readonly total: number;
}

/** First what has every word, then the rest. */
function joined(strict: Found, relaxed: Found): Found {
  const isStrict = new Set(strict.hits.map((hit) => `${hit.segment}:${hit.document}`));
  const rest = relaxed.hits.filter((hit) => !isStrict.has(`${hit.segment}:${hit.document}`));
  return { hits: [...strict.hits, ...rest], total: Math.max(strict.total, relaxed.total) };
}

interface ClauseSearch {
  readonly clause: Clause;
  readonly size: number;
  readonly segments: readonly LiveSegment[];
  readonly weigh: Weigh;
  readonly budget: Budget;
  readonly query: Pick<WebQuery, "freshness" | "safeSearch">;
}

function searchClause(search: ClauseSearch): Found {
  const hits = new TopHits(search.size);
  let total = 0;
  for (const [n, live] of search.segments.entries()) {
    if (search.budget.isSpent()) break;
    const collection: Collection = {
      hits,
      segment: n,
      documents: live.segment.facts.documents,
      accepts: acceptance(live, "webPage", search.query),
      budget: search.budget,
    };
    total += collect(search.clause, live.segment, search.weigh, collection).count;
  }
  return { hits: hits.sorted(), total };
}

function collect(clause: Clause, segment: Segment, weigh: Weigh, collection: Collection): Matches {
  if (clause.kind === "either" || clause.kind === "any") {
    const terms = flatTerms(clause, segment, weigh);
    if (terms !== undefined) return collectAny(terms, collection);
  }
  if (clause.kind === "all" && clause.must.length > 0) {
    const must = clause.must.map((part) => compile(part, segment, weigh));
    if (must.includes(emptyCursor)) return { count: 0, isExact: true };
    const lead = must.reduce((rarest, cursor) => (cursor.cost < rarest.cost ? cursor : rarest));
    if (lead instanceof TermCursor) {
      return collectAll(
        {
          lead,
          must: must.filter((cursor) => cursor !== lead),
          should: clause.should.map((part) => compile(part, segment, weigh)),
          not: clause.not.map((part) => compile(part, segment, weigh)),
        },
        collection,
      );
    }
  }
  return collectCursor(compile(clause, segment, weigh), collection);
}

/** Whether a document may be shown at all: not deleted, of the kind, of the times, for the asker. */
function acceptance(
  { segment, deleted }: LiveSegment,
  kind: DocumentKind,
  { freshness, safeSearch }: Pick<WebQuery, "freshness" | "safeSearch">,
): (document: number) => boolean {
  const wantedKind = documentKinds.indexOf(kind);
  const from = freshness?.from ?? Number.NEGATIVE_INFINITY;
  const to = freshness?.to ?? Number.POSITIVE_INFINITY;
  return (document) => {
    if (segment.kinds[document] !== wantedKind) return false;
    if (deleted !== undefined && isDeleted(deleted, document)) return false;
    if (safeSearch === "Strict" && !isFamilyFriendly(segment, document)) return false;
    if (freshness === undefined) return true;
    const stated = segment.datesPublished[document] ?? Number.NaN;
    const date = Number.isNaN(stated) ? (segment.datesIndexed[document] ?? 0) : stated;
    return date >= from && date <= to;
  };
}

function isDeleted(deleted: Uint8Array, document: number): boolean {
  return ((deleted[document >> 3] ?? 0) & (1 << (document & 7))) !== 0;
}

function isFamilyFriendly(segment: Segment, document: number): boolean {
  return ((segment.flags[document] ?? 0) & flagBits.notFamilyFriendly) === 0;
}

function webHit(segments: readonly LiveSegment[], hit: Hit, wanted: Wanted): WebHit {
  const segment = segments[hit.segment]?.segment;
  if (segment === undefined) throw new Error("a hit outside the segments searched");
  const { url, title, text, language, datePublished } = segment.storedFields(hit.document);
  const passage = bestPassage(text, wanted, language);
  return {
    url,
    title,
    passage: passage.text,
    highlights: passage.highlights,
    titleHighlights: highlightText(title, wanted, language),
    ...(language === undefined ? {} : { language }),
    ...(datePublished === undefined ? {} : { datePublished }),
    dateIndexed: instant(segment.datesIndexed[hit.document] ?? 0),
    isFamilyFriendly: isFamilyFriendly(segment, hit.document),
    score: hit.score / SCORE_UNIT,
  };
}
