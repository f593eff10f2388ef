import { describe, expect, test } from "vitest";
import { clauseId } from "../base/ids.ts";
import { dataTypes } from "./clause.ts";
import { decide } from "./decide.ts";
import { clauseOf, defaultPacks, policyText } from "./packs.ts";
import search from "./packs/search/2018-04.json" with { type: "json" };
import { readPack } from "./read-pack.ts";

const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}-${String(n + 1).padStart(2, "0")}`);

describe("defaultPacks", () => {
  test("has a row for each of the 89 clauses, in order, and our own", () => {
    const [vision, bing, own] = defaultPacks.map(({ clauses }) => clauses.map(({ id }) => id));
    expect(vision).toEqual(ids("DU", 18));
    expect(bing).toEqual(ids("UD", 71));
    expect(own).toEqual(ids("LE", 3));
  });

  test("has rules against keeping and learning for every data type of a search (UD-01)", () => {
    const ofSearch = dataTypes.filter((each) => each.startsWith("search."));
    expect(ofSearch).toHaveLength(3);
    const use = { medium: "server", purpose: "serve", owner: "self", ageMs: 0 } as const;
    for (const dataType of ofSearch) {
      for (const action of ["retain", "learn"] as const) {
        expect(decide({ ...use, dataType, action }, defaultPacks).verdict).toBe("forbidden");
      }
    }
  });

  test("has one data type for a response and all its parts (UD-06 to UD-09), of which alone the rules after UD-10 speak", () => {
    const clauses = defaultPacks[1]?.clauses ?? [];
    const typesOf = (from: number, to: number): Set<string> =>
      new Set(clauses.slice(from, to).flatMap(({ applies }) => applies?.dataTypes ?? []));
    expect(typesOf(10, 71)).toEqual(new Set(["search.response"]));
    expect(typesOf(0, 10)).toEqual(new Set(["search.suggestion", "search.spelling"]));
  });

  test("quotes at most fifteen words", () => {
    const quotes = defaultPacks.flatMap(({ clauses }) =>
      clauses.flatMap(({ quote = [] }) => quote),
    );
    expect(quotes.length).toBeGreaterThan(0);
    for (const quote of quotes) expect(quote.split(/\s+/).length).toBeLessThanOrEqual(15);
  });

  test("ends a history after 21 days, exclusively, from the first query", () => {
    expect(clauseOf(defaultPacks, clauseId("UD-51")).clock).toEqual({
      start: "initialQuery",
      maxMs: 1_814_400_000,
      bound: "exclusive",
      restartsOnRequery: false,
      endsAtNextQuery: false,
    });
    expect(() => clauseOf([], clauseId("UD-51"))).toThrow("no pack in force");
  });
});

describe("policyText", () => {
  test("is the same for the same packs in any order, and another for another rule", () => {
    const text = policyText(defaultPacks);
    expect(policyText(defaultPacks.toReversed())).toBe(text);
    expect(policyText(defaultPacks.slice(1))).not.toBe(text);
  });
});

describe("readPack", () => {
  const [first] = search.clauses;
  const withClause = (clause: object): unknown => ({
    ...search,
    clauses: [{ ...first, ...clause }],
  });
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ["no object", [], "pack is not an object"],
    ["an unknown field", { ...search, owner: "me" }, "pack.owner is not known here"],
    ["no clauses", { ...search, clauses: [] }, "pack.clauses is no list with something in it"],
    ["an unknown effect", withClause({ effect: "allow" }), "pack.clauses[0].effect is none of"],
    ["an unknown field in a clause", withClause({ when: "1 > 0" }), "clauses[0].when is not known"],
    ["a permit of nothing", withClause({ effect: "permit" }), "clauses[0].applies is missing"],
    [
      "a limit without a clock",
      withClause({ effect: "limit", limits: ["UD-50"] }),
      "clock is missing",
    ],
    [
      "enforced without evidence",
      withClause({ state: "enforced", evidence: undefined }),
      "evidence",
    ],
    ["an unknown duty", withClause({ duties: ["show:everything"] }), "is no known duty"],
    ["a made-up hash", { ...search, sources: [{ ...search.sources[0], sha256: "?" }] }, "sha256"],
    ["a clause twice", { ...search, clauses: [first, first] }, "is there twice"],
    ["a person's duty that is not said", withClause({ state: "person" }), "personDuty belongs to"],
    [
      "an exception that permits nothing",
      withClause({ effect: "forbid", liftedBy: ["UD-99"] }),
      "permits nothing in this pack",
    ],
  ];

  test.each(wrong)("refuses %s", (_what, value, message) => {
    expect(() => readPack(value)).toThrow(message);
  });
});
