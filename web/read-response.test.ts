import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dueResults } from "./display-duties.ts";
import { isSearchResponse, readGiven } from "./read-response.ts";

const page = {
  id: "#WebPages.0",
  name: "A",
  url: "https://example.org/",
  displayUrl: "example.org",
  snippet: "text",
};
const response = {
  _type: "SearchResponse",
  queryContext: { originalQuery: "a" },
  webPages: { totalEstimatedMatches: 1, value: [page] },
  rankingResponse: { mainline: { items: [{ value: { id: "#WebPages.0" } }, {}] } },
};

describe("readGiven", () => {
  test("reads a response with its circumstances, and leaves the rest behind", () => {
    const json = JSON.stringify({ response, queriedAt: 5, offset: 10, expiresAt: 9, other: 1 });
    expect(readGiven(json)).toEqual({ response, queriedAt: 5, offset: 10, expiresAt: 9 });
  });

  test.each(["", "{", "null", "[]", `{"response":{}}`, `{"queriedAt":1,"offset":0}`])(
    "reads nothing out of `%s`",
    (json) => expect(readGiven(json)).toBeUndefined(),
  );

  test("finds no response in other text, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readGiven(text)).toBeUndefined();
      }),
    );
  });
});

describe("isSearchResponse", () => {
  test.each([
    [{ ...response, _type: "ErrorResponse" }],
    [{ ...response, queryContext: {} }],
    [{ ...response, rankingResponse: undefined }],
    [{ ...response, rankingResponse: { mainline: { items: 3 } } }],
    [{ ...response, webPages: { value: [page] } }],
    [{ ...response, webPages: { totalEstimatedMatches: 1, value: [{ ...page, url: 1 }] } }],
    [
      {
        ...response,
        webPages: { totalEstimatedMatches: 1, value: [{ ...page, contractualRules: [{}] }] },
      },
    ],
  ])("refuses %j", (value) => expect(isSearchResponse(value)).toBe(false));

  test("lets through only what can be shown", () => {
    const anything = fc.anything({ withNullPrototype: true });
    const nearly = fc
      .record({ webPages: anything, rankingResponse: anything, queryContext: anything })
      .chain((parts) => fc.subarray(Object.entries(parts)).map(Object.fromEntries))
      .map((parts: object) => ({ ...response, ...parts }));
    fc.assert(
      fc.property(fc.oneof(anything, nearly), (value) => {
        // Reading the duties of anything that passes does not fail.
        expect(!isSearchResponse(value) || Array.isArray(dueResults(value).results)).toBe(true);
      }),
    );
  });
});
