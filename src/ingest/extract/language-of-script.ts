/**
 * Tells a language by its script alone, where that is enough.
 *
 * Pure. Hangul is Korean, kana is Japanese, Han alone is Chinese (Japanese in kanji alone is lost); a few
 * such letters in another text decide nothing.
 */

/** Share of its letters from which on a script decides. A CJK letter says more than a Latin one. */
const DECISIVE_SHARE = 0.2;

/** Share of kana that Japanese has at least, and Chinese never. */
const KANA_SHARE = 0.05;

/** `ko`, `ja` or `zh`; undefined for every other script and for a text without letters. */
export function languageOfScript(text: string): "ko" | "ja" | "zh" | undefined {
  const hangul = count(text, /\p{Script=Hangul}/gu);
  const kana = count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const han = count(text, /\p{Script=Han}/gu);
  if (hangul + kana + han === 0) return undefined;
  const threshold = countLetters(text) * DECISIVE_SHARE;
  if (hangul >= threshold && hangul >= kana) return "ko";
  if (kana + han < threshold) return undefined;
  return kana >= (kana + han) * KANA_SHARE ? "ja" : "zh";
}

/** How many letters, of any script, a text has. */
export function countLetters(text: string): number {
  return count(text, /\p{L}/gu);
}

function count(text: string, letter: RegExp): number {
  return text.match(letter)?.length ?? 0;
}
