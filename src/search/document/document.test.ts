import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../../base/errors.ts";
import {
  MAX_ENTRIES,
  MAX_LINE_CHARS,
  MAX_TEXT_CHARS,
  MAX_URL_CHARS,
  parseDocument,
} from "./document.ts";

/** The reason and field of the refusal; a pass is a failure of the test. */
function refusalOf(value: unknown): { reason: string; field: string | undefined; message: string } {
  try {
    parseDocument(value);
  } catch (error) {
    if (error instanceof ServiceError) {
      return { reason: error.reason, field: error.field, message: error.message };
    }
    throw error;
  }
  throw new Error("it was taken");
}

const page = { kind: "webPage", url: "https://example.org/a" };

describe("parseDocument", () => {
  test("takes each kind with all its fields", () => {
    const documents = [
      {
        ...page,
        title: "A",
        text: "b",
        language: "zh-Hans",
        datePublished: "2026-11-25T04:50:00Z",
        headings: ["c"],
        anchors: ["d"],
        isFamilyFriendly: true,
      },
      { kind: "image", url: "https://e.org/i.png", width: 1, height: 2, file: "i.png" },
      { kind: "video", url: "https://e.org/v", duration: "PT3M20S", publisher: "P" },
      { kind: "newsArticle", url: "https://e.org/n", provider: "N", datePublished: "2026-11-25" },
      {
        kind: "entity",
        url: "https://e.org/e",
        name: "E",
        facts: { capital: "Paris", area: { value: 1 } },
        contractualRules: [{ mustBeCloseToContent: true }],
        geo: { latitude: 48.8, longitude: 2.3 },
      },
    ];
    expect(documents.map((document) => parseDocument(document))).toEqual(documents);
  });

  test("gives the URL back in its normal form", () => {
    expect(parseDocument({ ...page, url: "HTTPS://Example.ORG:443/a b" }).url).toBe(
      "https://example.org/a%20b",
    );
  });

  test.each([
    [undefined, "ARGUMENT_INVALID", undefined],
    [[], "ARGUMENT_INVALID", undefined],
    ["text", "ARGUMENT_INVALID", undefined],
    [{ url: "https://e.org" }, "ARGUMENT_MISSING", "kind"],
    [{ kind: "webPage" }, "ARGUMENT_MISSING", "url"],
    [{ kind: "page", url: "https://e.org" }, "ARGUMENT_INVALID", "kind"],
    [{ ...page, titel: "A" }, "ARGUMENT_INVALID", "titel"],
    [{ ...page, title: 1 }, "ARGUMENT_INVALID", "title"],
    [{ ...page, url: "ftp://e.org/" }, "ARGUMENT_INVALID", "url"],
    [{ ...page, url: "/relative" }, "ARGUMENT_INVALID", "url"],
    [{ ...page, url: "javascript:alert(1)" }, "ARGUMENT_INVALID", "url"],
    [{ ...page, url: `https://e.org/${"a".repeat(MAX_URL_CHARS)}` }, "ARGUMENT_INVALID", "url"],
    [{ ...page, text: "a".repeat(MAX_TEXT_CHARS + 1) }, "ARGUMENT_INVALID", "text"],
    [{ ...page, anchors: ["a", 2] }, "ARGUMENT_INVALID", "anchors[1]"],
    [{ ...page, headings: ["a".repeat(MAX_LINE_CHARS + 1)] }, "ARGUMENT_INVALID", "headings[0]"],
    [{ ...page, headings: Array(MAX_ENTRIES + 1).fill("") }, "ARGUMENT_INVALID", "headings"],
    [{ ...page, datePublished: "yesterday" }, "ARGUMENT_INVALID", "datePublished"],
    [{ ...page, datePublished: "2026-02-30" }, "ARGUMENT_INVALID", "datePublished"],
    [{ ...page, datePublished: "2026-11-25T25:00:00Z" }, "ARGUMENT_INVALID", "datePublished"],
    [{ ...page, language: "the French one" }, "ARGUMENT_INVALID", "language"],
    [
      { kind: "entity", url: "https://e.org", geo: { latitude: 91, longitude: 0 } },
      "ARGUMENT_INVALID",
      "geo.latitude",
    ],
  ])("refuses %j, naming the field", (value, reason, field) => {
    expect(refusalOf(value)).toMatchObject({ reason, field });
  });

  test("says what is wrong without the names of our types", () => {
    expect(refusalOf({ ...page, titel: "A" }).message).toBe("unknown field `titel`");
    expect(refusalOf({ ...page, title: 1 }).message).toBe("`title`: string expected");
    expect(refusalOf({ kind: "webPage" }).message).toBe("`url` is missing");
  });

  test("throws nothing but a ServiceError, and takes what it gave", () => {
    const field = fc.constantFrom("kind", "url", "title", "text", "headings", "geo", "facts", "x");
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("webPage", "entity", "https://e.org/", "2026-11-25"),
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(field, value)), (input) => {
        let parsed: unknown;
        try {
          parsed = parseDocument(input);
        } catch (error) {
          return error instanceof ServiceError;
        }
        return JSON.stringify(parseDocument(parsed)) === JSON.stringify(parsed);
      }),
    );
  });
});
