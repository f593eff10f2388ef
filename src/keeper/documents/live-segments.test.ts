import { describe, expect, test } from "vitest";
import { LiveSegments } from "./live-segments.ts";
import type { ManifestSegment } from "./manifest.ts";

function segmentOf(from: number, to: number): ManifestSegment {
  const counts = { documents: to - from + 1, tokens: 1, fieldTotals: [], fieldDocuments: [] };
  return { name: `${from}-${to}.segment`, sha256: "0".repeat(64), ...counts, from, to };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** Segments of these ranges with all their documents alive. */
function liveOf(...ranges: readonly (readonly [number, number])[]): LiveSegments {
  const live = new LiveSegments();
  for (const [from, to] of ranges) {
    live.add(segmentOf(from, to), Float64Array.from(range(from, to)), range(from, to));
  }
  return live;
}

/** Sequence numbers that a searcher does not find. */
function goneOf(live: LiveSegments): number[] {
  return live.announced().flatMap(({ name, deleted }) => {
    const bits = Buffer.from(deleted ?? "", "base64");
    const from = Number.parseInt(name, 10);
    return range(0, 8 * bits.length - 1)
      .filter((n) => ((bits[n >> 3] ?? 0) & (1 << (n & 7))) !== 0)
      .map((n) => from + n);
  });
}

describe("LiveSegments", () => {
  test("takes deleted documents away at once, and says whether there was one", () => {
    const live = liveOf([1, 10], [11, 20]);
    expect(live.remove([3, 12, 99])).toBe(true);
    expect(live.remove([3])).toBe(false);
    expect(goneOf(live)).toEqual([3, 12]);
    expect(live.announced().map(({ documents }) => documents)).toEqual([9, 9]);
  });

  test("lets a replaced document be found until the later one is", () => {
    const live = liveOf([1, 10]);
    live.replace([{ gone: 4, by: 11 }]);
    expect(goneOf(live)).toEqual([]);
    live.reached(10);
    expect(goneOf(live)).toEqual([]);
    live.reached(11);
    expect(goneOf(live)).toEqual([4]);
  });

  test("follows a document that is replaced twice before it is indexed", () => {
    const live = liveOf([1, 10]);
    live.replace([{ gone: 4, by: 11 }]);
    live.replace([{ gone: 11, by: 12 }]);
    live.reached(11);
    expect(goneOf(live)).toEqual([]);
    live.reached(12);
    expect(goneOf(live)).toEqual([4]);
  });

  test("takes both away when the later one is deleted before it is indexed", () => {
    const live = liveOf([1, 10]);
    live.replace([{ gone: 4, by: 11 }]);
    expect(live.remove([11])).toBe(true);
    expect(goneOf(live)).toEqual([4]);
  });

  test("keeps a waiting document alive through a merge that no longer finds it in the store", () => {
    const live = liveOf([1, 5], [6, 10]);
    live.replace([{ gone: 4, by: 11 }]);
    live.add(segmentOf(1, 10), Float64Array.from(range(1, 10)), [1, 2, 3, 5, 6, 7, 8, 9, 10]);
    expect(live.segments.map(({ name }) => name)).toEqual(["1-10.segment"]);
    expect(goneOf(live)).toEqual([]);
    live.reached(11);
    expect(goneOf(live)).toEqual([4]);
  });

  test("marks what went while the segment was being made", () => {
    const live = new LiveSegments();
    live.add(segmentOf(1, 4), Float64Array.from([1, 2, 3, 4]), [1, 3, 4]);
    expect(goneOf(live)).toEqual([2]);
  });

  test("names the segments that a range touches", () => {
    const live = liveOf([1, 10], [20, 30]);
    expect(live.within(10, 20).length).toBe(2);
    expect(live.within(11, 19)).toEqual([]);
  });
});
