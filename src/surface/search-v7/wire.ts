/**
 * The shapes that Search v7 puts on the wire, in its own names. Types only: the pages in a browser use them too.
 *
 * Source   Web Search API v7 reference, response objects. A field without a value is left out; never null.
 */

/** What a search answers. An answer with nothing to show is absent, `webPages` too. */
export interface SearchResponse {
  readonly _type: "SearchResponse";
  readonly queryContext: QueryContext;
  readonly webPages?: WebPagesAnswer;
  readonly rankingResponse: RankingResponse;
}

export interface QueryContext {
  readonly originalQuery: string;
}

export interface WebPagesAnswer {
  readonly _type?: "Web/WebAnswer";
  /** The same search on our own page. */
  readonly webSearchUrl: string;
  readonly totalEstimatedMatches: number;
  readonly value: readonly WebPage[];
}

export interface WebPage {
  readonly _type?: "WebPage";
  /** Equal to the id in `rankingResponse`, letter for letter. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly isFamilyFriendly: boolean;
  /** For reading, not for following: may lack the scheme and be shortened. */
  readonly displayUrl: string;
  readonly snippet: string;
  /** `2026-02-18T22:19:00.0000000Z`: when the page came into the index. */
  readonly dateLastCrawled: string;
  /** `2012-07-25T13:23:33.0000000`: UTC, though nothing says so. */
  readonly datePublished?: string;
  readonly language?: string;
  readonly isNavigational: boolean;
  /** Always true: there is no stored copy of a page to look at. */
  readonly noCache: boolean;
}

export interface RankingResponse {
  readonly pole?: RankingGroup;
  readonly mainline?: RankingGroup;
  readonly sidebar?: RankingGroup;
}

export interface RankingGroup {
  readonly items: readonly RankingItem[];
}

export interface RankingItem {
  readonly answerType: string;
  readonly resultIndex: number;
  readonly value: { readonly id: string };
}

/** What every error answers. */
export interface ErrorResponse {
  readonly _type: "ErrorResponse";
  readonly errors: readonly WireError[];
  /** Beside a refused key only: the shape in which the original's gateway said so. */
  readonly error?: { readonly code: string; readonly message: string };
}

export type ErrorCode =
  | "ServerError"
  | "InvalidRequest"
  | "RateLimitExceeded"
  | "InvalidAuthorization"
  | "InsufficientAuthorization";

export interface WireError {
  readonly _type: "Error";
  readonly code: ErrorCode;
  readonly subCode?: string;
  readonly message: string;
  readonly moreDetails?: string;
  readonly parameter?: string;
  readonly value?: string;
}
