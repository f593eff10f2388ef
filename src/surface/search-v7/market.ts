/**
 * Finds the market of a request: what `BingAPIs-Market` answers and what language a query is likely in.
 *
 * Pure. A market decides no result by itself: this server has one index for all of them.
 *
 * Source   Web Search API v7 reference, "Market codes"; tables in markets.json.
 */
import tables from "./markets.json" with { type: "json" };

/** The market when none can be told: English, anywhere. */
export const WORLDWIDE = "en-WW";

const canonical = new Map(tables.markets.map((market) => [market.toLowerCase(), market]));
const marketOfLanguage = new Map(Object.entries(tables.marketOfLanguage));
const interfaceLanguages = new Set(tables.interfaceLanguages);

/** A market as callers write it: `en-US`, in any case; a language alone is taken too. */
const MARKET = /^([a-z]{2})(?:[-_]([a-z]{2}))?$/i;

/**
 * The market that serves `text`: itself, or the nearest one, language before country (`en-IE` is served
 * as `en-US`). Undefined when it is written like no market.
 */
export function marketOf(text: string): string | undefined {
  const parts = MARKET.exec(text);
  const language = parts?.[1]?.toLowerCase();
  if (language === undefined) return undefined;
  const country = parts?.[2]?.toUpperCase();
  return nearest(language, country);
}

function nearest(language: string, country: string | undefined): string {
  const exact =
    country === undefined ? undefined : canonical.get(`${language}-${country}`.toLowerCase());
  if (exact !== undefined) return exact;
  if (language === "en" && country === "WW") return WORLDWIDE;
  const byLanguage = marketOfLanguage.get(language);
  if (byLanguage !== undefined) return byLanguage;
  const byCountry = tables.markets.find((market) => market.endsWith(`-${country}`));
  return byCountry ?? WORLDWIDE;
}

/** The languages of an `Accept-Language` header, most wanted first; those with q=0 are left out. */
export function acceptedLanguages(header: string): string[] {
  return header
    .split(",")
    .map((part) => {
      const [tag = "", ...options] = part.trim().split(";");
      const quality = options
        .map((option) => /^\s*q=([0-9.]+)\s*$/i.exec(option)?.[1])
        .find(Boolean);
      return {
        tag: tag.trim().toLowerCase(),
        quality: quality === undefined ? 1 : Number(quality),
      };
    })
    .filter(({ tag, quality }) => /^[a-z]{2,3}(-[a-z0-9]+)*$/.test(tag) && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/**
 * The market of a caller who states languages and perhaps a country: the first language that has a
 * market in that country; else the nearest market of the first language that has one.
 */
export function marketOfReader(languages: readonly string[], country: string | undefined): string {
  const primary = languages.map((tag) => tag.slice(0, 2));
  const there = primary
    .map((language) => canonical.get(`${language}-${country?.toLowerCase()}`))
    .find((market) => market !== undefined);
  if (there !== undefined) return there;
  const spoken = primary.find((language) => marketOfLanguage.has(language));
  return spoken === undefined ? nearest("", country?.toUpperCase()) : nearest(spoken, country);
}

/** The language of a market's pages as documents state it: `no-NO` has `no`. */
export function languageOf(market: string): string | undefined {
  return market === WORLDWIDE ? undefined : market.slice(0, 2);
}

/** The language for labels and links: what was asked for if it is supported, else English. */
export function interfaceLanguage(text: string): string {
  const wanted = text.toLowerCase();
  if (interfaceLanguages.has(wanted)) return wanted;
  const primary = wanted.split("-")[0] ?? "";
  const supported = primary === "ja" ? "jp" : primary;
  return interfaceLanguages.has(supported) ? supported : "en";
}
