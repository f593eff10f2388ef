import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_TERM_CHARS } from "./fold.ts";
import { analysisMode, exactTerms, indexTerms, isSameWord, queryTerms } from "./terms.ts";

describe("indexTerms", () => {
  test("files English words under their stems", () => {
    expect(indexTerms("word", "running", "english")).toEqual(["run"]);
  });

  test("files words of other languages under themselves and their beginning", () => {
    expect(indexTerms("word", "приветствие", "other")).toEqual(["приветствие", "~приве"]);
    expect(indexTerms("word", "chat", "other")).toEqual(["chat"]);
    expect(indexTerms("word", "20261125", "other")).toEqual(["20261125"]);
  });

  test("files a word with accents under both spellings, Latin letters only", () => {
    expect(indexTerms("word", "café", "english")).toEqual(["cafe", "=café"]);
    expect(indexTerms("word", "straße", "other")).toEqual(["strasse", "~stras", "=straße"]);
    expect(indexTerms("word", "ίδιους", "other")).toEqual(["ιδιουσ", "~ιδιου"]);
  });

  test("keeps й apart from и, and ё with е", () => {
    expect(indexTerms("word", "йод", "other")).toEqual(["йод"]);
    expect(indexTerms("word", "ёж", "other")).toEqual(["еж"]);
  });
});

describe("queryTerms", () => {
  test("looks up every term that a document of any language may have filed the word under", () => {
    const token = fc.constantFrom(
      "running",
      "café",
      "приветствие",
      "straße",
      "tiếng",
      "a1",
      "élections",
    );
    fc.assert(
      fc.property(token, fc.constantFrom("english" as const, "other" as const), (word, mode) => {
        const wanted = new Set(queryTerms("word", word).map(({ term }) => term));
        for (const term of indexTerms("word", word, mode)) expect(wanted).toContain(term);
      }),
    );
  });

  test("counts the folded word less to who typed accents", () => {
    const weights = new Map(queryTerms("word", "café").map(({ term, weight }) => [term, weight]));
    expect(weights.get("=café")).toBe(1);
    expect(weights.get("cafe")).toBeLessThan(1);
  });
});

describe("exactTerms", () => {
  test("leaves out the beginning alone", () => {
    expect(exactTerms("computers").map(({ term }) => term)).toEqual(["comput", "computers"]);
  });

  test("cuts no term beyond its longest", () => {
    for (const { term } of exactTerms("я".repeat(500))) {
      expect(term.length).toBeLessThanOrEqual(MAX_TERM_CHARS);
    }
  });
});

describe("isSameWord", () => {
  test("holds accents against who asked for them, not against who did not", () => {
    expect(isSameWord("café", "cafe")).toBe(false);
    expect(isSameWord("cafe", "café")).toBe(true);
    expect(isSameWord("café", "café")).toBe(true);
  });
});

describe("analysisMode", () => {
  test("takes an unknown language for English", () => {
    expect([undefined, "en", "en-GB", "EN", "de", "enm"].map(analysisMode)).toEqual([
      "english",
      "english",
      "english",
      "english",
      "other",
      "other",
    ]);
  });
});
