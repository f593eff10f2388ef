import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitMarks, withoutMarks } from "./marked-text.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "강", " ", "<", "\uE000", "\uE001", "\uE004", "\uE019"),
});

describe("splitMarks", () => {
  test.each([
    ["", []],
    ["plain", [{ text: "plain", isHit: false }]],
    [
      "a \uE000river\uE001 of",
      [
        { text: "a ", isHit: false },
        { text: "river", isHit: true },
        { text: " of", isHit: false },
      ],
    ],
    ["\uE000open", [{ text: "open", isHit: true }]],
    ["\uE001closed", [{ text: "closed", isHit: false }]],
    [
      "\uE000a\uE004b\uE001",
      [
        { text: "a", isHit: true },
        { text: "b", isHit: true },
      ],
    ],
  ])("splits %j", (marked, stretches) => expect(splitMarks(marked)).toEqual(stretches));
});

describe("withoutMarks", () => {
  test("keeps every character that is no mark, in order", () => {
    fc.assert(
      fc.property(text, (marked) => {
        expect(withoutMarks(marked)).toBe(marked.replace(/[\uE000-\uE019]/g, ""));
        expect(splitMarks(marked).every((stretch) => stretch.text !== "")).toBe(true);
      }),
    );
  });
});
