import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isNestedDeeper } from "./is-nested-deeper.ts";

/** Depth as the parsed value has it. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("isNestedDeeper", () => {
  test("counts arrays and objects, and no bracket inside a string", () => {
    expect(isNestedDeeper('{"a":[{}]}', 3)).toBe(false);
    expect(isNestedDeeper('{"a":[{}]}', 2)).toBe(true);
    expect(isNestedDeeper('["[[[[\\"[[[["]', 1)).toBe(false);
    expect(isNestedDeeper('["\\\\",[]]', 1)).toBe(true);
  });

  test("agrees with the parsed value", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.nat(7), (json, maxDepth) => {
        expect(isNestedDeeper(json, maxDepth)).toBe(depthOf(JSON.parse(json)) > maxDepth);
      }),
    );
  });

  test("takes a million brackets without a stack", () => {
    expect(isNestedDeeper("[".repeat(1_000_000), 2_000_000)).toBe(false);
  });
});
