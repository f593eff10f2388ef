import { describe, expect, test } from "vitest";
import { displayUrl } from "./display-url.ts";

describe("displayUrl", () => {
  test.each([
    ["http://www.example.com/", "www.example.com"],
    ["https://example.com/", "https://example.com"],
    ["https://example.com/a/", "https://example.com/a/"],
    ["https://ko.example.org/wiki/%ED%95%9C%EA%B5%AD", "https://ko.example.org/wiki/한국"],
    ["https://e.org/a%20b%2Fc", "https://e.org/a%20b%2Fc"],
    ["https://e.org/%E2%80%AEgro.live", "https://e.org/%E2%80%AEgro.live"],
    ["https://e.org/%E3%80%80x", "https://e.org/%E3%80%80x"],
    ["https://e.org/%C7%D1", "https://e.org/%C7%D1"],
    ["https://xn--pypal-4ve.com/", "https://xn--pypal-4ve.com"],
  ])("%s reads %s", (url, shown) => {
    expect(displayUrl(url)).toBe(shown);
  });

  test("shortens what is long with dots", () => {
    const shown = displayUrl(`https://e.org/${"a".repeat(200)}`);
    expect(shown).toHaveLength(100);
    expect(shown.endsWith("...")).toBe(true);
  });
});
