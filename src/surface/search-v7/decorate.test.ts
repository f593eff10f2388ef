import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decorate } from "./decorate.ts";

const sea = {
  text: "The  sea & the\nsea's <foam>",
  spans: [
    [5, 8],
    [15, 18],
  ],
} as const;

/** Text as a browser would show it. */
const unescape = (html: string): string =>
  html
    .replace(/<\/?b>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("decorate", () => {
  test("marks nothing when nothing is to be marked, and escapes nothing", () => {
    expect(decorate(sea, "None")).toBe("The sea & the sea's <foam>");
  });

  test("marks with private-use characters", () => {
    expect(decorate(sea, "Raw")).toBe("The \uE000sea\uE001 & the \uE000sea\uE001's <foam>");
  });

  test("marks with tags and escapes what the page wrote", () => {
    expect(decorate(sea, "HTML")).toBe("The <b>sea</b> &amp; the <b>sea</b>&#39;s &lt;foam&gt;");
  });

  test("marks neighbouring words as one", () => {
    const name = {
      text: "Tom Cruise here",
      spans: [
        [0, 3],
        [4, 10],
      ],
    } as const;
    expect(decorate(name, "HTML")).toBe("<b>Tom Cruise</b> here");
  });

  test("lets no page forge a mark", () => {
    expect(decorate({ text: "a\uE000b\uE019", spans: [] }, "Raw")).toBe("ab");
  });

  test("gives back the text when marks and escapes are taken away", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "<", ">", "&", "'", " ", "b", "/", "한") }),
        fc.array(fc.tuple(fc.nat(30), fc.nat(30))),
        (text, spans) => {
          const html = decorate({ text, spans }, "HTML");
          expect(unescape(html)).toBe(text.replace(/\s+/g, " ").trim());
          expect(html.replace(/<\/?b>/g, "")).not.toMatch(/[<>']/);
        },
      ),
    );
  });
});
