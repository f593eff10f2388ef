import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planMerge, type SegmentSize } from "./merge-plan.ts";

const sized = (tokens: number, gone = 0): SegmentSize => ({ tokens, documents: 100, gone });

describe("planMerge", () => {
  test("leaves few segments alone", () => {
    expect(planMerge([])).toBeUndefined();
    expect(planMerge(Array(5).fill(sized(100)))).toBeUndefined();
  });

  test("joins six small neighbours, after a large one that stays", () => {
    expect(planMerge([sized(2_000_000), ...Array(6).fill(sized(100))])).toEqual({
      start: 1,
      end: 7,
    });
  });

  test("makes a segment anew when much of it is gone", () => {
    expect(planMerge([sized(100), sized(100, 40), sized(100)])).toEqual({ start: 1, end: 2 });
  });

  test("makes no segment larger than memory allows, and comes to an end with few", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 900_000 }), { maxLength: 120 });
    fc.assert(
      fc.property(sizes, (tokens) => {
        let segments = tokens.map((each) => sized(each));
        let rounds = 0;
        for (let plan = planMerge(segments); plan !== undefined; plan = planMerge(segments)) {
          const run = segments.slice(plan.start, plan.end);
          const sum = run.reduce((total, each) => total + each.tokens, 0);
          expect(run.length).toBeGreaterThan(1);
          expect(sum).toBeLessThanOrEqual(12_000_000);
          segments = segments.toSpliced(plan.start, run.length, sized(sum));
          expect(++rounds).toBeLessThan(200);
        }
        const total = tokens.reduce((sum, each) => sum + each, 0);
        expect(segments.length).toBeLessThan(31 + total / 1_000_000);
      }),
    );
  });

  test("rewrites each word a few times only, while a million come in drop by drop", () => {
    let segments: SegmentSize[] = [];
    let written = 0;
    for (let n = 0; n < 1000; n++) {
      segments.push(sized(1000));
      for (let plan = planMerge(segments); plan !== undefined; plan = planMerge(segments)) {
        const run = segments.slice(plan.start, plan.end);
        const sum = run.reduce((total, each) => total + each.tokens, 0);
        written += sum;
        segments = segments.toSpliced(plan.start, run.length, sized(sum));
      }
    }
    expect(segments.length).toBeLessThan(31);
    expect(written / 1_000_000).toBeLessThan(8);
  });
});
