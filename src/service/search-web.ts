/**
 * Searches the web documents for one call.
 *
 * The engine that answers is given as a `Searcher`; this deed only ties the search to its caller, so
 * that a search ends when nobody waits for it any more. Nothing of the query is logged or kept here.
 */
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import type { Searcher, WebAnswer, WebQuery } from "../search/search.ts";

export type { Highlight } from "../search/query/passage.ts";
export type { Searcher, WebAnswer, WebHit, WebQuery } from "../search/search.ts";

/** Answers one query for one call. */
export type SearchWeb = (call: Call, query: WebQuery) => Promise<WebAnswer>;

/**
 * Makes the search of a server.
 *
 * The search throws ServiceError CANCELLED when the caller has gone before an answer was there, and
 * QUEUE_FULL when too many wait.
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
