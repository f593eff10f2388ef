import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bestPassage,
  highlightText,
  PASSAGE_CHARS,
  wantedTerms,
  type Passage,
  type Wanted,
} from "./passage.ts";
import { parseQuery } from "./parse.ts";
import { planQuery } from "./plan.ts";

function wantedOf(query: string): Wanted {
  const node = parseQuery(query);
  if (node === undefined) return { terms: new Map(), prefixes: [] };
  const plan = planQuery(node);
  return wantedTerms(plan.relaxed ?? plan.strict, () => 1);
}

/** The passage with its marked words in brackets. */
function shown({ text, highlights }: Passage): string {
  return highlights.reduceRight(
    (marked, [start, end]) =>
      `${marked.slice(0, start)}[${marked.slice(start, end)}]${marked.slice(end)}`,
    text,
  );
}

const filler = "Nothing of interest stands in this sentence at all. ".repeat(20);

describe("bestPassage", () => {
  test("begins with the sentence that has the words, and marks all their forms", () => {
    const text = `${filler}The runner was running in running shoes. ${filler}`;
    expect(shown(bestPassage(text, wantedOf("run shoe"), "en"))).toMatch(
      /^The runner was \[running\] in \[running\] \[shoes\]\. Nothing/,
    );
  });

  test("prefers different words to the same one again", () => {
    const text = `${filler}Zebra zebra zebra zebra. ${filler}A zebra met a lion. ${filler}`;
    expect(shown(bestPassage(text, wantedOf("zebra lion"), "en"))).toMatch(
      /^A \[zebra\] met a \[lion\]/,
    );
  });

  test("is the beginning when no word is there, cut at a blank", () => {
    const { text, highlights } = bestPassage(filler, wantedOf("zebra"), "en");
    expect(filler.startsWith(text)).toBe(true);
    expect(filler[text.length]).toBe(" ");
    expect(highlights).toEqual([]);
  });

  test("joins the pairs of a Korean word and leaves its particle", () => {
    expect(shown(bestPassage("오늘 대한민국의 날씨", wantedOf("대한민국"), "ko"))).toBe(
      "오늘 [대한민국]의 날씨",
    );
  });

  test("marks a single character inside a run", () => {
    expect(shown(bestPassage("海水と水", wantedOf("水"), "ja"))).toBe("海[水]と[水]");
  });

  test("does not mark what is excluded", () => {
    expect(shown(bestPassage("a zebra and a lion", wantedOf("zebra -lion"), "en"))).toBe(
      "a [zebra] and a lion",
    );
  });

  test("is never longer than a passage, marks lie inside, apart and in order, whatever the text", () => {
    const unit = fc.constantFrom(
      "a",
      "b",
      " ",
      ".",
      "\n",
      "zebra ",
      "서울",
      "東",
      "🙂",
      "é",
      "x".repeat(50),
    );
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 300 }),
        fc.constantFrom("zebra ab", "서울", "東", "x"),
        (text, query) => {
          const passage = bestPassage(text, wantedOf(query), undefined);
          expect(text).toContain(passage.text);
          expect(passage.text.length).toBeLessThanOrEqual(PASSAGE_CHARS);
          expect(passage.text.isWellFormed()).toBe(true);
          let before = -1;
          for (const [start, end] of passage.highlights) {
            expect(start).toBeGreaterThan(before);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(passage.text.length);
            before = end;
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("highlightText", () => {
  test("marks a title as its language files words", () => {
    expect(highlightText("Приветствую всех", wantedOf("приветствие"), "ru")).toEqual([[0, 11]]);
  });
});
