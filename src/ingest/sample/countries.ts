/**
 * Makes documents of the countries of the world: for each a page in English, one in Korean, and an entity.
 *
 * Pure. The sentences are ours, made of the facts in `world-countries`; the links lead to the article of
 * that name in Wikipedia.
 *
 * Source   world-countries 5.1.0 (mledoze/countries), Open Database License 1.0: each document names it.
 *          Names in Korean: Unicode CLDR, through Intl, as the translations in the data mix some up.
 */
import type { Country } from "world-countries";
import type { EntityDocument, WebPageDocument } from "../../search/document/document.ts";
import articles from "./articles.json" with { type: "json" };
import { koreanCountryText, koreanName } from "./korean-country.ts";
import wrongTranslations from "./wrong-translations.json" with { type: "json" };

const LICENCE = { name: "ODbL-1.0", url: "https://opendatacommons.org/licenses/odbl/1-0/" };
const ORIGIN = { text: "mledoze/countries", url: "https://github.com/mledoze/countries" };

/** Articles in English that are not called what the country is. */
const englishArticles: ReadonlyMap<string, string> = new Map(Object.entries(articles));

/** Languages in which the data calls a country by another country's name. */
const mistaken: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(wrongTranslations));

/** Three documents for each country, in the order of the data. */
export function countryDocuments(data: readonly Country[]): (WebPageDocument | EntityDocument)[] {
  const countries = data.map(withoutMistakes);
  const byCode = new Map(countries.map((country) => [country.cca3, country]));
  return countries.flatMap((country) => {
    const neighbours = country.borders.flatMap((code) => byCode.get(code) ?? []);
    return [
      englishPage(country, neighbours),
      koreanPage(country, neighbours),
      entity(country, neighbours),
    ];
  });
}

function withoutMistakes(country: Country): Country {
  const wrong = mistaken.get(country.cca2) ?? [];
  const right = Object.entries(country.translations).filter(
    ([language]) => !wrong.includes(language),
  );
  return { ...country, translations: Object.fromEntries(right) };
}

function articleUrl(language: "en" | "ko", name: string): string {
  return `https://${language}.wikipedia.org/wiki/${encodeURIComponent(name.replaceAll(" ", "_"))}`;
}

function englishUrl({ cca2, name }: Country): string {
  return articleUrl("en", englishArticles.get(cca2) ?? name.common);
}

function englishPage(country: Country, neighbours: readonly Country[]): WebPageDocument {
  return {
    kind: "webPage",
    url: englishUrl(country),
    title: country.name.common,
    text: [...sentences(country, neighbours), `Facts: ${ORIGIN.text}, ${LICENCE.name}.`].join(" "),
    language: "en",
    headings: [country.name.official],
    anchors: otherNames(country),
    isFamilyFriendly: true,
  };
}

function koreanPage(country: Country, neighbours: readonly Country[]): WebPageDocument {
  const name = koreanName(country);
  const { official = name } = country.translations["kor"] ?? {};
  return {
    kind: "webPage",
    url: articleUrl("ko", name),
    title: name,
    text: `${koreanCountryText(country, neighbours)} 자료: ${ORIGIN.text}, ${LICENCE.name}.`,
    language: "ko",
    headings: [official],
    anchors: [...new Set([country.name.common, country.name.official])],
    isFamilyFriendly: true,
  };
}

function entity(country: Country, neighbours: readonly Country[]): EntityDocument {
  const { name, capital, region, subregion, area, latlng, cca2, cca3, tld } = country;
  return {
    kind: "entity",
    url: englishUrl(country),
    name: name.common,
    alternateNames: otherNames(country),
    description: sentences(country, neighbours).slice(0, 2).join(" "),
    entityTypeHints: ["Country"],
    facts: {
      officialName: name.official,
      capital: [...capital],
      region: subregion === "" ? region : subregion,
      languages: Object.values(country.languages),
      currencies: Object.values(country.currencies).map((currency) => currency.name),
      neighbours: neighbours.map((neighbour) => neighbour.name.common),
      ...(area > 0 && { areaSquareKilometres: area }),
      internetDomains: [...tld],
      codes: [cca2, cca3],
    },
    contractualRules: [
      {
        _type: "ContractualRules/LicenseAttribution",
        targetPropertyName: "description",
        mustBeCloseToContent: true,
        license: LICENCE,
        licenseNotice: `Facts under ${LICENCE.name}`,
      },
      { _type: "ContractualRules/LinkAttribution", mustBeCloseToContent: true, ...ORIGIN },
    ],
    geo: { latitude: latlng[0], longitude: latlng[1] },
  };
}

/** Every other name, once: spellings, its own names for itself, and those in other languages. */
function otherNames({ name, altSpellings, translations }: Country): string[] {
  const own = Object.values(name.native).map((native) => native.common);
  const translated = Object.values(translations).map((translation) => translation.common.trim());
  const names = new Set([name.official, ...altSpellings, ...own, ...translated]);
  names.delete(name.common);
  names.delete("");
  return [...names];
}

function sentences(country: Country, neighbours: readonly Country[]): string[] {
  const { name, area, landlocked, demonyms, tld } = country;
  const people = demonyms["eng"]?.m ?? "";
  return [
    `${name.common}${officially(country)} ${isWhat(country)}.`,
    capitalSentence(country),
    list("Languages", Object.values(country.languages)),
    list(
      "Currency",
      Object.entries(country.currencies).map(([code, { name: money }]) => `${money} (${code})`),
    ),
    area > 0 ? `It covers ${area.toLocaleString("en")} square kilometres.` : "",
    landlocked ? "It has no coast." : "",
    list(
      "Land borders",
      neighbours.map((neighbour) => neighbour.name.common),
    ),
    people === "" ? "" : `Its people are called ${people}.`,
    list("Internet domain", tld),
  ].filter((sentence) => sentence !== "");
}

/** Words that make an official name take the article: "the Republic of Korea", but "Saint Lucia". */
const TAKES_ARTICLE =
  /\b(?:Republic|Kingdom|State|States|Commonwealth|Federation|Union|Principality|Emirates|Sultanate|Duchy|Confederation|Territory|Islands|Nation|Bailiwick|Country|Department|Region|Collectivity|Province|Community)\b/;

function officially({ name: { official, common } }: Country): string {
  if (official === common) return "";
  return TAKES_ARTICLE.test(official)
    ? `, officially the ${official},`
    : `, officially ${official},`;
}

/** Where it lies. What else it is, is said only of members of the United Nations: the rest is disputed. */
function isWhat({ unMember, region, subregion }: Country): string {
  const named = subregion === "" ? `the ${region} region` : subregion;
  const where = named === "Caribbean" ? "the Caribbean" : named;
  return unMember
    ? `is a country in ${where} and a member of the United Nations`
    : `lies in ${where}`;
}

function capitalSentence({ capital }: Country): string {
  const [first, ...others] = capital;
  if (first === undefined) return "It has no capital.";
  return others.length === 0
    ? `Its capital is ${first}.`
    : `Its capitals are ${first} and ${others.join(" and ")}.`;
}

function list(label: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${label}: ${items.join(", ")}.`;
}
