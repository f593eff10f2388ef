import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Picture } from "./picture.ts";
import { swapsSides, turnUpright } from "./turn.ts";

/** Two rows of three: A B C over D E F, one letter per pixel. */
const letters: Picture = {
  widthPx: 3,
  heightPx: 2,
  rgb: Uint8Array.from({ length: 18 }, (_, n) => "A".charCodeAt(0) + Math.floor(n / 3)),
};

const rowsOf = ({ widthPx, rgb }: Picture): string[] => {
  const text = Array.from(
    rgb.filter((_, n) => n % 3 === 0),
    (code) => String.fromCharCode(code),
  );
  return Array.from({ length: text.length / widthPx }, (_, row) =>
    text.slice(row * widthPx, (row + 1) * widthPx).join(""),
  );
};

/** The orientation that undoes each; only the two quarter turns are not their own. */
const UNDOES = [0, 1, 2, 3, 4, 5, 8, 7, 6];

describe("turnUpright", () => {
  test.each([
    [1, ["ABC", "DEF"]],
    [2, ["CBA", "FED"]],
    [3, ["FED", "CBA"]],
    [4, ["DEF", "ABC"]],
    [5, ["AD", "BE", "CF"]],
    [6, ["DA", "EB", "FC"]],
    [7, ["FC", "EB", "DA"]],
    [8, ["CF", "BE", "AD"]],
  ])("turns orientation %i as Exif draws it", (orientation, rows) => {
    const upright = turnUpright(letters, orientation);
    expect(rowsOf(upright)).toEqual(rows);
    expect(swapsSides(orientation)).toBe(upright.widthPx === 2);
  });

  test("leaves the picture as it is without an orientation that Exif knows", () => {
    expect(turnUpright(letters, undefined)).toBe(letters);
    expect(turnUpright(letters, 9)).toBe(letters);
  });

  test("is undone by its opposite, for any picture", () => {
    const side = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 8 }), (widthPx, heightPx, orientation) => {
        const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, n) => n % 251);
        const there = turnUpright({ widthPx, heightPx, rgb }, orientation);
        expect(turnUpright(there, UNDOES[orientation])).toEqual({ widthPx, heightPx, rgb });
      }),
    );
  });
});
