import { describe, expect, test } from "vitest";
import { instant } from "../base/instant.ts";
import { ask, pagesOf, segmentOf, UNLIMITED } from "./fixture.ts";
import { FEW_HITS, MAX_WINDOW, searchWeb, type LiveSegment } from "./search.ts";

/** The last part of each hit's URL. */
function found(segments: LiveSegment | readonly LiveSegment[], text: string, query = {}): string[] {
  const list = "segment" in segments ? [segments] : segments;
  return ask(list, text, query).hits.map(({ url }) => url.slice(url.lastIndexOf("/") + 1));
}

/** Three equal pages, numbered on. */
function equal(from: number): LiveSegment {
  return segmentOf(
    [0, 1, 2].map((n) => ({ kind: "webPage", url: `https://e.org/${from + n}`, text: "same" })),
    from,
  );
}

function day(text: string): ReturnType<typeof instant> {
  return instant(Date.parse(text));
}

/** Pages in many languages, after the table of what every other engine misses. */
const pages = segmentOf([
  {
    kind: "webPage",
    url: "https://a.org/fox",
    text: "the quick brown fox jumps over the lazy dog",
  },
  { kind: "webPage", url: "https://a.org/brown", text: "a brown quick fox" },
  { kind: "webPage", url: "https://a.org/state", text: "foo_bar is state-of-the-art code in C++" },
  { kind: "webPage", url: "https://b.org/cafe", text: "un café noir", language: "fr" },
  {
    kind: "webPage",
    url: "https://b.org/ko",
    text: "대한민국의 수도는 서울입니다. 검색 엔진을 만든다",
    language: "ko",
  },
  { kind: "webPage", url: "https://b.org/ja", text: "東京都の天気は晴れです", language: "ja" },
  { kind: "webPage", url: "https://b.org/zh", text: "北京是中国的首都", language: "zh" },
  { kind: "webPage", url: "https://a.org/zebra", title: "Zebra", text: "striped" },
  {
    kind: "webPage",
    url: "https://c.org/dir/sub/page.pdf",
    title: "More",
    text: "a zebra in the body",
  },
  { kind: "webPage", url: "https://a.org/run", text: "they were running all day" },
  {
    kind: "webPage",
    url: "https://d.org/th",
    text: "กรุงเทพเป็นเมืองหลวงของประเทศไทย",
    language: "th",
  },
  { kind: "webPage", url: "https://d.org/ru", text: "Столица России — Москва", language: "ru" },
  { kind: "entity", url: "https://d.org/entity", name: "Zebra" },
]);

describe("searchWeb", () => {
  test.each([
    ['"quick brown fox"', ["fox"]],
    ["fox dog", ["fox", "brown"]],
    ["fox AND dog", ["fox"]],
    ["fox & dog", ["fox"]],
    ["lazy OR striped", ["zebra", "fox"]],
    ["fox -dog", ["brown"]],
    ["fox NOT dog", ["brown"]],
    ["intitle:zebra", ["zebra"]],
    ["inbody:zebra", ["page.pdf"]],
    ["zebra site:a.org", ["zebra"]],
    ["zebra -site:a.org", ["page.pdf"]],
    ["site:c.org/dir/sub", ["page.pdf"]],
    ["site:c.org/other", []],
    ["zebra filetype:pdf", ["page.pdf"]],
    ["language:fr", ["cafe"]],
    ["url:a.org/zebra", ["zebra"]],
    ["cafe", ["cafe"]],
    ["CAFÉ", ["cafe"]],
    ["foo_bar", ["state"]],
    ["foo", ["state"]],
    ["art", ["state"]],
    ["c++", ["state"]],
    ["runs", ["run"]],
    ['"running"', ["run"]],
    ['"runs"', []],
    ["검색", ["ko"]],
    ["서울", ["ko"]],
    ["서울에서", ["ko"]],
    ["대한민국", ["ko"]],
    ["수도", ["ko"]],
    ["엔진", ["ko"]],
    ["東京", ["ja"]],
    ["天気", ["ja"]],
    ["京", ["zh", "ja"]],
    ["北京", ["zh"]],
    ["ประเทศไทย", ["th"]],
    ["столицы", ["ru"]],
    ["МОСКВА", ["ru"]],
    ["zebra prefer:striped", ["zebra", "page.pdf"]],
    ["nowhere", []],
    ["", []],
    ["-zebra site:c.org", []],
    ["(((", []],
  ])("finds for %s: %j", (text, expected) => {
    expect(found(pages, text)).toEqual(expected);
  });

  test("finds pages only, no entity of that name", () => {
    expect(found(pages, "zebra")).toEqual(["zebra", "page.pdf"]);
  });

  test("shows pages with every word first, then those with some, while the first are few", () => {
    const texts = ["red", "red blue", "blue blue blue", "green"];
    expect(found(pagesOf(texts), "red blue")).toEqual(["1", "2", "0"]);
    const many = pagesOf([...Array.from({ length: FEW_HITS }, () => "red blue"), "red"]);
    expect(ask([many], "red blue").totalEstimatedMatches).toBe(FEW_HITS);
  });

  test("does not give up what binds when only some words are there", () => {
    const index = pagesOf(["red blue", "red", "blue green"]);
    expect(found(index, "red blue -green")).toEqual(["0", "1"]);
    expect(found(index, "+red blue green")).toEqual(["0", "1"]);
    expect(found(index, 'red "blue green"')).toEqual(["2"]);
  });

  test("finds nothing with a + word that is not there", () => {
    expect(found(pagesOf(["red blue"]), "red +violet")).toEqual([]);
  });

  test("keeps the order of the store between equals, across segments", () => {
    expect(found([equal(1), equal(4)], "same")).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  test("pages through one list without overlap or gap", () => {
    const words = ["red", "blue", "red blue", "red red", "green"];
    const index = pagesOf(
      Array.from({ length: 90 }, (_, n) => `${words[n % 5]} ${"x ".repeat(n % 7)}`),
    );
    const whole = found(index, "red blue", { count: 100 });
    const parts = [0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70].flatMap((offset) =>
      found(index, "red blue", { count: 7, offset }),
    );
    expect(parts.slice(0, whole.length)).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  test("shows an empty page behind the last hit and behind the window", () => {
    const index = pagesOf(["red"]);
    expect(ask([index], "red", { offset: 5 })).toMatchObject({
      totalEstimatedMatches: 1,
      hits: [],
    });
    expect(found(index, "red", { offset: MAX_WINDOW })).toEqual([]);
    expect(found(index, "red", { count: 0 })).toEqual([]);
  });

  test("counts exactly while few match, and estimates within a factor when many do", () => {
    const texts = Array.from(
      { length: 3000 },
      (_, n) => `common ${n % 3 === 0 ? "third" : ""} ${"x ".repeat(n % 11)}`,
    );
    const index = pagesOf(texts);
    expect(ask([pagesOf(texts.slice(0, 9))], "common third").totalEstimatedMatches).toBe(9);
    const both = ask([index], "common AND third").totalEstimatedMatches;
    expect(both).toBeGreaterThan(500);
    expect(both).toBeLessThan(2000);
    expect(ask([index], "common OR third").totalEstimatedMatches).toBeGreaterThan(1500);
  });

  test("leaves deleted documents out", () => {
    const index = pagesOf(["red", "red", "red"]);
    expect(found({ ...index, deleted: Uint8Array.of(0b010) }, "red")).toEqual(["0", "2"]);
  });

  test("keeps to the times of freshness: the stated date, else when it was taken in", () => {
    const index = segmentOf([
      { kind: "webPage", url: "https://e.org/old", text: "red", datePublished: "2020-01-01" },
      { kind: "webPage", url: "https://e.org/new", text: "red", datePublished: "2026-01-01" },
      { kind: "webPage", url: "https://e.org/unstated", text: "red" },
    ]);
    expect(found(index, "red", { freshness: { from: day("2025-01-01") } })).toEqual(["new"]);
    expect(found(index, "red", { freshness: { to: day("1980-01-01") } })).toEqual(["unstated"]);
    const both = { from: day("2020-01-01"), to: day("2020-01-01") };
    expect(found(index, "red", { freshness: both })).toEqual(["old"]);
  });

  test("leaves out what is not for families in Strict alone", () => {
    const index = segmentOf([
      { kind: "webPage", url: "https://e.org/adult", text: "red", isFamilyFriendly: false },
      { kind: "webPage", url: "https://e.org/unknown", text: "red" },
    ]);
    expect(found(index, "red", { safeSearch: "Strict" })).toEqual(["unknown"]);
    expect(found(index, "red", { safeSearch: "Moderate" })).toEqual(["adult", "unknown"]);
    expect(ask([index], "red").hits.map((hit) => hit.isFamilyFriendly)).toEqual([false, true]);
  });

  test("answers with what it has when time is over, and says so", () => {
    const answer = searchWeb(
      [pagesOf(["red"])],
      { text: "red", count: 10, offset: 0, safeSearch: "Off" },
      { isSpent: () => true },
    );
    expect(answer.isPartial).toBe(true);
    expect(ask([pagesOf(["red"])], "red").isPartial).toBeUndefined();
  });

  test("answers queries that look like expressions, or are only signs", () => {
    const whole = { count: 10, offset: 0, safeSearch: "Off" } as const;
    for (const text of [
      '"""(((',
      ".*[a-z]+$",
      "a".repeat(5000),
      "\u0000\ud800",
      "- - -",
      "red ".repeat(1000),
    ]) {
      expect(() => searchWeb([pages], { text, ...whole }, UNLIMITED)).not.toThrow();
    }
  });
});
