/**
 * Searches the web documents for one call.
 *
 * The engine that answers is given as a `Searcher`; this deed only ties the search to its caller, so
 * that a search ends when nobody waits for it any more. Nothing of the query is logged or kept here.
 */
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import type { Instant } from "../base/instant.ts";

/** How much adult content an answer may hold. */
export type SafeSearch = "Off" | "Moderate" | "Strict";

/** One search for web pages. */
export interface WebQuery {
  readonly text: string;
  readonly count: number;
  readonly offset: number;
  /** Two letters: the language the caller reads; a hint, not a filter. */
  readonly language?: string;
  /** Only pages first indexed in this span; both ends are inclusive. */
  readonly freshness?: { readonly from?: Instant; readonly to?: Instant };
  readonly safeSearch: SafeSearch;
}

/** Start and end (exclusive) of a stretch of text, in UTF-16 units. */
export type TextSpan = readonly [number, number];

/** One page that answers a query. */
export interface WebHit {
  readonly url: string;
  readonly title: string;
  readonly passage: string;
  readonly highlights: readonly TextSpan[];
  readonly titleHighlights: readonly TextSpan[];
  readonly language?: string;
  readonly datePublished?: string;
  readonly dateIndexed: Instant;
  readonly isFamilyFriendly: boolean;
  readonly score: number;
}

/** The pages asked for, best first, and how many there are in all, roughly. */
export interface WebAnswer {
  readonly totalEstimatedMatches: number;
  readonly hits: readonly WebHit[];
}

/** What this deed needs of an engine. */
export interface Searcher {
  searchWeb(query: WebQuery, signal: AbortSignal): Promise<WebAnswer>;
}

/** Answers one query for one call. */
export type SearchWeb = (call: Call, query: WebQuery) => Promise<WebAnswer>;

/**
 * Makes the search of a server.
 *
 * The search throws ServiceError CANCELLED when the caller has gone before an answer was there.
 */
export function createSearchWeb(needs: { readonly searcher: Searcher }): SearchWeb {
  return async (call, query) => {
    refuseGone(call);
    const answer = await needs.searcher.searchWeb(query, call.signal);
    refuseGone(call);
    return answer;
  };
}

function refuseGone(call: Call): void {
  if (call.signal.aborted) throw new ServiceError("CANCELLED", "the caller has gone");
}
