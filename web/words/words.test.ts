import { describe, expect, test } from "vitest";
import { timeWriter } from "../time-text.ts";
import { languageOf, languages, wordsOf } from "./words.ts";

/** Every text in a catalogue with its path; functions are called with numbers and a name. */
function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return textsOf(value(2, 3), path);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${path}.${name}`));
}

describe("wordsOf", () => {
  test.each(languages)("has a text for everything in %s", (language) => {
    const texts = textsOf(wordsOf(language));
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter(([, text]) => text.trim() === "")).toEqual([]);
    expect(wordsOf(language).code).toBe(language);
  });

  test("is Korean in Korean: few texts are the same in both languages", () => {
    const english = new Map(textsOf(wordsOf("en")));
    const same = textsOf(wordsOf("ko")).filter(([path, text]) => english.get(path) === text);
    expect(same.map(([path]) => path)).toEqual([".titleOf"]);
  });
});

describe("languageOf", () => {
  test.each([
    ["ko", "ko"],
    ["KO-kr", "ko"],
    ["en_US", "en"],
    ["kok", undefined],
    ["", undefined],
  ])("`%s` is %s", (tag, language) => expect(languageOf(tag)).toBe(language));
});

describe("timeWriter", () => {
  test("writes date, time and zone as each language does", () => {
    const at = Date.UTC(2026, 10, 25, 4, 50);
    expect(timeWriter("en", "UTC")(at)).toBe("25 November 2026 at 04:50 UTC");
    expect(timeWriter("ko", "Asia/Seoul")(at)).toBe("2026년 11월 25일 13:50 GMT+9");
  });
});
