import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stemEnglish } from "./stem-english.ts";

describe("stemEnglish", () => {
  // examples of Porter's paper, step by step
  test.each([
    ["caresses", "caress"],
    ["ponies", "poni"],
    ["cats", "cat"],
    ["feed", "feed"],
    ["agreed", "agre"],
    ["plastered", "plaster"],
    ["motoring", "motor"],
    ["sing", "sing"],
    ["conflated", "conflat"],
    ["troubled", "troubl"],
    ["sized", "size"],
    ["hopping", "hop"],
    ["falling", "fall"],
    ["hissing", "hiss"],
    ["filing", "file"],
    ["happy", "happi"],
    ["sky", "sky"],
    ["relational", "relat"],
    ["conditional", "condit"],
    ["vietnamization", "vietnam"],
    ["operator", "oper"],
    ["hopefulness", "hope"],
    ["triplicate", "triplic"],
    ["electrical", "electr"],
    ["revival", "reviv"],
    ["allowance", "allow"],
    ["adjustment", "adjust"],
    ["adoption", "adopt"],
    ["probate", "probat"],
    ["rate", "rate"],
    ["controll", "control"],
    ["roll", "roll"],
  ])("makes %s %s", (word, stem) => {
    expect(stemEnglish(word)).toBe(stem);
  });

  test("brings the forms of a word together", () => {
    const forms = ["connect", "connected", "connecting", "connection", "connections"];
    expect(new Set(forms.map(stemEnglish))).toEqual(new Set(["connect"]));
  });

  test("leaves alone what is not a word in small Latin letters", () => {
    expect(["is", "Hopping", "サーバー", "r2d2s", ""].map(stemEnglish)).toEqual([
      "is",
      "Hopping",
      "サーバー",
      "r2d2s",
      "",
    ]);
  });

  test("never makes a word longer than one letter more, or empty", () => {
    const word = fc.string({
      unit: fc.constantFrom(
        "a",
        "b",
        "c",
        "d",
        "e",
        "g",
        "i",
        "l",
        "m",
        "n",
        "o",
        "r",
        "s",
        "t",
        "y",
        "z",
      ),
      minLength: 1,
    });
    fc.assert(
      fc.property(word, (text) => {
        const { length } = stemEnglish(text);
        expect(length).toBeGreaterThan(0);
        expect(length).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });
});
