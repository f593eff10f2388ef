import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { featureNames } from "../annotations.ts";
import { decodeAnswer, decodeRequest, encodeAnswer, encodeRequestHead } from "./frames.ts";

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

/** Rejections that are not FRAME_INVALID are bugs. */
function reasonOf(work: () => unknown): unknown {
  try {
    work();
    return "read";
  } catch (cause) {
    return (cause as { reason?: unknown }).reason;
  }
}

describe("decodeRequest", () => {
  test("gives back what encodeRequestHead and the bytes said, whatever they are", () => {
    const feature = fc.record({
      name: fc.constantFrom(...featureNames),
      maxResults: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(
        fc.nat(),
        fc.uint8Array(),
        fc.uniqueArray(feature, { selector: ({ name }) => name }),
        (sequence, bytes, features) => {
          const picture = { bytes, features };
          const frame = joined(encodeRequestHead({ sequence, picture }), bytes);
          expect(decodeRequest(frame)).toEqual({ sequence, picture });
        },
      ),
    );
  });

  test("gives a view, so that wiping the frame wipes the picture", () => {
    const picture = { bytes: Uint8Array.of(1, 2, 3), features: [] };
    const frame = joined(encodeRequestHead({ sequence: 1, picture }), picture.bytes);
    const request = decodeRequest(frame);
    frame.fill(0);
    expect([...request.picture.bytes]).toEqual([0, 0, 0]);
  });

  test("stays small when a caller asks the same feature ten thousand times", () => {
    const features = Array.from({ length: 10_000 }, () => ({
      name: "LABEL_DETECTION" as const,
      maxResults: -5,
    }));
    const head = encodeRequestHead({
      sequence: 1,
      picture: { bytes: new Uint8Array(0), features },
    });
    expect(decodeRequest(head).picture.features).toEqual([
      { name: "LABEL_DETECTION", maxResults: 10 },
    ]);
  });

  test("refuses any other bytes as FRAME_INVALID", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(reasonOf(() => decodeRequest(bytes))).toBe("FRAME_INVALID");
      }),
    );
  });

  test("refuses a header that says it is longer than the frame", () => {
    expect(reasonOf(() => decodeRequest(Uint8Array.of(255, 255, 255, 255, 123)))).toBe(
      "FRAME_INVALID",
    );
  });
});

describe("decodeAnswer", () => {
  test("gives back what encodeAnswer said", () => {
    const answer = {
      sequence: 7,
      annotation: {
        labels: [{ name: "Dog", score: 0.75, topicality: 0.75 }],
        dominantColors: [{ red: 1, green: 2, blue: 255, score: 0.5, pixelFraction: 0.25 }],
        error: { reason: "FEATURE_NOT_BUILT" as const, message: "FACE_DETECTION is not built yet" },
      },
    };
    expect(decodeAnswer(encodeAnswer(answer))).toEqual(answer);
  });

  test.each([
    [
      "a score over 1",
      '{"sequence":1,"annotation":{"labels":[{"name":"a","score":2,"topicality":0}]}}',
    ],
    ["an unknown reason", '{"sequence":1,"annotation":{"error":{"reason":"HA","message":""}}}'],
    ["a field of its own", '{"sequence":1,"annotation":{},"more":1}'],
    ["no sequence", '{"annotation":{}}'],
    ["no JSON", "{"],
  ])("refuses %s", (_, text) => {
    expect(reasonOf(() => decodeAnswer(new TextEncoder().encode(text)))).toBe("FRAME_INVALID");
  });

  test("refuses any other bytes as FRAME_INVALID", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(reasonOf(() => decodeAnswer(bytes))).toBe("FRAME_INVALID");
      }),
    );
  });
});
