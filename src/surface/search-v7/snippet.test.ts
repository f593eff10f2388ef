import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutSnippet, tidySpans } from "./snippet.ts";

describe("tidySpans", () => {
  test("orders, joins what overlaps or touches, and drops what is outside", () => {
    expect(
      tidySpans(
        [
          [8, 12],
          [-1, 2],
          [1, 4],
          [4, 5],
          [7, 7],
          [20, 30],
        ],
        10,
      ),
    ).toEqual([
      [0, 5],
      [8, 10],
    ]);
  });
});

describe("cutSnippet", () => {
  const words = Array.from({ length: 200 }, (_, n) => `word${n}`).join(" ");

  test("leaves a short passage whole", () => {
    expect(cutSnippet("a sea", [[2, 5]], 300)).toEqual({ text: "a sea", spans: [[2, 5]] });
  });

  test("cuts around the marked words, between words, and says where", () => {
    const at = words.indexOf("word150");
    const { text, spans } = cutSnippet(words, [[at, at + 7]], 100);
    expect(text).toMatch(/^\.\.\. word\d+ .*word150.* word\d+ \.\.\.$/);
    expect(spans.map(([start, end]) => text.slice(start, end))).toEqual(["word150"]);
  });

  test("takes the stretch that holds most, and of equal ones the first", () => {
    const near = words.indexOf("word150");
    const early = words.indexOf("word20");
    const { text } = cutSnippet(
      words,
      [
        [early, early + 6],
        [near, near + 7],
        [near + 8, near + 15],
      ],
      100,
    );
    expect(text).toContain("word150 word151");
    expect(cutSnippet(words, [], 100).text).toMatch(/^word0 word1 /);
  });

  test("cuts Korean and emoji without breaking a character", () => {
    for (const passage of ["가나다라마바사".repeat(100), "👍🏽e\u0301".repeat(100)]) {
      const { text } = cutSnippet(passage, [[350, 351]], 101);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  test("never loses its spans' text, whatever the passage", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.array(fc.tuple(fc.nat(200), fc.nat(200))),
        fc.integer({ min: 60, max: 120 }),
        (passage, spans, maxUnits) => {
          const cut = cutSnippet(passage, spans, maxUnits);
          expect(cut.text.length).toBeLessThanOrEqual(maxUnits + 8);
          const known = tidySpans(spans, passage.length).map(([a, b]) => passage.slice(a, b));
          for (const [start, end] of cut.spans) {
            const marked = cut.text.slice(start, end);
            expect(known.some((text) => text.includes(marked) && marked !== "")).toBe(true);
          }
        },
      ),
    );
  });
});
