import { describe, expect, test } from "vitest";
import { instant } from "../../base/instant.ts";
import type { WebHit } from "../../service/search-web.ts";
import { defaultWebSearch, type WebSearchRequest } from "./decode.ts";
import { encodeSearchResponse } from "./encode.ts";

const ORIGIN = "http://127.0.0.1:8080";
const hit = (url: string): WebHit => ({
  url,
  title: "Title",
  passage: "A passage.",
  highlights: [],
  titleHighlights: [],
  dateIndexed: instant(0),
  isFamilyFriendly: true,
  score: 1,
});

function encode(request: WebSearchRequest, ...urls: string[]) {
  const answer = { totalEstimatedMatches: urls.length, hits: urls.map(hit) };
  return encodeSearchResponse(request, answer, ORIGIN);
}

describe("encodeSearchResponse", () => {
  test("gives pages and ranking the same ids, in the engine's order", () => {
    const response = encode(defaultWebSearch("x"), "https://b.org/", "https://a.org/");
    const ids = [`${ORIGIN}/api/v7/#WebPages.0`, `${ORIGIN}/api/v7/#WebPages.1`];
    expect(response.webPages?.value.map(({ id, url }) => [id, url])).toEqual([
      [ids[0], "https://b.org/"],
      [ids[1], "https://a.org/"],
    ]);
    expect(response.rankingResponse.mainline?.items).toEqual(
      ids.map((id, n) => ({ answerType: "WebPages", resultIndex: n, value: { id } })),
    );
  });

  test("leaves web pages and ranking out when there are none or none are wanted", () => {
    expect(encode(defaultWebSearch("x"))).toEqual({
      _type: "SearchResponse",
      queryContext: { originalQuery: "x" },
      rankingResponse: {},
    });
    const filtered = {
      ...defaultWebSearch("x"),
      answers: { exclude: ["WebPages"], promote: [] },
    } as const;
    expect(encode(filtered, "https://a.org/")).not.toHaveProperty("webPages");
  });

  test("links to the whole query on our page, in the language that was asked for", () => {
    const request = { ...defaultWebSearch("a&b=c +d"), interfaceLanguage: "ko" };
    const link = encode(request, "https://a.org/").webPages?.webSearchUrl ?? "";
    expect(link).toBe(`${ORIGIN}/?q=a%26b%3Dc+%2Bd&setlang=ko`);
    expect(new URL(link).searchParams.get("q")).toBe("a&b=c +d");
  });

  test("writes types inside only for the client libraries", () => {
    const plain = encode(defaultWebSearch("x"), "https://a.org/");
    expect(JSON.stringify(plain).match(/_type/g)).toHaveLength(1);
    const typed = encode({ ...defaultWebSearch("x"), isForSdk: true }, "https://a.org/");
    expect(typed.webPages).toMatchObject({ _type: "Web/WebAnswer", value: [{ _type: "WebPage" }] });
  });

  test.each([
    ["example.org", "https://www.example.org/", true],
    ["Example", "https://example.org/", true],
    ["https://example.org/a", "https://example.org/a", true],
    ["example", "https://example.org/a", false],
    ["org", "https://example.org/", false],
    ["an example", "https://example.org/", false],
  ])("takes `%s` as a way to %s: %s", (text, url, isNavigational) => {
    expect(encode(defaultWebSearch(text), url).webPages?.value[0]?.isNavigational).toBe(
      isNavigational,
    );
  });

  test.each([
    ["2024-05-06", "2024-05-06T00:00:00.0000000"],
    ["2024-05-06T07:08:09+09:00", "2024-05-05T22:08:09.0000000"],
    ["some day", undefined],
  ])("writes the date %s as %s", (datePublished, written) => {
    const answer = {
      totalEstimatedMatches: 1,
      hits: [{ ...hit("https://a.org/"), datePublished }],
    };
    const response = encodeSearchResponse(defaultWebSearch("x"), answer, ORIGIN);
    expect(response.webPages?.value[0]?.datePublished).toBe(written);
  });
});
