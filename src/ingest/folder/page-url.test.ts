import { describe, expect, test } from "vitest";
import { canonicalUrl, pageUrl, parseBaseUrl } from "./page-url.ts";

describe("parseBaseUrl", () => {
  test("adds the slash at the end and drops query and fragment", () => {
    expect(parseBaseUrl("https://e.org/docs?x#y").href).toBe("https://e.org/docs/");
  });

  test.each(["file:///tmp/", "docs", "javascript:alert(1)", ""])("refuses `%s`", (text) => {
    expect(() => parseBaseUrl(text)).toThrow("is not an http or https address");
  });
});

describe("pageUrl", () => {
  const base = parseBaseUrl("https://e.org/docs/");

  test.each([
    ["a.html", "https://e.org/docs/a.html"],
    ["a/b c.md", "https://e.org/docs/a/b%20c.md"],
    ["index.html", "https://e.org/docs/"],
    ["a/index.htm", "https://e.org/docs/a/"],
    ["a/myindex.html", "https://e.org/docs/a/myindex.html"],
    ["한국.md", "https://e.org/docs/%ED%95%9C%EA%B5%AD.md"],
    ["what?#.md", "https://e.org/docs/what%3F%23.md"],
  ])("%s is at %s", (relativePath, url) => {
    expect(pageUrl(base, relativePath)).toBe(url);
  });
});

describe("canonicalUrl", () => {
  test("believes an address on the same site, and no other", () => {
    expect(canonicalUrl("https://e.org/a.html", "/a#x")).toBe("https://e.org/a");
    expect(canonicalUrl("https://e.org/a.html", "https://other.org/")).toBe("https://e.org/a.html");
    expect(canonicalUrl("https://e.org/a.html", "http://[")).toBe("https://e.org/a.html");
    expect(canonicalUrl("https://e.org/a.html", undefined)).toBe("https://e.org/a.html");
  });
});
