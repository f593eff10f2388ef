import { describe, expect, test } from "vitest";
import { identifyLanguage } from "./identify-language.ts";

describe("identifyLanguage", () => {
  test.each([
    ["ko", "바다는 지구 표면의 대부분을 덮고 있는 소금물이다."],
    ["ja", "海は地球の表面の大部分を占める塩水である。"],
    ["zh", "海洋是地球表面被各大陆地分隔为彼此相通的广大水域。"],
    ["en", "The sea is the salt water that covers most of the surface of the Earth."],
    ["de", "Das Meer ist das Salzwasser, das den größten Teil der Erdoberfläche bedeckt."],
    ["ru", "Море — часть Мирового океана, обособленная сушей или возвышениями рельефа."],
  ])("tells %s", async (language, text) => {
    expect(await identifyLanguage(text)).toBe(language);
  });

  test("believes a long text more than what the page states, and a short one less", async () => {
    const english = "The sea is the salt water that covers most of the surface of the Earth. ";
    expect(await identifyLanguage(english.repeat(3), "ko-KR")).toBe("en");
    expect(await identifyLanguage("Menu", "ko-KR")).toBe("ko");
  });

  test("is not led astray by a few foreign letters", async () => {
    const text =
      "Seoul (서울) is the capital of South Korea, and it has many palaces and parks to see.";
    expect(await identifyLanguage(text)).toBe("en");
  });

  test("says nothing of a text without letters", async () => {
    expect(await identifyLanguage("1234 …")).toBeUndefined();
  });
});
