import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pageContext } from "./layout.ts";
import { decodePage } from "./decode.ts";
import { pageNumbers, pagesView } from "./paging.ts";

describe("pageNumbers", () => {
  test.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [1, 9, [1, 2, 3, 4, 5]],
    [5, 9, [3, 4, 5, 6, 7]],
    [9, 9, [5, 6, 7, 8, 9]],
  ])("offers around page %i of %i: %o", (current, last, numbers) => {
    expect(pageNumbers(current, last)).toEqual(numbers);
  });

  test("always offers the page that is shown, in order, within the list", () => {
    const places = fc
      .tuple(fc.integer({ min: 1, max: 7000 }), fc.integer({ min: 1, max: 7000 }))
      .map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const)));
    fc.assert(
      fc.property(places, ([current, last]) => {
        const numbers = pageNumbers(current, last);
        expect(numbers).toContain(current);
        expect(numbers.length).toBe(Math.min(5, last));
        expect(numbers[0]).toBeGreaterThanOrEqual(1);
        expect(numbers.at(-1)).toBeLessThanOrEqual(last);
      }),
    );
  });
});

describe("pagesView", () => {
  const { view } = pageContext(decodePage("/?lang=ko", undefined), {
    script: "",
    style: "",
    files: new Map(),
  });

  test("is nothing when there is one page", () => {
    expect(pagesView(view, { query: "a", offset: 0, totalEstimatedMatches: 10 })).toBeUndefined();
  });

  test("keeps the query and the language in its links", () => {
    const text = pagesView(view, { query: "a&b", offset: 10, totalEstimatedMatches: 21 })?.text;
    expect(text).toContain(`href="/?q=a%26b&amp;offset=20&amp;lang=ko"`);
    expect(text).toContain(`rel="prev"`);
    expect(text).toContain(`rel="next"`);
  });
});
