/**
 * Answers a web search, whole: searched, written as its wire says, and kept if the person wants that.
 *
 * The API's route and the search page both come through here, so that both have the same response, and
 * history is asked for in one place.
 */
import type { Call } from "../../base/call.ts";
import type { Instant } from "../../base/instant.ts";
import type { SearchWeb } from "../../service/search-web.ts";
import type { WebSearchRequest } from "./decode.ts";
import { encodeSearchResponse } from "./encode.ts";
import type { SearchResponse } from "./wire.ts";

/** One search as the history takes it. */
export interface HistoryEntry {
  readonly query: string;
  readonly market: string;
  /** The SearchResponse as JSON in UTF-8: the very bytes that the caller gets. */
  readonly response: Uint8Array;
  /** When the person asked; the clock of the entry starts here. */
  readonly queriedAt: Instant;
}

/** Hands a search to the history of `call.user`; says whether it was kept. */
export type KeepHistory = (call: Call, entry: HistoryEntry) => Promise<boolean>;

/** An answered search. */
export interface WebSearchAnswer {
  readonly response: SearchResponse;
  /** `response` as JSON in UTF-8. */
  readonly body: Uint8Array;
  readonly market: string;
  /** `none`: nobody is named, or the person keeps no history; `failed`: wanted, but could not be kept. */
  readonly history: "kept" | "none" | "failed";
}

/** Answers one search; `origin` is the server as the caller reached it, `http://host:port`. */
export type AnswerWebSearch = (
  call: Call,
  request: WebSearchRequest,
  origin: string,
) => Promise<WebSearchAnswer>;

/** What answering takes. */
export interface AnswerNeeds {
  readonly searchWeb: SearchWeb;
  readonly keepHistory: KeepHistory;
}

/** Makes the function that answers web searches. A search whose history fails is answered all the same. */
export function createAnswerWebSearch(needs: AnswerNeeds): AnswerWebSearch {
  return async (call, request, origin) => {
    const found = await needs.searchWeb(call, request.query);
    const response = encodeSearchResponse(request, found, origin);
    const body = new TextEncoder().encode(JSON.stringify(response));
    const history = await keep(needs.keepHistory, call, {
      query: request.query.text,
      market: request.market,
      response: body,
      queriedAt: call.at,
    });
    return { response, body, market: request.market, history };
  };
}

async function keep(
  keepHistory: KeepHistory,
  call: Call,
  entry: HistoryEntry,
): Promise<WebSearchAnswer["history"]> {
  if (call.user === undefined) return "none";
  try {
    return (await keepHistory(call, entry)) ? "kept" : "none";
  } catch (cause) {
    call.log("error", "a search was answered, but its history entry was not kept", cause);
    return "failed";
  }
}
