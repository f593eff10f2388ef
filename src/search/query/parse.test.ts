import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_DEPTH, MAX_QUERY_TERMS, parseQuery, type QueryNode } from "./parse.ts";

/** The tree as text: words plain, `+` and so on in front, groups in parentheses. */
function show(node: QueryNode | undefined): string {
  if (node === undefined) return "";
  const field = "field" in node && node.field !== undefined ? `${node.field}:` : "";
  switch (node.kind) {
    case "word": {
      const mark = { plain: "", required: "+", preferred: "?", extra: "~" }[node.role];
      return mark + field + node.tokens.map(({ text }) => text).join("_");
    }
    case "phrase":
      return `${field}"${node.tokens.map(({ text }) => text).join(" ")}"`;
    case "facet":
      return node.term.slice(1);
    case "not":
      return `-${show(node.of)}`;
    case "or":
      return `(${node.of.map(show).join(" | ")})`;
    case "and":
      return `(${node.of.map(show).join(node.isImplicit ? " " : " & ")})`;
  }
}

describe("parseQuery", () => {
  test.each([
    ["linux kernel", "(linux kernel)"],
    ['"quick brown fox"', '"quick brown fox"'],
    ["“typographic quotes”", '"typographic quotes"'],
    ['"not closed', '"not closed"'],
    ["fox -dog", "(fox -dog)"],
    ["fox NOT dog", "(fox -dog)"],
    ['fox -"lazy dog"', '(fox -"lazy dog")'],
    ["fox -(cat | dog)", "(fox -(cat | dog))"],
    ["cat | dog", "(cat | dog)"],
    ["cat OR dog", "(cat | dog)"],
    ["cat or dog", "(cat dog)"],
    ["cat AND dog", "(cat & dog)"],
    ["NASA OR ESA", "(nasa | esa)"],
    [
      "METHODS OF SOLVING EQUATIONS AND MEASURING ERRORS",
      "(methods solving equations measuring errors)",
    ],
    ["cat & dog", "(cat & dog)"],
    ["a1 b1 OR c1 d1", "((a1 b1) | (c1 d1))"],
    ["a1 (b1 OR c1) d1", "(a1 (b1 | c1) d1)"],
    ["+the who", "(+the who)"],
    ["the who", "who"],
    ["the", "the"],
    ["to be or not to be", "(to be or not to be)"],
    ["AT&T e-mail C++", "(at_t e_mail c++)"],
    ["foo_bar", "foo_bar"],
    ["intitle:zebra", "title:zebra"],
    ['intitle:"two words"', 'title:"two words"'],
    ["inbody:x1 inanchor:y1 prefer:z1", "(body:x1 anchors:y1 ?z1)"],
    ["site:Example.org/a/b/c x1", "(site:example.org/a/b x1)"],
    ["site:.org", "site:org"],
    ["filetype:PDF ext:htm language:FR", "(filetype:pdf filetype:html language:fr)"],
    ["url:https://www.example.org/", "url:example.org"],
    ["-site:example.org x1", "(-site:example.org x1)"],
    ["ip:1.2.3.4 x1", "x1"],
    ["site: x1", "(site x1)"],
    ["12:30", "12_30"],
    ["a1 ) b1", "(a1 b1)"],
    ["(a1", "a1"],
    ["OR", ""],
    ["- + | & ( )", ""],
    ["", ""],
    ["a1 OR", "a1"],
    ["OR OR a1", "a1"],
    ["NOT", ""],
    ["서울 날씨", "(서울 날씨)"],
  ])("reads %s as %s", (text, expected) => {
    expect(show(parseQuery(text))).toBe(expected);
  });

  test("lets ten terms decide, and more plain words only add", () => {
    const words = Array.from({ length: 12 }, (_, n) => `w${n}`);
    const node = parseQuery(`${words.join(" ")} "a phrase" -w99 site:example.org`);
    const roles =
      node?.kind === "and"
        ? node.of.map((part) => (part.kind === "word" ? part.role : part.kind))
        : [];
    expect(roles).toEqual([...Array(MAX_QUERY_TERMS).fill("plain"), "extra", "extra"]);
  });

  test("reads what lies deeper than the limit as nothing, without a stack that overflows", () => {
    const deep = `${"(".repeat(MAX_DEPTH)}a1${")".repeat(MAX_DEPTH)}`;
    expect(show(parseQuery(deep))).toBe("a1");
    expect(() => parseQuery("(".repeat(4000))).not.toThrow();
    expect(() => parseQuery("-".repeat(4000))).not.toThrow();
  });

  test("bounds the words of a query of stop words only", () => {
    const node = parseQuery("the ".repeat(1000));
    expect(node?.kind === "and" ? node.of.length : 0).toBeLessThan(50);
  });

  test("never throws, whatever is typed", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "(",
        ")",
        '"',
        "-",
        "+",
        "|",
        "&",
        " ",
        "OR",
        "AND",
        "NOT",
        "site:",
        "intitle:",
      ),
      fc.constantFrom(
        "a",
        "서울",
        "é",
        "\u0000",
        "\ud800",
        "foo_bar",
        ":",
        "url:http://[",
        "“",
        "*",
        ".*",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(() => parseQuery(pieces.join(""))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
