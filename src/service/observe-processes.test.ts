import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hardLimit } from "./observe-processes.ts";

const limits = [
  "Limit                     Soft Limit           Hard Limit           Units     ",
  "Max cpu time              unlimited            unlimited            seconds   ",
  "Max file size             0                    4096                 bytes     ",
  "Max core file size        0                    unlimited            bytes     ",
].join("\n");

describe("hardLimit", () => {
  test("reads the hard column of a row", () => {
    expect(hardLimit(limits, "Max file size")).toBe(4096);
    expect(hardLimit(limits, "Max core file size")).toBe(Number.POSITIVE_INFINITY);
  });

  test("a row that is not there is not known, whatever the text", () => {
    expect(hardLimit(limits, "Max pending signals")).toBeUndefined();
    expect(hardLimit(undefined, "Max file size")).toBeUndefined();
    const anything = fc.string().map((text) => `Max file size ${text}`);
    fc.assert(
      fc.property(anything, (text) => {
        expect(hardLimit(text, "Max file size")).not.toBeNaN();
      }),
    );
  });
});
