/**
 * Folds a word to the one spelling it is indexed and asked for under.
 *
 * Pure. Width, case and diacritics go: `Ｃafé`, `CAFÉ` and `cafe` are one word, `Straße` is
 * `strasse`. Vowel signs of Indic scripts are letters in all but name and stay. What a word was before
 * its accents went is a term of its own (terms.ts), so that the exact spelling ranks first.
 *
 * Source   NFKC and NFD: UAX 15; letters without a decomposition: Unicode CLDR, Latin-ASCII.
 */

/** Longest term, in UTF-16 units; the rest of a longer word is ignored on both sides. */
export const MAX_TERM_CHARS = 64;

/** Letters that lose nothing a reader of the language would miss, but have no decomposition. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
/**
 * A mark that changes a letter's look and not the word: accents, Arabic and Hebrew points, the stress
 * and the dots of Cyrillic. The breve of й makes another letter, and stays.
 */
const ACCENTED =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+|(\p{Script=Cyrillic})[\u0300\u0301\u0308]+/gu;
const NOT_IN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;
// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

const MAX_REMEMBERED = 50_000;
const remembered = new Map<string, string>();

/** The folded word; never longer than MAX_TERM_CHARS, possibly empty when nothing of it is a letter. */
export function foldWord(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase().slice(0, MAX_TERM_CHARS);
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const folded = foldUnicode(word);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  if (word.length <= MAX_TERM_CHARS) remembered.set(word, folded);
  return folded;
}

/** As foldWord, with the accents: what tells `résumé` from `resume`. */
export function foldCase(word: string): string {
  return ASCII.test(word)
    ? word.toLowerCase().slice(0, MAX_TERM_CHARS)
    : word
        .slice(0, 4 * MAX_TERM_CHARS)
        .normalize("NFKC")
        .toLowerCase()
        .replace(NOT_IN_WORDS, "")
        .slice(0, MAX_TERM_CHARS)
        .toWellFormed();
}

function foldUnicode(word: string): string {
  return word
    .slice(0, 4 * MAX_TERM_CHARS)
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(ACCENTED, "$1$2")
    .normalize("NFC")
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
    .replace(NOT_IN_WORDS, "")
    .slice(0, MAX_TERM_CHARS)
    .toWellFormed();
}

/** Text as it is stored and cut into words: well-formed and composed (NFC), so that offsets agree. */
export function normalizeText(text: string): string {
  return ASCII.test(text) ? text : text.toWellFormed().normalize("NFC");
}
