import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Picture } from "../image/picture.ts";
import { noisePicture, paintPicture } from "../image/sample-pictures.ts";
import { dominantColors, findDominantColors } from "./find-dominant-colors.ts";
import { toOklab, toSrgb } from "./oklab.ts";

/** A quarter blue, the rest yellow. */
const stripes = (scale: number): Picture =>
  paintPicture(40 * scale, 20 * scale, (x) => (x < 10 * scale ? [10, 90, 200] : [240, 200, 20]));

describe("dominantColors", () => {
  test("gives the one colour of a blank picture", () => {
    expect(dominantColors(paintPicture(9, 7, () => [200, 30, 40]))).toEqual([
      { red: 200, green: 30, blue: 40, score: 1, pixelFraction: 1 },
    ]);
  });

  test("gives each colour its share of the pixels, and the colourful one more of the attention", () => {
    const picture = paintPicture(40, 40, (x) => (x < 20 ? [128, 128, 128] : [230, 20, 20]));
    const [red, grey, ...others] = dominantColors(picture);
    expect(red).toMatchObject({ red: 230, green: 20, blue: 20, pixelFraction: 0.5 });
    expect(grey).toMatchObject({ red: 128, green: 128, blue: 128, pixelFraction: 0.5 });
    expect(others).toEqual([]);
    expect(red?.score).toBeGreaterThan(0.6);
  });

  test("gives what is in the middle more of the attention than the same at the rim", () => {
    const picture = paintPicture(90, 30, (x) => (x >= 30 && x < 60 ? [0, 150, 60] : [0, 60, 220]));
    const [middle] = dominantColors(picture).filter((color) => color.green === 150);
    expect(middle?.pixelFraction).toBeCloseTo(1 / 3, 5);
    expect(middle?.score).toBeGreaterThan(1 / 3);
  });

  test("does not part shades that look the same", () => {
    expect(dominantColors(paintPicture(64, 8, (x) => [100 + (x % 4), 100, 100]))).toHaveLength(1);
  });

  test("leaves out specks", () => {
    const picture = paintPicture(100, 100, (x, y) => (x + y === 0 ? [255, 0, 0] : [255, 255, 255]));
    expect(dominantColors(picture)).toHaveLength(1);
  });

  test("has one answer for one picture", () => {
    const noise = noisePicture(60, 60);
    expect(dominantColors(noise)).toEqual(dominantColors(noise));
  });

  test("gives 1 to 10 colours whose shares add up to at most 1, whatever the picture", () => {
    const side = fc.integer({ min: 1, max: 12 });
    const pixel = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(side, side, fc.array(pixel, { minLength: 1, maxLength: 40 }), (w, h, pixels) => {
        const picture = paintPicture(
          w,
          h,
          (x, y) => pixels[(y * w + x) % pixels.length] ?? [0, 0, 0],
        );
        const colors = dominantColors(picture);
        const sum = (key: "score" | "pixelFraction"): number =>
          colors.reduce((total, color) => total + color[key], 0);
        expect(colors.length).toBeGreaterThanOrEqual(1);
        expect(colors.length).toBeLessThanOrEqual(10);
        expect(sum("score")).toBeLessThanOrEqual(1 + 1e-9);
        expect(sum("pixelFraction")).toBeLessThanOrEqual(1 + 1e-9);
        expect(colors).toEqual(colors.toSorted((a, b) => b.score - a.score));
      }),
      { interruptAfterTimeLimit: 3000 },
    );
  });
});

describe("findDominantColors", () => {
  test("sees a large picture as it sees a small one", async () => {
    const [small] = await findDominantColors(stripes(1));
    const [large] = await findDominantColors(stripes(30));
    expect(large).toMatchObject({ red: 240, green: 200, blue: 20 });
    expect(large?.pixelFraction).toBeCloseTo(small?.pixelFraction ?? 0, 1);
  });
});

describe("toOklab", () => {
  test("is undone by toSrgb for every colour", () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, byte, (red, green, blue) => {
        expect(toSrgb(toOklab({ red, green, blue }))).toEqual({ red, green, blue });
      }),
      { numRuns: 2000 },
    );
  });

  test("gives white the lightness 1, black 0, and both no hue", () => {
    const white = toOklab({ red: 255, green: 255, blue: 255 });
    const black = toOklab({ red: 0, green: 0, blue: 0 });
    expect([white.lightness, white.a, white.b].map((v) => Math.abs(v))).toEqual([
      expect.closeTo(1, 4),
      expect.closeTo(0, 4),
      expect.closeTo(0, 4),
    ]);
    expect(black.lightness).toBeCloseTo(0, 6);
  });
});
