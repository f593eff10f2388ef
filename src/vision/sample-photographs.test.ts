/**
 * Labels and colours of real photographs, against what others publish of them.
 *
 * Needs the test material that LETHE_CORPORA names. The photographs are not ours to ship.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createAnnotatePicture } from "./annotate-picture.ts";
import type { DominantColor, FeatureName } from "./annotations.ts";

const corpora = process.env["LETHE_CORPORA"];
const isMissing = corpora === undefined || corpora === "";
const note = isMissing ? " (not run: no corpora)" : "";

const annotate = createAnnotatePicture({
  modelsDir: path.join(import.meta.dirname, "../../models"),
  log: () => {},
});

async function look(picture: string, name: FeatureName) {
  const bytes = readFileSync(path.join(corpora ?? "", "images", picture));
  return await annotate({ bytes, features: [{ name, maxResults: 0 }] });
}

async function labelsOf(picture: string): Promise<string[]> {
  return ((await look(picture, "LABEL_DETECTION")).labels ?? []).map((label) => label.name);
}

async function colorsOf(picture: string): Promise<readonly DominantColor[]> {
  return (await look(picture, "IMAGE_PROPERTIES")).dominantColors ?? [];
}

type Rgb = readonly [number, number, number];

/** The largest difference in a channel, of the nearest colour. */
function gap(colors: readonly DominantColor[], [red, green, blue]: Rgb): number {
  const gaps = colors.map((color) =>
    Math.max(Math.abs(color.red - red), Math.abs(color.green - green), Math.abs(color.blue - blue)),
  );
  return Math.min(...gaps);
}

/** How far a published swatch may be away in a channel. */
const NEAR = 24;

describe.skipIf(isMissing)(`labels of photographs${note}`, () => {
  test.each([
    ["gcp-vision-tests/py-wakeupcat.jpg", "Cat"],
    ["gcp-vision-tests/js-cat.jpg", "Cat"],
    ["gcp-vision-tests/js-landmark.jpg", "Structure"],
    ["azure-vision-samples/dog.jpg", "Dog"],
    ["azure-vision-samples/house.jpg", "Building"],
    ["azure-vision-samples/landmark.jpg", "Building"],
  ])("%s shows a %s", async (picture, name) => {
    expect(await labelsOf(picture)).toContain(name);
  });

  test("japanese_cherry_9.jpg shows a Plant", async () => {
    expect(await labelsOf("labels-azure-trees/japanese_cherry_9.jpg")).toContain("Plant");
  });

  test("a page of print and a page of many scripts show nothing it could name", async () => {
    expect(await labelsOf("azure-vision-samples/MultiLingual.png")).toEqual([]);
    expect(await labelsOf("azure-vision-samples/printed_text.jpg")).toEqual([]);
  });

  test("labels of one picture: distinct, falling, in sentence case, at most ten", async () => {
    const { labels = [] } = await look("gcp-vision-tests/py-wakeupcat.jpg", "LABEL_DETECTION");
    const names = labels.map((label) => label.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[A-Z][^A-Z]*$/.test(name))).toBe(true);
    expect(labels).toEqual(labels.toSorted((a, b) => b.score - a.score));
    expect(labels.length).toBeLessThanOrEqual(10);
  });
});

describe.skipIf(isMissing)(`colours of photographs${note}`, () => {
  test.each([
    ["colors/colorthief-black.png", [0, 0, 0]],
    ["colors/colorthief-white.png", [255, 255, 255]],
    ["colors/colorthief-red.png", [255, 0, 0]],
    ["colors/colorthief-transparent.png", [255, 255, 255]],
  ] as const)("%s has one colour", async (picture, rgb) => {
    const colors = await colorsOf(picture);
    expect([colors.length, gap(colors, rgb)]).toEqual([1, 0]);
  });

  test("a rainbow has ten colours", async () => {
    expect(await colorsOf("colors/colorthief-rainbow-vertical.png")).toHaveLength(10);
  });

  test("the landmark has the colour that Vision's own client test asks for", async () => {
    const colors = await colorsOf("gcp-vision-tests/js-landmark.jpg");
    expect(gap(colors, [69, 42, 27])).toBeLessThanOrEqual(NEAR);
    expect(colors.length).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ["colors/vibrant-2.jpg", [13, 19, 92]],
    ["colors/vibrant-2.jpg", [114, 120, 143]],
    ["colors/vibrant-2.jpg", [86, 84, 44]],
    ["colors/vibrant-3.jpg", [39, 87, 70]],
    ["colors/vibrant-3.jpg", [225, 221, 194]],
  ] as const)("%s has node-vibrant's swatch %j, frequent there", async (picture, swatch) => {
    expect(gap(await colorsOf(picture), swatch)).toBeLessThanOrEqual(NEAR);
  });
});
