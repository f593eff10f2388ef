import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noisePicture, paintPicture } from "../image/sample-pictures.ts";
import { hasStructure, spread } from "./has-structure.ts";

describe("hasStructure", () => {
  test.each([16, 64, 300, 1200])("is false for noise of %i px", (sidePx) => {
    expect(hasStructure(noisePicture(sidePx, sidePx))).toBe(false);
  });

  test("is false for a blank, whatever its colour and size", () => {
    const byte = fc.nat(255);
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, byte, byte, byte, (w, h, red, green, blue) => {
        expect(hasStructure(paintPicture(w, h, () => [red, green, blue]))).toBe(false);
      }),
    );
  });

  test("is false for a pattern as fine as its pixels", () => {
    const checks = paintPicture(64, 64, (x, y) =>
      (x + y) % 2 === 0 ? [0, 0, 0] : [255, 255, 255],
    );
    expect(hasStructure(checks)).toBe(false);
  });

  test.each([
    ["a slope", (x: number) => x],
    ["one dark corner", (x: number, y: number) => (x + y < 60 ? 0 : 250)],
    ["a line of print", (x: number, y: number) => (y > 90 && y < 104 && x % 3 > 0 ? 0 : 255)],
  ])("is true for %s", (_, grey) => {
    const picture = paintPicture(200, 200, (x, y) => [grey(x, y), grey(x, y), grey(x, y)]);
    expect(hasStructure(picture)).toBe(true);
  });

  test("is true for something seen through noise", () => {
    const noise = noisePicture(128, 128);
    const veiled = paintPicture(128, 128, (x, y) => {
      const grain = (noise.rgb[(y * 128 + x) * 3] ?? 0) / 2;
      const value = grain + (x < 64 ? 0 : 127);
      return [value, value, value];
    });
    expect(hasStructure(veiled)).toBe(true);
  });
});

describe("spread", () => {
  test("gives the variance of all values and of the blocks' means", () => {
    const halves = paintPicture(64, 64, (x) => (x < 32 ? [0, 0, 0] : [200, 200, 200]));
    expect(spread(halves)).toEqual({ all: 10_000, blocks: 10_000, blockPx: 8 });
  });
});
