import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeText } from "./fold.ts";
import { tokenize } from "./tokenize.ts";

/** Tokens without their places; tails in brackets. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  tokenize(normalizeText(text), (kind, token) => {
    tokens.push(kind === "tail" ? `[${token}]` : token);
  });
  return tokens;
}

describe("tokenize", () => {
  test("cuts words at everything that is no letter, digit or mark", () => {
    expect(tokensOf("Foo_bar, a-b x.y@z.org №5 \u0000")).toEqual([
      "foo",
      "bar",
      "a",
      "b",
      "x",
      "y",
      "z",
      "org",
      "5",
    ]);
  });

  test("folds width and case, keeps accents", () => {
    expect(tokensOf("ＷＩＤＥ Café ﬁne")).toEqual(["wide", "café", "fine"]);
  });

  test("keeps contractions whole, drops the possessive s, cuts elisions", () => {
    expect(tokensOf("Don't Anna's we’re l'eau")).toEqual(["dont", "anna", "were", "l", "eau"]);
  });

  test("keeps the signs of C++ and C#, and no others", () => {
    expect(tokensOf("C++ c# F#, a+b #tag abc++ c++11")).toEqual([
      "c++",
      "c#",
      "f#",
      "a",
      "b",
      "tag",
      "abc",
      "c",
      "11",
    ]);
  });

  test("cuts Hangul, Kana and Han into pairs with a tail", () => {
    expect(tokensOf("서울입니다")).toEqual(["서울", "울입", "입니", "니다", "[다]"]);
    expect(tokensOf("東京タワーA")).toEqual(["東京", "京タ", "タワ", "ワー", "[ー]", "a"]);
    expect(tokensOf("水")).toEqual(["水"]);
  });

  test("reads half-width Kana and decomposed Hangul as what they are", () => {
    expect(tokensOf("ｶﾞｽ")).toEqual(tokensOf("ガス"));
    expect(tokensOf("서울".normalize("NFD"))).toEqual(tokensOf("서울"));
  });

  test("cuts Thai by a dictionary", () => {
    expect(tokensOf("ภาษาไทย")).toEqual(["ภาษา", "ไทย"]);
  });

  test("counts positions by words, and by characters in runs", () => {
    const places: [string, number][] = [];
    const next = tokenize("a 서울시 b", (_kind, token, _start, _end, position) => {
      places.push([token, position]);
    });
    expect(places).toEqual([
      ["a", 0],
      ["서울", 1],
      ["울시", 2],
      ["시", 3],
      ["b", 4],
    ]);
    expect(next).toBe(5);
  });

  test("gives offsets inside the text, in order, whatever the text", () => {
    const text = fc.string({
      unit: fc.oneof(fc.string(), fc.constantFrom(...Array.from("aB 서울東京ｶﾞ\u0301é'+#_ไ\ud800"))),
    });
    fc.assert(
      fc.property(text, (raw) => {
        const normal = normalizeText(raw);
        let before = 0;
        let lastPosition = 0;
        const end = tokenize(normal, (_kind, token, start, stop, position) => {
          expect(token).not.toBe("");
          expect(token.isWellFormed()).toBe(true);
          expect(start).toBeGreaterThanOrEqual(before);
          expect(stop).toBeGreaterThan(start);
          expect(stop).toBeLessThanOrEqual(normal.length);
          expect(position).toBeGreaterThanOrEqual(lastPosition);
          before = start;
          lastPosition = position;
        });
        expect(end).toBeGreaterThanOrEqual(lastPosition);
      }),
    );
  });
});
