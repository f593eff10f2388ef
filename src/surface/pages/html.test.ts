import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { html, jsonScript } from "./html.ts";

describe("html", () => {
  test("escapes values in text and in attributes, and leaves its own markup alone", () => {
    const inner = html`<b>${"<&>"}</b>`;
    expect(html`<p title="${`"'`}">${inner}${[1, inner]}${undefined}</p>`.text).toBe(
      `<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b>1<b>&lt;&amp;&gt;</b></p>`,
    );
  });

  test("lets no text become markup, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const written = html`${text}`.text;
        expect(written).not.toMatch(/[<>"']/);
        const read = written
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&#39;", "'")
          .replaceAll("&amp;", "&");
        expect(read).toBe(text);
      }),
    );
  });
});

describe("jsonScript", () => {
  test("holds any data, and no data ends it", () => {
    const hostile = fc.constantFrom("</script>", "<!--", "<script", "\u2028");
    const data = fc.array(fc.oneof(fc.string(), hostile));
    fc.assert(
      fc.property(data, (value) => {
        const { text } = jsonScript(value);
        const inside = text.slice('<script type="application/json">'.length, -"</script>".length);
        expect(inside).not.toContain("<");
        expect(JSON.parse(inside)).toEqual(value);
      }),
    );
  });
});
