import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createAnnotatePicture } from "./annotate-picture.ts";
import { featureNames, type FeatureRequest } from "./annotations.ts";
import { features, joinFeatures } from "./features.ts";
import { encodePicture, noisePicture, paintPicture } from "./image/sample-pictures.ts";

const modelsDir = path.join(import.meta.dirname, "../../models");
const log = (): void => {};
const ask = (...names: FeatureRequest["name"][]): FeatureRequest[] =>
  names.map((name) => ({ name, maxResults: 0 }));
const blue = await encodePicture(
  paintPicture(50, 50, () => [0, 0, 255]),
  "png",
);

const halves = await encodePicture(
  paintPicture(64, 64, (x) => (x < 32 ? [0, 0, 0] : [255, 255, 255])),
  "png",
);

describe("createAnnotatePicture", () => {
  const annotate = createAnnotatePicture({ modelsDir, log });

  test("answers labels and colours of one picture", async () => {
    const request = { bytes: blue, features: ask("LABEL_DETECTION", "IMAGE_PROPERTIES") };
    expect(await annotate(request)).toEqual({
      labels: [],
      dominantColors: [{ red: 0, green: 0, blue: 255, score: 1, pixelFraction: 1 }],
    });
  });

  test.each([
    ["white", paintPicture(300, 300, () => [255, 255, 255])],
    ["black", paintPicture(300, 300, () => [0, 0, 0])],
    ["grey", paintPicture(300, 300, () => [128, 128, 128])],
    ["noise", noisePicture(300, 300)],
    ["a single pixel", paintPicture(1, 1, () => [90, 20, 30])],
  ])("has no label for %s", async (_, picture) => {
    const bytes = await encodePicture(picture, "png");
    const { labels, error } = await annotate({ bytes, features: ask("LABEL_DETECTION") });
    expect({ labels, error }).toEqual({ labels: [], error: undefined });
  });

  test("says what is not built, and answers the rest", async () => {
    const asked = ask("FACE_DETECTION", "IMAGE_PROPERTIES", "LOGO_DETECTION");
    const { dominantColors, error } = await annotate({ bytes: blue, features: asked });
    expect(dominantColors).toHaveLength(1);
    expect(error).toEqual({
      reason: "FEATURE_NOT_BUILT",
      message: "FACE_DETECTION is not built yet; LOGO_DETECTION is not built yet",
    });
  });

  test("says Bad image data. of what it cannot read, whatever was asked", async () => {
    const bytes = Buffer.from("no picture");
    for (const name of featureNames) {
      expect(await annotate({ bytes, features: ask(name) })).toEqual({
        error: { reason: "IMAGE_UNREADABLE", message: "Bad image data." },
      });
    }
  });

  test("leaves the caller's bytes as they are", async () => {
    const before = blue.slice();
    await annotate({ bytes: blue, features: ask("IMAGE_PROPERTIES") });
    expect(blue).toEqual(before);
  });

  test("answers what needs no model when the models are missing, and tells the log why", async () => {
    const told: string[] = [];
    const lost = createAnnotatePicture({
      modelsDir: path.join(os.tmpdir(), "lethe-no-such-folder"),
      log: (level, message) => told.push(`${level}: ${message}`),
    });
    const request = { bytes: halves, features: ask("LABEL_DETECTION", "IMAGE_PROPERTIES") };
    const { labels, dominantColors, error } = await lost(request);
    expect([labels, dominantColors?.length, error?.reason]).toEqual([
      undefined,
      2,
      "MODEL_MISMATCH",
    ]);
    expect(told).toEqual(["error: the model file `MANIFEST.json` cannot be read"]);
  });
});

describe("features", () => {
  test("has a row for every name of the wire, and nothing else", () => {
    expect(Object.keys(features).toSorted()).toEqual([...featureNames].toSorted());
  });
});

describe("joinFeatures", () => {
  test("asks each feature once, for the most results that were wanted", () => {
    const joined = joinFeatures([
      { name: "LABEL_DETECTION", maxResults: 3 },
      { name: "IMAGE_PROPERTIES", maxResults: 0 },
      { name: "LABEL_DETECTION", maxResults: 0 },
      { name: "LABEL_DETECTION", maxResults: 5 },
    ]);
    expect(joined).toEqual([
      { name: "LABEL_DETECTION", maxResults: 10 },
      { name: "IMAGE_PROPERTIES", maxResults: 1 },
    ]);
  });
});
