/**
 * Reads a web search from a request target and its headers.
 *
 * Pure. Names of parameters and their listed values are taken in any case, unknown parameters are
 * ignored, an empty one counts as absent, and of a repeated one the first counts.
 *
 * Source   Web Search API v7 reference, query parameters and headers.
 */
import { ServiceError } from "../../base/errors.ts";
import type { Instant } from "../../base/instant.ts";
import type { WebQuery } from "../../service/search-web.ts";
import { decodePromote, decodeResponseFilter, type AnswerChoice } from "./answers.ts";
import { decodeFreshness, FRESHNESS_HELP, type TimeSpan } from "./freshness.ts";
import { DEFAULT_COUNT, MAX_COUNT, MAX_UNSIGNED_INTEGER, MAX_UNSIGNED_SHORT } from "./limits.ts";
import {
  acceptedLanguages,
  interfaceLanguage,
  languageOf,
  marketOf,
  marketOfReader,
  WORLDWIDE,
} from "./market.ts";

/** How query terms are marked in texts for display. */
export type Decoration = "None" | "Raw" | "HTML";

/** A web search as this surface understands it. */
export interface WebSearchRequest {
  readonly query: WebQuery;
  /** `ko-KR`; `en-WW` when none could be told. */
  readonly market: string;
  /** Language for links back to our page, when the caller named one. */
  readonly interfaceLanguage?: string;
  readonly decoration: Decoration;
  readonly answers: AnswerChoice;
  /** Whether nested objects carry `_type` too, as the client libraries want it. */
  readonly isForSdk: boolean;
}

/** The headers that a search reads; names in lower case, as Node gives them. */
export interface SearchHeaders {
  readonly "accept-language"?: string | undefined;
  readonly "x-bingapis-sdk"?: string | string[] | undefined;
}

/** Gives the value of a parameter by its documented name, or undefined. */
type Parameters = (name: string) => string | undefined;

/**
 * The search that a request target (`/v7.0/search?q=…`) and its headers ask for.
 *
 * @throws ServiceError ARGUMENT_MISSING: there is no `q`.
 * @throws ServiceError ARGUMENT_INVALID: a parameter has a value that is not allowed.
 * @throws ServiceError CALLER_FORBIDDEN: `responseFilter` names an unknown answer.
 */
export function decodeWebSearch(
  target: string,
  headers: SearchHeaders,
  at: Instant,
): WebSearchRequest {
  const parameter = parametersOf(target);
  const text = parameter("q")?.trim() ?? "";
  if (text === "") throw new ServiceError("ARGUMENT_MISSING", "`q` is missing", { field: "q" });
  const market = decodeMarket(parameter, headers["accept-language"]);
  const language = languageOf(market);
  const freshness = decodeFreshnessOf(parameter, at);
  const setLang = parameter("setLang");
  return {
    query: {
      text,
      count: Math.min(unsigned(parameter, "count", MAX_UNSIGNED_SHORT) ?? DEFAULT_COUNT, MAX_COUNT),
      offset: unsigned(parameter, "offset", MAX_UNSIGNED_SHORT) ?? 0,
      safeSearch:
        oneOf(parameter, "safeSearch", [
          "Off",
          "Moderate",
          "Strict",
        ] satisfies WebQuery["safeSearch"][]) ?? "Moderate",
      ...(language !== undefined && { language }),
      ...(freshness !== undefined && { freshness }),
    },
    market,
    ...(setLang !== undefined && { interfaceLanguage: interfaceLanguage(setLang) }),
    decoration: decodeDecoration(parameter),
    answers: decodeAnswers(parameter),
    isForSdk: headers["x-bingapis-sdk"]?.toString().toLowerCase() === "true",
  };
}

/**
 * A search with every choice left at its default, for those who have no request to decode.
 * `text` must not be empty.
 */
export function defaultWebSearch(text: string): WebSearchRequest {
  return {
    query: { text, count: DEFAULT_COUNT, offset: 0, safeSearch: "Moderate" },
    market: WORLDWIDE,
    decoration: "None",
    answers: { exclude: [], promote: [] },
    isForSdk: false,
  };
}

function parametersOf(target: string): Parameters {
  const queryAt = target.indexOf("?");
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(queryAt < 0 ? "" : target.slice(queryAt + 1))) {
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, value);
  }
  return (name) => {
    const value = values.get(name.toLowerCase());
    return value === "" ? undefined : value;
  };
}

function invalid(field: string, value: string, message: string): ServiceError {
  return new ServiceError("ARGUMENT_INVALID", message, { field, value });
}

function unsigned(parameter: Parameters, name: string, max: number): number | undefined {
  const text = parameter(name)?.trim();
  if (text === undefined) return undefined;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (number <= max) return number;
  throw invalid(name, text, `Supported values are: 0 to ${max}.`);
}

function oneOf<Value extends string>(
  parameter: Parameters,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = parameter(name)?.trim();
  if (text === undefined) return undefined;
  const value = values.find((known) => known.toLowerCase() === text.toLowerCase());
  if (value !== undefined) return value;
  throw invalid(
    name,
    text,
    `Supported values are: ${values.map((known) => `'${known}'`).join(", ")}.`,
  );
}

function decodeFreshnessOf(parameter: Parameters, at: Instant): TimeSpan | undefined {
  const text = parameter("freshness")?.trim();
  if (text === undefined) return undefined;
  const span = decodeFreshness(text, at);
  if (span !== undefined) return span;
  throw invalid("freshness", text, FRESHNESS_HELP);
}

function decodeDecoration(parameter: Parameters): Decoration {
  const isDecorated = oneOf(parameter, "textDecorations", ["true", "false"]) === "true";
  const format = oneOf(parameter, "textFormat", ["Raw", "HTML"]) ?? "Raw";
  return isDecorated ? format : "None";
}

function decodeAnswers(parameter: Parameters): AnswerChoice {
  const limit = unsigned(parameter, "answerCount", MAX_UNSIGNED_INTEGER);
  return {
    ...decodeResponseFilter(parameter("responseFilter") ?? ""),
    ...(limit !== undefined && { limit }),
    promote: decodePromote(parameter("promote") ?? ""),
  };
}

/** `mkt` wins over `cc` with `Accept-Language`: the client libraries send `mkt` whatever their caller said. */
function decodeMarket(parameter: Parameters, acceptLanguage: string | undefined): string {
  const mkt = parameter("mkt")?.trim();
  const cc = parameter("cc")?.trim();
  if (cc !== undefined && !/^[a-z]{2}$/i.test(cc)) {
    throw invalid("cc", cc, "a country has two letters");
  }
  if (mkt === undefined) return marketOfReader(acceptedLanguages(acceptLanguage ?? ""), cc);
  const market = marketOf(mkt);
  if (market !== undefined) return market;
  throw invalid("mkt", mkt, "a market has the form `language-country`, like `en-US`");
}
