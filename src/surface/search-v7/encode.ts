/**
 * Writes a search's answer as a SearchResponse.
 *
 * Pure. The order of the pages is the engine's; nothing is left out, added or changed but the form.
 *
 * Source   Web Search API v7 reference, response objects; formats as observed in its examples.
 */
import { toRfc3339, instant, type Instant } from "../../base/instant.ts";
import type { WebAnswer, WebHit } from "../../service/search-web.ts";
import { chooseAnswers, type AnswerName } from "./answers.ts";
import { decorate } from "./decorate.ts";
import type { WebSearchRequest } from "./decode.ts";
import { displayUrl } from "./display-url.ts";
import { SNIPPET_CHARACTERS } from "./limits.ts";
import { cutSnippet } from "./snippet.ts";
import type { RankingItem, RankingResponse, SearchResponse, WebPage } from "./wire.ts";

/**
 * The response to a search. `origin` (`http://host:port`) is the server as the caller reached it: ids
 * and links back to our page start with it.
 */
export function encodeSearchResponse(
  request: WebSearchRequest,
  answer: WebAnswer,
  origin: string,
): SearchResponse {
  const pages = answer.hits.map((hit, n) => encodeWebPage(request, hit, n, origin));
  const there: AnswerName[] = pages.length > 0 ? ["WebPages"] : [];
  const isWanted = chooseAnswers(there, request.answers).includes("WebPages");
  return {
    _type: "SearchResponse",
    queryContext: { originalQuery: request.query.text },
    ...(isWanted && {
      webPages: {
        ...(request.isForSdk && { _type: "Web/WebAnswer" as const }),
        webSearchUrl: webSearchUrl(request, origin),
        totalEstimatedMatches: answer.totalEstimatedMatches,
        value: pages,
      },
    }),
    rankingResponse: isWanted ? rank(pages) : {},
  };
}

function encodeWebPage(request: WebSearchRequest, hit: WebHit, n: number, origin: string): WebPage {
  const snippet = cutSnippet(hit.passage, hit.highlights, SNIPPET_CHARACTERS);
  const datePublished = hit.datePublished === undefined ? undefined : localDate(hit.datePublished);
  return {
    ...(request.isForSdk && { _type: "WebPage" as const }),
    id: `${origin}/api/v7/#WebPages.${n}`,
    name: decorate({ text: hit.title, spans: hit.titleHighlights }, request.decoration),
    url: hit.url,
    ...(datePublished !== undefined && { datePublished }),
    isFamilyFriendly: hit.isFamilyFriendly,
    displayUrl: decorate({ text: displayUrl(hit.url), spans: [] }, request.decoration),
    snippet: decorate(snippet, request.decoration),
    dateLastCrawled: sevenDigits(hit.dateIndexed),
    ...(hit.language !== undefined && { language: hit.language.slice(0, 2).toLowerCase() }),
    isNavigational:
      n === 0 && request.query.offset === 0 && isNavigational(request.query.text, hit.url),
    noCache: true,
  };
}

/** The same search on our page: the whole query, and the page's language if the caller named one. */
function webSearchUrl(request: WebSearchRequest, origin: string): string {
  const query = new URLSearchParams({ q: request.query.text });
  if (request.interfaceLanguage !== undefined) query.set("setlang", request.interfaceLanguage);
  return `${origin}/?${query.toString()}`;
}

function rank(pages: readonly WebPage[]): RankingResponse {
  const items = pages.map(({ id }, n): RankingItem => ({
    answerType: "WebPages",
    resultIndex: n,
    value: { id },
  }));
  return { mainline: { items } };
}

/** Whether the query is the page's own address or the name of its site: `wikipedia`, `example.org`. */
function isNavigational(text: string, url: string): boolean {
  const wanted = text
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/\/$/, "");
  const address = url
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/\/$/, "");
  const isHome = !address.includes("/");
  return wanted === address || (isHome && address.split(".").slice(0, -1).includes(wanted));
}

/** `2026-02-18T22:19:00.1230000Z` */
function sevenDigits(at: Instant): string {
  return toRfc3339(at).replace("Z", "0000Z");
}

/** `2012-07-25T13:23:33.0000000`, in UTC; undefined when the text is no date. */
function localDate(text: string): string | undefined {
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : sevenDigits(instant(epochMs)).slice(0, -1);
}
