import { describe, expect, test } from "vitest";
import {
  acceptedLanguages,
  interfaceLanguage,
  languageOf,
  marketOf,
  marketOfReader,
} from "./market.ts";

describe("marketOf", () => {
  test.each([
    ["en-us", "en-US"],
    ["KO-kr", "ko-KR"],
    ["zh-TW", "zh-TW"],
    ["en-IE", "en-US"],
    ["pt-PT", "pt-BR"],
    ["ca-ES", "es-ES"],
    ["xx-XX", "en-WW"],
    ["en-WW", "en-WW"],
    ["ko", "ko-KR"],
  ])("serves %s as %s", (text, market) => {
    expect(marketOf(text)).toBe(market);
  });

  test.each(["zh-hant-TW", "english", "en-", "-", "e1-US", "en-USA"])(
    "takes `%s` for none",
    (text) => {
      expect(marketOf(text)).toBeUndefined();
    },
  );
});

describe("marketOfReader", () => {
  test("joins the first language that is spoken in the country with it", () => {
    expect(marketOfReader(["nl-nl", "fr"], "be")).toBe("nl-BE");
    expect(marketOfReader(["en", "fr"], "CH")).toBe("fr-CH");
  });

  test("takes the nearest market of the first known language otherwise", () => {
    expect(marketOfReader(["xx", "ko-KR", "en"], undefined)).toBe("ko-KR");
    expect(marketOfReader(["ja"], "KR")).toBe("ja-JP");
  });

  test("takes the country alone, and the world when nothing is said", () => {
    expect(marketOfReader([], "kr")).toBe("ko-KR");
    expect(marketOfReader([], undefined)).toBe("en-WW");
    expect(marketOfReader(["*"], "zz")).toBe("en-WW");
  });
});

describe("acceptedLanguages", () => {
  test("orders by preference and leaves out what is refused or makes no sense", () => {
    expect(acceptedLanguages("en;q=0.5, ko-KR, *;q=0.1, fr;q=0, ,de;q=0.5, x;;")).toEqual([
      "ko-kr",
      "en",
      "de",
    ]);
  });
});

describe("interfaceLanguage", () => {
  test.each([
    ["EN", "en"],
    ["fr-ca", "fr"],
    ["pt-br", "pt-br"],
    ["ja-JP", "jp"],
    ["tlh", "en"],
  ])("shows %s as %s", (text, language) => {
    expect(interfaceLanguage(text)).toBe(language);
  });
});

describe("languageOf", () => {
  test("is the market's language, and none for the world", () => {
    expect(languageOf("ko-KR")).toBe("ko");
    expect(languageOf("en-WW")).toBeUndefined();
  });
});
