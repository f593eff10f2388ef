/**
 * The engine against a scorer that looks at every document: same hits, same order, for random small
 * collections, random queries, and any cut into segments.
 */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentOf, UNLIMITED } from "../fixture.ts";
import type { Segment } from "../index/reader.ts";
import { searchWeb, type LiveSegment } from "../search.ts";
import { createWeigh, type Weigh } from "./compile.ts";
import { parseQuery } from "./parse.ts";
import { planQuery, type Clause } from "./plan.ts";

/** A document's score for a clause; undefined: no match. */
function naiveScore(clause: Clause, at: Place, weigh: Weigh): number | undefined {
  switch (clause.kind) {
    case "any": {
      const scores = clause.terms.map(({ term, weight }) =>
        termScore(term, Math.round(weight * weigh(term)), clause.fieldMask, at),
      );
      return sumOf(scores);
    }
    case "facet":
      return termScore(clause.term, 0, 0, at);
    case "either":
      return sumOf(clause.of.map((part) => naiveScore(part, at, weigh)));
    case "all":
      return naiveAll(clause, at, weigh);
    case "begins":
    case "phrase":
      throw new Error("not made by these queries");
  }
}

interface Place {
  readonly segment: Segment;
  readonly document: number;
}

function naiveAll(
  clause: Extract<Clause, { kind: "all" }>,
  at: Place,
  weigh: Weigh,
): number | undefined {
  const must = clause.must.map((part) => naiveScore(part, at, weigh));
  const should = clause.should.map((part) => naiveScore(part, at, weigh));
  const isExcluded = clause.not.some((part) => naiveScore(part, at, weigh) !== undefined);
  if (isExcluded || must.includes(undefined)) return undefined;
  if (must.length === 0 && should.length > 0) return sumOf(should);
  return (sumOf(must) ?? 0) + (sumOf(should) ?? 0);
}

function sumOf(scores: readonly (number | undefined)[]): number | undefined {
  const found = scores.filter((score) => score !== undefined);
  return found.length === 0 ? undefined : found.reduce((sum, score) => sum + score, 0);
}

function termScore(
  term: string,
  weight: number,
  fieldMask: number,
  { segment, document }: Place,
): number | undefined {
  const number = segment.findTerm(term);
  if (number < 0) return undefined;
  for (
    let p = segment.postingStarts[number] ?? 0;
    p < (segment.postingStarts[number + 1] ?? 0);
    p++
  ) {
    if (segment.postingDocuments[p] !== document) continue;
    const isInField = fieldMask === 0 || ((segment.postingFields[p] ?? 0) & fieldMask) !== 0;
    return isInField ? weight * (segment.postingImpacts[p] ?? 0) : undefined;
  }
  return undefined;
}

/** All hits of a clause, best first, the order of the store between equals. */
function naiveHits(clause: Clause, segments: readonly LiveSegment[], weigh: Weigh): string[] {
  const scored = segments.flatMap(({ segment }) =>
    Array.from({ length: segment.facts.documents }, (_, document) => ({
      url: segment.storedFields(document).url,
      score: naiveScore(clause, { segment, document }, weigh),
    })),
  );
  return scored
    .filter(({ score }) => score !== undefined)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ url }) => url);
}

const word = fc.constantFrom("a1", "b1", "c1", "d1", "e1", "f1");
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));
const document = fc.record({
  text,
  title: fc.oneof(fc.constant(""), word),
  host: fc.constantFrom("x.org", "y.org"),
});
const atom = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.constantFrom(
    "intitle:a1",
    "inbody:b1",
    "site:x.org",
    "-c1",
    "-site:y.org",
    "+d1",
    "prefer:e1",
    "zz",
  ),
);
const { query } = fc.letrec<{ query: string; part: string }>((tie) => ({
  part: fc.oneof(
    { weight: 5, arbitrary: atom },
    { weight: 1, arbitrary: tie("query").map((q) => `(${q})`) },
  ),
  query: fc
    .array(fc.tuple(tie("part"), fc.constantFrom(" ", " ", " AND ", " OR ")), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) =>
      parts
        .map(([part, joint]) => part + joint)
        .join("")
        .replace(/ (?:AND|OR)? ?$/, ""),
    ),
}));

describe("searchWeb", () => {
  test("finds what looking at every document finds, in that order", () => {
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 60 }),
        query,
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 60 }),
        (documents, asked, count, cut) => {
          const pages = documents.map((each, n) => ({
            kind: "webPage",
            url: `https://${each.host}/${n}`,
            title: each.title,
            text: each.text,
          }));
          const segments = [segmentOf(pages.slice(0, cut)), segmentOf(pages.slice(cut), cut + 1)];
          const node = parseQuery(asked);
          if (node === undefined) return;
          const plan = planQuery(node);
          const weigh = createWeigh(segments.map(({ segment }) => segment));
          const strict = naiveHits(plan.strict, segments, weigh);
          const relaxed =
            plan.relaxed === undefined ? [] : naiveHits(plan.relaxed, segments, weigh);
          const isFew = strict.length < 20;
          const expected = isFew
            ? [...strict, ...relaxed.filter((url) => !strict.includes(url))]
            : strict;
          for (const offset of [0, count, 2 * count]) {
            const whole = { text: asked, count, offset, safeSearch: "Off" } as const;
            const { hits } = searchWeb(segments, whole, UNLIMITED);
            expect(hits.map(({ url }) => url)).toEqual(expected.slice(offset, offset + count));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("finds nothing where a segment has none of the words that are only preferred", () => {
    const segment = segmentOf([{ kind: "webPage", url: "https://x.org/", title: "", text: "d1" }]);
    // words after the tenth are preferred; here they are all that a part of an AND has
    const preferred =
      "(((a1 intitle:a1 a1) intitle:a1 a1 a1)) OR (d1 OR a1) (a1 OR (d1 a1) (a1)) ((a1 a1)) a1";
    const asked = { text: preferred, count: 5, offset: 0, safeSearch: "Off" } as const;
    expect(searchWeb([segment], asked, UNLIMITED).hits).toEqual([]);
  });

  test("finds the same with block after block to skip", () => {
    const random = fc.sample(
      fc.array(fc.array(word, { maxLength: 6 }), { minLength: 1500, maxLength: 1500 }),
      { numRuns: 1, seed: 7 },
    );
    const pages = (random[0] ?? []).map((words, n) => ({
      kind: "webPage",
      url: `https://x.org/${n}`,
      text: `${words.join(" ")} ${"pad ".repeat(n % 40)}`,
    }));
    const segments = [segmentOf(pages)];
    const weigh = createWeigh(segments.map(({ segment }) => segment));
    for (const asked of [
      "a1",
      "a1 OR b1",
      "a1 OR b1 OR c1 OR pad",
      "a1 b1",
      "pad a1 prefer:b1",
      "a1 -b1 c1",
    ]) {
      const node = parseQuery(asked);
      const expected = node === undefined ? [] : naiveHits(planQuery(node).strict, segments, weigh);
      const whole = { text: asked, count: 20, offset: 0, safeSearch: "Off" } as const;
      const { hits } = searchWeb(segments, whole, UNLIMITED);
      expect(hits.map(({ url }) => url)).toEqual(expected.slice(0, 20));
    }
  });
});
