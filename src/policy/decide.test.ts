import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../base/instant.ts";
import { actions, dataTypes, media, owners, purposes } from "./clause.ts";
import { decide, type DataUse } from "./decide.ts";
import { defaultPacks } from "./packs.ts";

const kept: DataUse = {
  dataType: "search.response",
  action: "retain",
  medium: "server",
  purpose: "ownHistory",
  owner: "self",
  ageMs: 0,
};
const live: DataUse = { ...kept, action: "display", medium: "memory", purpose: "answerQuery" };
const picture: DataUse = {
  dataType: "vision.image",
  action: "process",
  medium: "memory",
  purpose: "serve",
  owner: "self",
};
const ready: DataUse = { ...kept, purpose: "proactive", isLatestQuery: true };

/** What the packs of the first edition say, as people would ask it. */
const golden: readonly (readonly [string, DataUse, string, readonly string[]])[] = [
  ["keeping a history", kept, "conditional", ["UD-49", "UD-50", "UD-51", "UD-55", "UD-60"]],
  [
    "just under 21 days",
    { ...kept, action: "read", ageMs: 21 * DAY_MS - 1 },
    "conditional",
    ["UD-50", "UD-51"],
  ],
  ["21 days", { ...kept, action: "read", ageMs: 21 * DAY_MS }, "forbidden", ["UD-19", "UD-51"]],
  [
    "an age nobody knows",
    {
      dataType: kept.dataType,
      action: "read",
      medium: "server",
      purpose: "ownHistory",
      owner: "self",
    },
    "forbidden",
    ["UD-19", "UD-51"],
  ],
  [
    "answering from a history",
    { ...kept, action: "read", purpose: "answerQuery" },
    "forbidden",
    ["UD-19", "UD-52"],
  ],
  [
    "reading another's history",
    { ...kept, action: "read", owner: "other" },
    "forbidden",
    ["UD-19", "UD-54", "UD-56"],
  ],
  [
    "learning from responses",
    { ...kept, action: "learn" },
    "forbidden",
    ["UD-20", "UD-68", "UD-69"],
  ],
  [
    "learning for one's own service",
    { ...kept, action: "learn", purpose: "improveService" },
    "forbidden",
    ["UD-20", "UD-21", "UD-68", "UD-69"],
  ],
  [
    "improving a service by suggestions",
    { ...live, dataType: "search.suggestion", action: "process", purpose: "improveService" },
    "forbidden",
    ["UD-05"],
  ],
  ["improving a service", { ...live, purpose: "improveService" }, "forbidden", ["UD-21"]],
  ["keeping suggestions", { ...kept, dataType: "search.suggestion" }, "forbidden", ["UD-03"]],
  [
    "learning from spellings",
    { ...kept, dataType: "search.spelling", action: "learn" },
    "forbidden",
    ["UD-04"],
  ],
  ["advertising", { ...live, action: "advertise" }, "forbidden", ["UD-26", "UD-27", "UD-28"]],
  ["re-ordering", { ...live, action: "reorder" }, "forbidden", ["UD-24"]],
  ["a query made ahead", ready, "conditional", ["UD-49", "UD-53", "UD-55", "UD-60"]],
  [
    "after the next query",
    { ...ready, isLatestQuery: false },
    "forbidden",
    ["UD-19", "UD-45", "UD-53"],
  ],
  ["after a day", { ...ready, ageMs: DAY_MS }, "forbidden", ["UD-19", "UD-45", "UD-53"]],
  [
    "discovering URLs",
    { ...live, action: "discover", purpose: "urlDiscovery" },
    "permitted",
    ["UD-62"],
  ],
  [
    "keeping what was discovered",
    { ...kept, purpose: "urlDiscovery" },
    "forbidden",
    ["UD-19", "UD-45", "UD-66"],
  ],
  [
    "showing a response",
    live,
    "conditional",
    [
      ...["UD-11", "UD-13", "UD-14", "UD-15", "UD-16", "UD-22", "UD-23", "UD-24", "UD-25", "UD-26"],
      ...["UD-29", "UD-30", "UD-31", "UD-32", "UD-33"],
    ],
  ],
  ["looking at a picture", picture, "conditional", ["DU-01", "DU-06"]],
  ["keeping a picture", { ...picture, action: "retain", medium: "server" }, "forbidden", ["DU-07"]],
  ["learning from a picture", { ...picture, action: "learn" }, "forbidden", ["DU-14"]],
  ["sharing a picture", { ...picture, action: "share" }, "forbidden", ["DU-03"]],
  ["publishing a picture", { ...picture, action: "publish" }, "forbidden", ["DU-02"]],
  [
    "a picture for something else",
    { ...picture, purpose: "improveService" },
    "forbidden",
    ["DU-04"],
  ],
  ["what nobody speaks of", { ...picture, dataType: "ledger.leaf" }, "notAddressed", []],
];

describe("decide", () => {
  test.each(golden)("decides on %s", (_what, use, verdict, because) => {
    const decision = decide(use, defaultPacks);
    expect([decision.verdict, decision.because]).toEqual([verdict, because]);
    expect(decision.allowed).toBe(verdict === "permitted" || verdict === "conditional");
  });

  test("owes the display's duties, and those of prohibitions, to whoever shows a response", () => {
    const shown = decide(live, defaultPacks).duties.flatMap((duty) =>
      duty.kind === "show" ? [duty.notice] : [],
    );
    expect(new Set(shown)).toEqual(
      new Set([
        ...["links", "severalResults", "searchSized", "fromTheWeb", "unaltered", "attribution"],
        ...["order", "distinctFromOthers", "noAdvertising", "privacyLink", "brand"],
      ]),
    );
  });

  const anyUse = fc.record({
    dataType: fc.constantFrom(...dataTypes),
    action: fc.constantFrom(...actions),
    medium: fc.constantFrom(...media),
    purpose: fc.constantFrom(...purposes),
    owner: fc.constantFrom(...owners),
    ageMs: fc.integer({ min: 0, max: 400 * DAY_MS }),
    isLatestQuery: fc.boolean(),
  });

  test("allows nothing that no permission covers, whatever is asked", () => {
    const withoutPermits = defaultPacks.map((pack) => ({
      ...pack,
      clauses: pack.clauses.filter(({ effect }) => effect !== "permit"),
    }));
    fc.assert(
      fc.property(anyUse, (use) => {
        expect(decide(use, withoutPermits).allowed).toBe(false);
        expect(decide(use, []).verdict).toBe("notAddressed");
        const { allowed, because } = decide(use, defaultPacks);
        const permits = defaultPacks.flatMap(({ clauses }) =>
          clauses.filter(({ id, effect }) => effect === "permit" && because.includes(id)),
        );
        expect(allowed && permits.length === 0).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test("allows nothing to be kept, read or shown of another person, nor past its clock", () => {
    fc.assert(
      fc.property(anyUse, (use) => {
        const isKept =
          use.medium !== "memory" && ["retain", "read", "display"].includes(use.action);
        const isResponse = use.dataType === "search.response";
        const isForeign = use.owner !== "self" || use.ageMs >= 21 * DAY_MS;
        const { allowed } = decide(use, defaultPacks);
        expect(allowed && isKept && isResponse && isForeign).toBe(false);
        expect(allowed && use.action === "learn").toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test("denies what it cannot weigh, and says so", () => {
    const broken: readonly unknown[] = [
      { ...kept, action: "eat" },
      { ...kept, ageMs: Number.NaN },
      { ...kept, ageMs: -1 },
      {},
      null,
    ];
    for (const use of broken) {
      const decision = decide(use as DataUse, defaultPacks);
      expect(decision).toMatchObject({ allowed: false, duties: [] });
      expect(decision.error).toBeTypeOf("string");
    }
    expect(decide(kept, [{}] as unknown as typeof defaultPacks).allowed).toBe(false);
  });
});
