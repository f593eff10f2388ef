import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, instant } from "../../base/instant.ts";
import { decodeFreshness } from "./freshness.ts";

const at = instant(Date.UTC(2026, 10, 25, 4, 50));
const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date);

describe("decodeFreshness", () => {
  test.each([
    ["Day", 1],
    ["WEEK", 7],
    ["month", 30],
  ])("counts %s back from now", (text, days) => {
    expect(decodeFreshness(text, at)).toEqual({ from: at - days * DAY_MS });
  });

  test("takes a date as that whole day", () => {
    expect(decodeFreshness("2019-2-4", at)).toEqual({
      from: day(2019, 2, 4),
      to: day(2019, 2, 5) - 1,
    });
  });

  test("takes both ends of a range", () => {
    expect(decodeFreshness("2019-02-01..2019-05-30", at)).toEqual({
      from: day(2019, 2, 1),
      to: day(2019, 5, 31) - 1,
    });
  });

  test.each([
    "yesterday",
    "2019-02-30",
    "2019-13-01",
    "2019-0-1",
    "2019-05-30..2019-02-01",
    "2019-01-01..",
    "..2019-01-01",
    "2019-01-01..2019-01-02..2019-01-03",
    "19-1-1",
  ])("refuses `%s`", (text) => {
    expect(decodeFreshness(text, at)).toBeUndefined();
  });

  test("gives every day there is a span of one day", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          const span = decodeFreshness(date.toISOString().slice(0, 10), at);
          expect((span?.to ?? 0) - (span?.from ?? 0)).toBe(DAY_MS - 1);
        },
      ),
    );
  });
});
