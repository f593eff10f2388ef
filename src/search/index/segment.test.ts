import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant } from "../../base/instant.ts";
import { ServiceError } from "../../base/errors.ts";
import { MAX_TEXT_CHARS, parseDocument } from "../document/document.ts";
import { facetsOf, siteFacet } from "./facets.ts";
import { readSegment } from "./reader.ts";
import { SegmentWriter } from "./writer.ts";

function bytesOf(texts: readonly string[]): Uint8Array {
  const writer = new SegmentWriter();
  for (const [n, text] of texts.entries()) {
    const url = `https://example.org/${n}`;
    writer.add(parseDocument({ kind: "webPage", url, title: `T${n}`, text }), n + 1, instant(n));
  }
  return Buffer.concat(writer.finish().pieces);
}

function page(text: string): ReturnType<typeof parseDocument> {
  return parseDocument({ kind: "webPage", url: "https://example.org/", text });
}

function reasonOf(bytes: Uint8Array): string {
  try {
    readSegment(bytes);
  } catch (error) {
    return error instanceof ServiceError ? error.reason : String(error);
  }
  return "read";
}

describe("SegmentWriter", () => {
  test("writes what readSegment gives back", () => {
    const segment = readSegment(bytesOf(["alpha beta", "beta 🙂𝒳 서울"]));
    expect(segment.facts).toMatchObject({ documents: 2, from: 1, to: 2 });
    expect(segment.storedFields(1)).toEqual({
      url: "https://example.org/1",
      title: "T1",
      text: "beta 🙂𝒳 서울",
    });
    const beta = segment.findTerm("beta");
    const start = segment.postingStarts[beta] ?? 0;
    expect([...segment.postingDocuments.subarray(start, segment.postingStarts[beta + 1])]).toEqual([
      0, 1,
    ]);
    expect(segment.findTerm("gamma")).toBe(-1);
  });

  test("finds every term by its name and by its beginning, in the order of bytes", () => {
    const letters = fc.string({
      unit: fc.constantFrom(...Array.from("abzéж서울𝒳𠮷")),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 20 }), (words) => {
        const segment = readSegment(bytesOf([words.join(" ")]));
        const count = segment.postingStarts.length - 1;
        const terms = Array.from({ length: count }, (_, n) => segment.termAt(n));
        expect(terms.map((term) => segment.findTerm(term))).toEqual(terms.map((_, n) => n));
        const prefix = terms.at(-1)?.slice(0, 2) ?? "";
        const [from, to] = segment.findPrefix(prefix);
        expect(terms.filter((term) => term.startsWith(prefix))).toEqual(terms.slice(from, to));
      }),
      { numRuns: 50 },
    );
  });

  test("refuses a sequence number that does not ascend", () => {
    const writer = new SegmentWriter();
    writer.add(page(""), 5, instant(0));
    expect(() => writer.add(page(""), 5, instant(0))).toThrow(/sequence 5 after 5/);
  });

  test("writes an empty segment that can be read", () => {
    expect(readSegment(Buffer.concat(new SegmentWriter().finish().pieces)).facts.documents).toBe(0);
  });

  test("takes the longest text there may be, NULs and lone surrogates", () => {
    const text = "ab ".repeat(MAX_TEXT_CHARS / 3 - 2) + "\u0000\ud800x";
    const segment = readSegment(bytesOf([text]));
    expect(segment.findTerm("ab")).toBeGreaterThanOrEqual(0);
    expect(segment.storedFields(0).text).toBe(text.toWellFormed());
  });

  test("scores segments alike, whatever their size, when told how long fields are elsewhere", () => {
    const large = new SegmentWriter();
    const texts = Array.from({ length: 50 }, () => "word ".repeat(40));
    for (const [n, text] of texts.entries()) large.add(page(text), n + 1, instant(0));
    const { facts } = large.finish();
    const impactOf = (alone: boolean): number => {
      const writer = new SegmentWriter();
      writer.add(page("needle in few words"), 100, instant(0));
      const { pieces } = alone ? writer.finish() : writer.finish(facts);
      const segment = readSegment(Buffer.concat(pieces));
      return segment.postingImpacts[segment.postingStarts[segment.findTerm("needl")] ?? 0] ?? 0;
    };
    expect(impactOf(false)).toBeGreaterThan(impactOf(true));
  });
});

describe("readSegment", () => {
  const whole = bytesOf(["some words to read back", "and some more of them", "서울 東京"]);

  test("reads it from shared memory", () => {
    const shared = new SharedArrayBuffer(whole.length);
    new Uint8Array(shared).set(whole);
    expect(readSegment(shared).facts.documents).toBe(3);
  });

  test("refuses a file that is cut anywhere", () => {
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 9 }), (length) => {
        expect(reasonOf(whole.slice(0, length))).toBe("INDEX_CORRUPT");
      }),
    );
  });

  test("notices any flipped bit, except in the padding that nobody reads", () => {
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const flipped = Uint8Array.from(whole);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        const reason = reasonOf(flipped);
        expect(reason === "INDEX_CORRUPT" || whole[at] === 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("refuses bytes that are no segment", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(reasonOf(bytes)).toBe("INDEX_CORRUPT");
      }),
    );
  });
});

describe("facetsOf", () => {
  test("names the host, its parents, two directories, the type and the language", () => {
    expect(
      facetsOf("https://docs.example.com/a/b/c.PDF?x#y", "zh-Hans").map((facet) => facet.slice(1)),
    ).toEqual([
      "url:docs.example.com/a/b/c.pdf?x#y",
      "site:docs.example.com",
      "site:docs.example.com/a",
      "site:docs.example.com/a/b",
      "site:example.com",
      "site:example.com/a",
      "site:example.com/a/b",
      "site:com",
      "site:com/a",
      "site:com/a/b",
      "filetype:pdf",
      "language:zh-hans",
      "language:zh",
    ]);
  });

  test("takes an address of numbers whole", () => {
    const facets = facetsOf("http://127.0.0.1:8080/", undefined);
    expect(facets.map((facet) => facet.slice(1))).toEqual(["url:127.0.0.1:8080", "site:127.0.0.1"]);
  });
});

describe("siteFacet", () => {
  test("is among the facets of every URL of that site", () => {
    const host = fc.domain();
    const path = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { maxLength: 4 });
    fc.assert(
      fc.property(host, path, fc.nat({ max: 4 }), (domain, parts, depth) => {
        const asked = siteFacet([domain, ...parts.slice(0, depth)].join("/"));
        expect(facetsOf(`https://www.${domain}/${parts.join("/")}`, undefined)).toContain(asked);
      }),
    );
  });

  test("is nothing for what is no site", () => {
    expect(["", "//", "a b:c", "http://"].map(siteFacet)).toEqual(Array(4).fill(undefined));
  });
});
