import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dueResults,
  isFollowable,
  type ContractualRule,
  type ShownPage,
} from "./display-duties.ts";

function page(n: number, more: Partial<ShownPage> = {}): ShownPage {
  return {
    id: `#WebPages.${n}`,
    name: `Page ${n}`,
    url: `https://example.org/${n}`,
    isFamilyFriendly: true,
    displayUrl: `example.org/${n}`,
    snippet: "text",
    dateLastCrawled: "2026-11-25T04:50:00.0000000Z",
    isNavigational: false,
    noCache: true,
    ...more,
  };
}

function due(pages: readonly ShownPage[], ranked: readonly number[] = []) {
  const items = ranked.map((n) => ({
    answerType: "WebPages",
    resultIndex: n,
    value: { id: `#WebPages.${n}` },
  }));
  return dueResults({
    _type: "SearchResponse",
    queryContext: { originalQuery: "q" },
    webPages: { webSearchUrl: "", totalEstimatedMatches: pages.length, value: pages },
    rankingResponse: { mainline: { items } },
  });
}

const attributed = (...contractualRules: ContractualRule[]) => due([page(0, { contractualRules })]);
const license = { name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" };

describe("dueResults", () => {
  test("owes nothing for a response without pages", () => {
    const response = {
      _type: "SearchResponse" as const,
      queryContext: { originalQuery: "q" },
      rankingResponse: {},
    };
    expect(dueResults(response)).toEqual({ results: [], broken: [] });
  });

  test("owes every page exactly once, the ranked ones first and in ranked order", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(numbers, fc.array(fc.integer({ min: 0, max: 12 })), (there, ranked) => {
        const urls = due(
          there.map((n) => page(n)),
          ranked,
        ).results.map(({ url }) => url);
        const first = [...new Set(ranked)].filter((n) => there.includes(n));
        const rest = there.filter((n) => !first.includes(n));
        expect(urls).toEqual([...first, ...rest].map((n) => `https://example.org/${n}`));
      }),
    );
  });

  test("owes a licence right after what it covers, with a link", () => {
    const rule = { _type: "ContractualRules/LicenseAttribution", license };
    expect(
      attributed({ ...rule, licenseNotice: "Text under CC BY" }).results[0]?.attributions,
    ).toEqual([{ kind: "license", text: "Text under CC BY", url: license.url, after: "snippet" }]);
    expect(attributed({ ...rule, targetPropertyName: "name" }).results[0]?.attributions).toEqual([
      { kind: "license", text: "CC BY 4.0", url: license.url, after: "name" },
    ]);
  });

  test("knows rules with and without the prefix of their type", () => {
    const long = attributed({ _type: "ContractualRules/TextAttribution", text: "A" });
    const short = attributed({ _type: "TextAttribution", text: "A" });
    expect(short).toEqual(long);
    expect(short.results[0]?.attributions).toEqual([
      { kind: "source", text: "A", after: "snippet" },
    ]);
  });

  test("owes nothing for a part that is not shown", () => {
    const rule = { _type: "MediaAttribution", targetPropertyName: "image", url: "https://a.test/" };
    expect(attributed(rule)).toMatchObject({ broken: [], results: [{ attributions: [] }] });
  });

  test.each([
    { _type: "ContractualRules/HologramAttribution" },
    { _type: "LicenseAttribution" },
    { _type: "LicenseAttribution", license: { name: "CC", url: "javascript:alert(1)" } },
    { _type: "LinkAttribution", text: "A" },
    { _type: "LinkAttribution", text: " ", url: "https://a.test/" },
    { _type: "TextAttribution", text: "\u200b" },
  ])("cannot keep %o", (rule) => {
    expect(attributed(rule).broken).toEqual([{ duty: "ruleUnknown", position: 0 }]);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "//example.org/",
    "/x",
    "",
    "blob:https://a",
  ])("cannot keep a link to `%s`", (url) => {
    expect(isFollowable(url)).toBe(false);
    expect(due([page(0), page(1, { url })]).broken).toEqual([{ duty: "linkMissing", position: 1 }]);
  });

  test("names a page without a title by its address", () => {
    expect(due([page(0, { name: "\uE000 \uE001\u200b" })]).results[0]?.name).toBe(
      "https://example.org/0",
    );
  });
});
