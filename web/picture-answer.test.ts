import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPictureAnswer } from "./picture-answer.ts";

describe("readPictureAnswer", () => {
  test("reads labels and colours in the order delivered, absent numbers as zero", () => {
    const body = {
      responses: [
        {
          labelAnnotations: [{ description: "River", score: 0.9 }, { description: "Lake" }],
          imagePropertiesAnnotation: {
            dominantColors: { colors: [{ color: { green: 128 }, pixelFraction: 0.25 }, {}] },
          },
        },
      ],
    };
    expect(readPictureAnswer(200, body)).toEqual({
      labels: [
        { name: "River", score: 0.9 },
        { name: "Lake", score: 0 },
      ],
      colors: [
        { hex: "#008000", pixelFraction: 0.25 },
        { hex: "#000000", pixelFraction: 0 },
      ],
    });
  });

  test("finds nothing in an empty answer", () => {
    expect(readPictureAnswer(200, { responses: [{}] })).toEqual({ labels: [], colors: [] });
  });

  test.each([
    [200, { responses: [{ error: { code: 3, message: "Bad image data." } }] }, "unreadable"],
    [200, { responses: [{ error: { code: 13, message: "lost" } }] }, "failed"],
    [200, {}, "failed"],
    [400, { error: { message: "no" } }, "unreadable"],
    [401, {}, "keyNeeded"],
    [403, undefined, "keyNeeded"],
    [413, undefined, "tooLarge"],
    [429, {}, "busy"],
    [503, {}, "busy"],
    [500, "x", "failed"],
  ])("says for %i %j: %s", (status, body, trouble) => {
    expect(readPictureAnswer(status, body)).toMatchObject({ trouble });
  });

  test("hands on what the server said", () => {
    const body = { responses: [{ error: { code: 3, message: "Bad image data." } }] };
    expect(readPictureAnswer(200, body)).toEqual({
      trouble: "unreadable",
      detail: "Bad image data.",
    });
  });

  test("reads anything without failing; colours are colours and shares are shares", () => {
    const color = fc.record({ color: fc.anything(), pixelFraction: fc.anything() });
    const body = fc.record({
      responses: fc.array(
        fc.record({
          labelAnnotations: fc.anything(),
          imagePropertiesAnnotation: fc.record({
            dominantColors: fc.record({ colors: fc.array(color) }),
          }),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.oneof(body, fc.anything()), (value) => {
        const answer = readPictureAnswer(200, value);
        const colors = "colors" in answer ? answer.colors : [];
        for (const { hex, pixelFraction } of colors) {
          expect(hex).toMatch(/^#[0-9a-f]{6}$/);
          expect(pixelFraction).toBeGreaterThanOrEqual(0);
          expect(pixelFraction).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
