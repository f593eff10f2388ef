/**
 * Reads what a person asks of a page from its address, their browser's languages and a form.
 *
 * Pure. Kind where an API is strict: a page number that makes no sense is the first page.
 */
import { languageOf, type Language } from "../../../web/words/words.ts";
import { defaultWebSearch, type WebSearchRequest } from "../search-v7/decode.ts";
import { MAX_UNSIGNED_SHORT } from "../search-v7/limits.ts";
import {
  acceptedLanguages,
  languageOf as languageOfMarket,
  marketOfReader,
} from "../search-v7/market.ts";

/** Longest search in characters; it has to fit into an address that other programs accept too. */
export const MAX_QUERY_CHARACTERS = 1000;

/** Results on one page of the list. */
export const PAGE_SIZE = 10;

/** An asked-for page, whatever it shows. */
export interface PageRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly language: Language;
  /** The language that the address names; absent: it was told by the browser. */
  readonly chosenLanguage?: Language;
}

/** Reads the address and the languages. `setlang` is how links in API answers name a language. */
export function decodePage(target: string, acceptLanguage: string | undefined): PageRequest {
  const at = target.indexOf("?");
  const query = new URLSearchParams(at < 0 ? "" : target.slice(at + 1));
  const chosenLanguage = languageOf(query.get("lang") ?? query.get("setlang") ?? "");
  const accepted = acceptedLanguages(acceptLanguage ?? "")
    .map(languageOf)
    .find((language) => language !== undefined);
  return {
    path: at < 0 ? target : target.slice(0, at),
    query,
    language: chosenLanguage ?? accepted ?? "en",
    ...(chosenLanguage !== undefined && { chosenLanguage }),
  };
}

/** The search that a page's address asks for; undefined when it names none. */
export function decodeSearch(
  { query, language }: PageRequest,
  acceptLanguage: string | undefined,
): WebSearchRequest | undefined {
  const text = query.get("q")?.trim() ?? "";
  if (text === "") return undefined;
  const spoken = [language, ...acceptedLanguages(acceptLanguage ?? "")];
  const market = marketOfReader(spoken, undefined);
  const marketLanguage = languageOfMarket(market);
  const asked = defaultWebSearch(text);
  return {
    ...asked,
    market,
    decoration: "Raw",
    query: {
      ...asked.query,
      count: PAGE_SIZE,
      offset: decodeOffset(query.get("offset")),
      ...(marketLanguage !== undefined && { language: marketLanguage }),
    },
  };
}

function decodeOffset(text: string | null): number {
  const offset = /^\d{1,5}$/.test(text ?? "") ? Number(text) : 0;
  return offset <= MAX_UNSIGNED_SHORT ? offset : 0;
}

/** A form as browsers send it. `body` is whatever came as `application/x-www-form-urlencoded`. */
export function decodeForm(body: unknown): URLSearchParams {
  return new URLSearchParams(typeof body === "string" ? body : "");
}
