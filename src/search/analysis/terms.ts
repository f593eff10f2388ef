/**
 * From tokens to the terms of the index: what a document is filed under, and what a query looks up.
 *
 * Pure. A document of English, or of no stated language, files a word under its stem; one of another
 * language under the word and, marked `~`, its first five characters, which stands in for a stemmer
 * that we do not have (measured in ENGINES: Russian nDCG@10 .876 to .953, Turkish .879 to .945).
 * A query does not know the language of what it will find, and looks up all three; in a document's
 * index only those that its language uses are there.
 */
import { stemEnglish } from "./stem-english.ts";
import type { TokenKind } from "./tokenize.ts";

/** Raise when tokens or terms change: segments of another analysis are built anew. */
export const ANALYSIS_VERSION = 1;

export type AnalysisMode = "english" | "other";

/** A term to look up, and how much its score counts beside the others of its word. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
}

const PREFIX_MARK = "~";
const PREFIX_CHARS = 5;
/** What finding only the beginning of a word is worth beside the word itself. */
const PREFIX_WEIGHT = 1;

const LATIN_WORD = /^[a-z0-9]+$/;
const MAX_REMEMBERED = 50_000;
const stems = new Map<string, string>();

/** How documents of `language` (a BCP 47 tag; undefined: not known) file their words. */
export function analysisMode(language: string | undefined): AnalysisMode {
  return language === undefined || /^en(?:$|-)/i.test(language) ? "english" : "other";
}

/** The terms a document files a token under; the first is the main one. */
export function indexTerms(kind: TokenKind, token: string, mode: AnalysisMode): readonly string[] {
  if (kind !== "word") return [token];
  if (mode === "english" && LATIN_WORD.test(token)) return [stemOf(token)];
  const prefix = prefixTerm(token);
  return prefix === undefined ? [token] : [token, prefix];
}

/** The terms a query looks a token up under; a document that has any of them has the word. */
export function queryTerms(kind: TokenKind, token: string): readonly QueryTerm[] {
  if (kind !== "word") return [{ term: token, weight: 1 }];
  const prefix = prefixTerm(token);
  return [
    ...exactTerms(token),
    ...(prefix === undefined ? [] : [{ term: prefix, weight: PREFIX_WEIGHT }]),
  ];
}

/** As queryTerms, without the beginning alone: for phrases and words that must appear. */
export function exactTerms(token: string): readonly QueryTerm[] {
  const stem = stemOf(token);
  const exact = { term: token, weight: 1 };
  return stem === token ? [exact] : [{ term: stem, weight: 1 }, exact];
}

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemEnglish(word);
  if (stems.size >= MAX_REMEMBERED) stems.clear();
  stems.set(word, stem);
  return stem;
}

/** Numbers have no beginning worth finding. */
function prefixTerm(word: string): string | undefined {
  if (word.length <= PREFIX_CHARS || /^\d+$/.test(word)) return undefined;
  const prefix = word.slice(0, PREFIX_CHARS);
  return PREFIX_MARK + (prefix.isWellFormed() ? prefix : word.slice(0, PREFIX_CHARS + 1));
}
