/**
 * From tokens to the terms of the index: what a document is filed under, and what a query looks up.
 *
 * Pure. A document of English, or of no stated language, files a word under its stem; one of another
 * language under the word and, marked `~`, its first five characters, which stands in for a stemmer
 * that we do not have (measured in ENGINES: Russian nDCG@10 .876 to .953, Turkish .879 to .945).
 * A query does not know the language of what it will find, and looks up all three; in a document's
 * index only those that its language uses are there.
 */
import { foldWord } from "./fold.ts";
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

/** Marks a word whose accents are part of the term. */
const ACCENT_MARK = "=";
/** What the word without its accents is worth beside the exact spelling, to who typed accents. */
const FOLDED_WEIGHT = 0.3;

const LATIN_WORD = /^[a-z0-9]+$/;
const HAS_LATIN = /\p{Script=Latin}/u;
const MAX_REMEMBERED = 50_000;
const stems = new Map<string, string>();

/** How documents of `language` (a BCP 47 tag; undefined: not known) file their words. */
export function analysisMode(language: string | undefined): AnalysisMode {
  return language === undefined || /^en(?:$|-)/i.test(language) ? "english" : "other";
}

/** The terms a document files a token under; the first is the main one. */
export function indexTerms(kind: TokenKind, token: string, mode: AnalysisMode): readonly string[] {
  if (kind !== "word") return [token];
  const folded = foldWord(token);
  const accented = accentedTerm(token, folded);
  if (mode === "english" && LATIN_WORD.test(folded)) return present([stemOf(folded), accented]);
  return present([folded, prefixTerm(folded), accented]);
}

/** The terms a query looks a token up under; a document that has any of them has the word. */
export function queryTerms(kind: TokenKind, token: string): readonly QueryTerm[] {
  if (kind !== "word") return [{ term: token, weight: 1 }];
  const folded = foldWord(token);
  const prefix = prefixTerm(folded);
  const accented = accentedTerm(token, folded);
  return [
    ...exactTerms(token),
    ...(prefix === undefined ? [] : [{ term: prefix, weight: PREFIX_WEIGHT }]),
    ...(accented === undefined ? [] : [{ term: accented, weight: 1 }]),
  ];
}

/** As queryTerms, without the beginning alone: for phrases and words that must appear. */
export function exactTerms(token: string): readonly QueryTerm[] {
  const folded = foldWord(token);
  const stem = stemOf(folded);
  const weight = accentedTerm(token, folded) === undefined ? 1 : FOLDED_WEIGHT;
  const exact = { term: folded, weight };
  return stem === folded ? [exact] : [{ term: stem, weight }, exact];
}

/** Whether a document's word is the asked one: accents count when they were asked for. */
export function isSameWord(asked: string, found: string): boolean {
  return found === asked || foldWord(found) === asked;
}

function present(terms: readonly (string | undefined)[]): string[] {
  return terms.filter((term) => term !== undefined);
}

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemEnglish(word);
  if (stems.size >= MAX_REMEMBERED) stems.clear();
  stems.set(word, stem);
  return stem;
}

/**
 * The word with its accents, where they were taken off. In Vietnamese they carry the meaning (nDCG@10
 * .925 without, .957 with); in Greek they carry none, so only Latin letters have this term.
 */
function accentedTerm(word: string, folded: string): string | undefined {
  return word !== folded && HAS_LATIN.test(word) ? ACCENT_MARK + word : undefined;
}

/** Numbers have no beginning worth finding. */
function prefixTerm(word: string): string | undefined {
  if (word.length <= PREFIX_CHARS || /^\d+$/.test(word)) return undefined;
  const prefix = word.slice(0, PREFIX_CHARS);
  return PREFIX_MARK + (prefix.isWellFormed() ? prefix : word.slice(0, PREFIX_CHARS + 1));
}
