import { describe, expect, test } from "vitest";
import { toPlanes } from "./planes.ts";
import { centreCrop, fitInside, middleSquare } from "./resize.ts";
import { paintPicture } from "./sample-pictures.ts";

/** Black with a white square of 20 in the middle. */
const target = paintPicture(100, 60, (x, y) =>
  x >= 40 && x < 60 && y >= 20 && y < 40 ? [255, 255, 255] : [0, 0, 0],
);

describe("fitInside", () => {
  test("keeps the proportions and does not enlarge", async () => {
    expect(await fitInside(target, 50, "linear")).toMatchObject({ widthPx: 50, heightPx: 30 });
    expect(await fitInside(target, 500, "linear")).toMatchObject({ widthPx: 100, heightPx: 60 });
  });

  test("keeps a line of one pixel at least one pixel high", async () => {
    const line = paintPicture(900, 1, () => [9, 9, 9]);
    expect(await fitInside(line, 128, "linear")).toMatchObject({ widthPx: 128, heightPx: 1 });
  });
});

describe("middleSquare", () => {
  test("keeps the middle", async () => {
    const square = await middleSquare(target, 60, "cubic");
    expect(square).toMatchObject({ widthPx: 60, heightPx: 60 });
    expect(square.rgb[(30 * 60 + 30) * 3]).toBe(255);
    expect(square.rgb[(30 * 60 + 5) * 3]).toBe(0);
  });

  test("enlarges a picture of one pixel", async () => {
    const dot = paintPicture(1, 1, () => [10, 20, 30]);
    expect([...(await middleSquare(dot, 4, "cubic")).rgb.subarray(0, 3)]).toEqual([10, 20, 30]);
  });
});

describe("centreCrop", () => {
  test("cuts the same margin on all sides", async () => {
    const crop = await centreCrop(target, 60, 20, "cubic");
    expect(crop).toMatchObject({ widthPx: 20, heightPx: 20 });
    expect([...new Set(crop.rgb)]).toEqual([255]);
  });
});

describe("toPlanes", () => {
  test("parts the colours into planes and scales them", () => {
    const picture = paintPicture(2, 1, (x) => [127, 127 + 64 * x, 255]);
    expect(toPlanes(picture, { middle: 127, spread: 128 })).toEqual({
      shape: [1, 3, 1, 2],
      data: Float32Array.of(0, 0, 0, 0.5, 1, 1),
    });
  });
});
