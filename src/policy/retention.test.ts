import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clauseId } from "../base/ids.ts";
import { DAY_MS, instant, later } from "../base/instant.ts";
import { decide } from "./decide.ts";
import { clauseOf, defaultPacks } from "./packs.ts";
import { deadlineOf, deadlineOfDecision, isPastDeadline } from "./retention.ts";

const clock = clauseOf(defaultPacks, clauseId("UD-51")).clock;
const history = {
  dataType: "search.response",
  action: "retain",
  medium: "server",
  purpose: "ownHistory",
  owner: "self",
  ageMs: 0,
} as const;

describe("deadlineOf", () => {
  test("is the start of the 21st day after the query", () => {
    const asked = instant(Date.UTC(2026, 10, 25, 12, 30));
    const decision = decide(history, defaultPacks);
    expect(deadlineOfDecision(decision, asked)).toBe(Date.UTC(2026, 11, 16));
  });

  test("leaves more than 20 days and at most 21, and is past when the clause's clock is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        const asked = instant(ms);
        if (clock === undefined) throw new Error("the clause lost its clock");
        const deadline = deadlineOf(clock, asked);
        expect(deadline - asked).toBeGreaterThan(20 * DAY_MS);
        expect(deadline - asked).toBeLessThanOrEqual(21 * DAY_MS);
        expect(isPastDeadline(deadline, later(asked, clock.maxMs))).toBe(true);
      }),
    );
  });
});

describe("deadlineOfDecision", () => {
  test("refuses what no clause ends", () => {
    const denied = decide({ ...history, purpose: "answerQuery" }, defaultPacks);
    expect(() => deadlineOfDecision(denied, instant(0))).toThrow("how long this may be kept");
    const endless = { allowed: true, verdict: "permitted", because: [], duties: [] } as const;
    expect(() => deadlineOfDecision(endless, instant(0))).toThrow("how long this may be kept");
  });
});
