import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractHtml } from "./extract-html.ts";

/** A script as sites embed it, with a mistake in its JSON. */
const script = (date: string): string =>
  `<script type="application/ld+json">{"datePublished": "${date}", broken</script>`;

describe("extractHtml", () => {
  test("takes title, headings, text and what the page says of itself", () => {
    const page = extractHtml(`<!doctype html><html lang="en-GB"><head>
      <title>The &amp; sea</title><meta name="Description" content="About  the sea">
      <meta property="article:published_time" content="2024-05-06T07:08:09Z">
      <link rel="canonical" href="/sea"><style>p { color: red }</style></head>
      <body><nav>Home</nav><h1>The <em>sea</em></h1><p>Salt&nbsp;water,
      and <b>w</b>aves.<p>Deep<br>blue<script>alert(1)</script></body></html>`);
    expect(page).toEqual({
      title: "The & sea",
      headings: ["The sea"],
      text: "The sea\nSalt water, and waves.\nDeep blue",
      description: "About the sea",
      language: "en-GB",
      datePublished: "2024-05-06",
      canonical: "/sea",
    });
  });

  test("takes the main part where the page marks one", () => {
    const page = extractHtml("<div>Menu</div><main><p>The story.</p></main><div>Ads</div>");
    expect(page.text).toBe("The story.");
  });

  test("takes the whole page when what it marks as its main part is next to nothing", () => {
    const page = extractHtml(`<article>Hi</article><p>${"A long story. ".repeat(30)}</p>`);
    expect(page.text).toContain("A long story.");
  });

  test("leaves out what is hidden", () => {
    const page = extractHtml(
      '<p hidden>a</p><p aria-hidden="true">b</p><p style="display: none">c</p><p>d</p>',
    );
    expect(page.text).toBe("d");
  });

  test("reads the date from linked data, and no date that does not exist", () => {
    expect(extractHtml(script("2023-02-28T10:00")).datePublished).toBe("2023-02-28");
    expect(extractHtml(script("2023-02-30")).datePublished).toBeUndefined();
    expect(extractHtml(script("yesterday")).datePublished).toBeUndefined();
  });

  test("takes a page's word that it is for adults", () => {
    const page = extractHtml('<meta name="RATING" content="RTA-5042-1996-1400-1577-RTA">');
    expect(page.isFamilyFriendly).toBe(false);
  });

  test("keeps the cells of a row apart", () => {
    expect(
      extractHtml("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>").text,
    ).toBe("a b\nc");
  });

  test("ends in time on a page that is nested without end", () => {
    const page = extractHtml(`<p>Start</p>${"<div>".repeat(1_000_000)}<p>End</p>`);
    expect(page.text).toBe("Start");
  }, 5000);

  test("takes any text as a page, and gives back no markup of it", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "<p>",
        "</p>",
        "<main>",
        "</main>",
        "<script>",
        "</script>",
        "<title>",
        "<h1>",
      ),
      fc.constantFrom(
        "</h1>",
        "<!--",
        "-->",
        "<td hidden>",
        "&amp;",
        "&#0;",
        "<meta charset=",
        '"',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const page = extractHtml(pieces.join(""));
        expect(page.text).not.toMatch(/<(?:p|main|script)>/);
        expect(page.text).toBe(page.text.trim());
      }),
    );
  });
});
