/**
 * The sample index of a first start: real pages with true links, from what is installed beside the program.
 *
 * Countries as pages and entities (world-countries, ODbL), and the descriptions of the installed packages,
 * each under its own licence, which the page names. Order is that of the sources.
 */
import fs from "node:fs";
import path from "node:path";
import type { Country } from "world-countries";
import countryData from "world-countries/countries.json" with { type: "json" };
import * as z from "zod";
import { extractMarkdown } from "../ingest/markdown/extract-markdown.ts";
import type { Document } from "../search/document/document.ts";

/** Longest text that a sample page keeps, UTF-16 units. */
const MAX_TEXT = 40_000;

// the package states the type of its data
const countries = countryData as unknown as readonly Country[];

/** The documents; `root` is the folder of the program. */
export function sampleDocuments(root: string): Document[] {
  return [...countries.flatMap(describeCountry), ...installedPackages(root)];
}

function describeCountry(country: Country): Document[] {
  const { name, capital, languages, currencies, borders, region, subregion, area, latlng, cca2 } =
    country;
  const spoken = Object.values(languages).join(", ");
  const money = Object.values(currencies)
    .map((each) => each.name)
    .join(", ");
  const article = `https://en.wikipedia.org/wiki/${encodeURIComponent(name.common.replaceAll(" ", "_"))}`;
  const facts = [
    `${name.common}, officially ${name.official}, is a country in ${subregion || region}.`,
    capital.length > 0 ? `Its capital is ${capital.join(", ")}.` : "It has no capital.",
    spoken === "" ? "" : `Languages spoken there: ${spoken}.`,
    money === "" ? "" : `Currency: ${money}.`,
    `It covers ${area} square kilometres and has ${borders.length} land neighbours.`,
  ].filter((sentence) => sentence !== "");
  const names = country.altSpellings.filter((each) => each !== "");
  const pages: Document[] = [
    {
      kind: "webPage",
      url: article,
      title: name.common,
      text: facts.join(" "),
      language: "en",
      headings: [name.official],
      anchors: names,
      isFamilyFriendly: true,
    },
    {
      kind: "entity",
      url: article,
      name: name.common,
      alternateNames: names,
      description: facts.join(" "),
      entityTypeHints: ["Country"],
      facts: { capital: capital.join(", "), region, code: cca2 },
      geo: { latitude: latlng[0] ?? 0, longitude: latlng[1] ?? 0 },
    },
  ];
  const korean = country.translations["kor"];
  return korean === undefined ? pages : [...pages, koreanPage(country, korean)];
}

function koreanPage(
  { capital, area, cca2, borders }: Country,
  korean: { common: string; official: string },
): Document {
  const text = [
    `${korean.common}의 정식 이름은 ${korean.official}이다.`,
    capital.length > 0 ? `수도는 ${capital.join(", ")}이고,` : "수도가 없고,",
    `면적은 ${area} 제곱킬로미터이며, 땅으로 이웃한 나라는 ${borders.length}개이다.`,
    `나라 코드는 ${cca2}이다.`,
  ].join(" ");
  return {
    kind: "webPage",
    url: `https://ko.wikipedia.org/wiki/${encodeURIComponent(korean.common.replaceAll(" ", "_"))}`,
    title: korean.common,
    text,
    language: "ko",
    headings: [korean.official],
    isFamilyFriendly: true,
  };
}

const packageManifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  description: z.string().default(""),
  license: z.string().default(""),
  homepage: z.string().default(""),
  keywords: z.array(z.string()).default([]),
});

function installedPackages(root: string): Document[] {
  const modules = path.join(root, "node_modules");
  if (!fs.existsSync(modules)) return [];
  return fs
    .globSync(["*/package.json", "@*/*/package.json"], { cwd: modules })
    .toSorted()
    .flatMap((file) => describePackage(path.join(modules, file)));
}

/** Whether a page can be linked to. */
const isWebAddress = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? "");

/** One package's page; none without a true link or a manifest that says what it is. */
function describePackage(file: string): Document[] {
  const parsed = packageManifest.safeParse(JSON.parse(fs.readFileSync(file, "utf8")));
  if (!parsed.success) return [];
  const { name, version, description, license, homepage, keywords } = parsed.data;
  if (!isWebAddress(homepage)) return [];
  const page = readReadme(path.dirname(file));
  const licence = license === "" ? "" : `Licence: ${license}.`;
  return [
    {
      kind: "webPage",
      url: homepage,
      title: `${name} ${version}`,
      text: [description, licence, page.text].join(" ").trim().slice(0, MAX_TEXT),
      language: "en",
      headings: page.headings.slice(0, 100),
      anchors: keywords.slice(0, 50).map((keyword) => keyword.slice(0, 200)),
      isFamilyFriendly: true,
    },
  ];
}

function readReadme(folder: string): Pick<ReturnType<typeof extractMarkdown>, "text" | "headings"> {
  const file = path.join(folder, "README.md");
  return fs.existsSync(file)
    ? extractMarkdown(fs.readFileSync(file, "utf8"))
    : { text: "", headings: [] };
}
