/**
 * Reads what an element was given as a search response, before anything of it is shown.
 *
 * Pure. Only the fields that are shown are looked at; a wrong one makes the whole unreadable, so that
 * no half of a response is ever shown.
 */
import type { SearchResponse } from "../src/surface/search-v7/wire.ts";

/** A search response with the circumstances that a page shows beside it. */
export interface GivenResponse {
  readonly response: SearchResponse;
  /** Epoch milliseconds: when the person asked. */
  readonly queriedAt: number;
  /** How many results come before these. */
  readonly offset: number;
  /** Epoch milliseconds; kept results only: when they are forgotten. */
  readonly expiresAt?: number;
}

/** Whether `value` is a search response as far as a page shows it. */
export function isSearchResponse(value: unknown): value is SearchResponse {
  if (!isRecord(value) || value["_type"] !== "SearchResponse") return false;
  const { queryContext, webPages, rankingResponse } = value;
  return (
    isRecord(queryContext) &&
    typeof queryContext["originalQuery"] === "string" &&
    (webPages === undefined || isWebAnswer(webPages)) &&
    isRanking(rankingResponse)
  );
}

/** The JSON that a page puts into an element, or undefined when it is none. */
export function readGiven(json: string): GivenResponse | undefined {
  const value = parse(json);
  if (!isRecord(value) || !isSearchResponse(value["response"])) return undefined;
  const { response, queriedAt, offset, expiresAt } = value;
  if (typeof queriedAt !== "number" || typeof offset !== "number") return undefined;
  return {
    response,
    queriedAt,
    offset,
    ...(typeof expiresAt === "number" && { expiresAt }),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // no JSON is no response; the caller says so to the reader
  }
}

function isWebAnswer(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["totalEstimatedMatches"] === "number" &&
    Array.isArray(value["value"]) &&
    value["value"].every(isWebPage)
  );
}

function isWebPage(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const texts = [value["id"], value["name"], value["url"], value["displayUrl"], value["snippet"]];
  const { language, contractualRules } = value;
  return (
    texts.every((text) => typeof text === "string") &&
    (language === undefined || typeof language === "string") &&
    (contractualRules === undefined ||
      (Array.isArray(contractualRules) && contractualRules.every(isRule)))
  );
}

function isRule(value: unknown): boolean {
  if (!isRecord(value) || typeof value["_type"] !== "string") return false;
  const { license } = value;
  const texts = [
    value["targetPropertyName"],
    value["text"],
    value["url"],
    value["licenseNotice"],
    ...(isRecord(license) ? [license["name"], license["url"]] : []),
  ];
  return (
    (license === undefined || isRecord(license)) &&
    texts.every((text) => text === undefined || typeof text === "string")
  );
}

function isRanking(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return ["pole", "mainline", "sidebar"]
    .map((name) => value[name])
    .every((group) => group === undefined || isGroup(group));
}

function isGroup(value: unknown): boolean {
  return (
    isRecord(value) &&
    Array.isArray(value["items"]) &&
    value["items"].every(
      (item) => isRecord(item) && (item["value"] === undefined || isRecord(item["value"])),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
