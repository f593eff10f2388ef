/**
 * English words that say nothing by themselves. They are indexed (phrases need them), but dropped
 * from a query unless quoted, marked `+`, or all there is.
 *
 * Source   the list that Lucene's EnglishAnalyzer uses.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an and are as at be but by for if in into is it no not of on or such " +
    "that the their then there these they this to was will with"
  ).split(" "),
);

/** Whether the folded word is one of them. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
