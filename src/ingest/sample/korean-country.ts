/**
 * Describes a country in Korean.
 *
 * Pure. Names of countries, languages and currencies are CLDR's; capitals stay as the data spells them.
 */
import type { Country } from "world-countries";
import names from "./names-ko.json" with { type: "json" };
import regions from "./regions-ko.json" with { type: "json" };

/** Names by which Korean readers look a place up, where CLDR's short name is another one. */
const usualNames: ReadonlyMap<string, string> = new Map(Object.entries(names));
const regionNames: ReadonlyMap<string, string> = new Map(Object.entries(regions));
const countryNames = new Intl.DisplayNames(["ko"], {
  type: "region",
  style: "short",
  fallback: "none",
});
const languageNames = new Intl.DisplayNames(["ko"], { type: "language", fallback: "none" });
const currencyNames = new Intl.DisplayNames(["ko"], { type: "currency", fallback: "none" });

/** The country's short name in Korean. */
export function koreanName({ cca2, name, translations }: Country): string {
  return (
    usualNames.get(cca2) ?? countryNames.of(cca2) ?? translations["kor"]?.common ?? name.common
  );
}

/** A few sentences: where it is, its capital, languages, money, size and neighbours. */
export function koreanCountryText(country: Country, neighbours: readonly Country[]): string {
  const { capital, area, unMember, landlocked } = country;
  const what = unMember ? "있는 나라이다" : "있다";
  return [
    `${topic(koreanName(country))} ${place(country)}에 ${what}.`,
    officialSentence(country),
    capital.length === 0 ? "수도는 없다." : `수도: ${capital.join(", ")}.`,
    list(
      "언어",
      Object.entries(country.languages).map(([code, name]) => languageNames.of(code) ?? name),
    ),
    list(
      "통화",
      Object.entries(country.currencies).map(
        ([code, { name }]) => `${currencyNames.of(code) ?? name}(${code})`,
      ),
    ),
    area > 0 ? `면적은 ${area.toLocaleString("en")}제곱킬로미터이다.` : "",
    landlocked ? "바다와 닿아 있지 않다." : "",
    list("국경을 접한 곳", neighbours.map(koreanName)),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function officialSentence(country: Country): string {
  const official = country.translations["kor"]?.official;
  const isNews = official !== undefined && official !== koreanName(country);
  return isNews ? `정식 이름은 ‘${official}’이다.` : "";
}

function place({ region, subregion }: Country): string {
  const where = subregion === "" ? region : subregion;
  return regionNames.get(where) ?? where;
}

/** The word as a sentence's topic: 은 after a consonant, 는 after a vowel. */
function topic(word: string): string {
  const syllable = (word.codePointAt(word.length - 1) ?? 0) - 0xac00;
  const endsInConsonant = syllable >= 0 && syllable < 11_172 && syllable % 28 !== 0;
  return `${word}${endsInConsonant ? "은" : "는"}`;
}

function list(label: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${label}: ${items.join(", ")}.`;
}
