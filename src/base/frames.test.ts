import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameHeader, FrameReader } from "./frames.ts";

const joined = (payloads: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(payloads.flatMap((payload) => [...frameHeader(payload.length), ...payload]));

describe("FrameReader", () => {
  test("gives back any frames, however the stream was cut", () => {
    const payload = fc.uint8Array({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(payload, { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (sent, cut) => {
          const reader = new FrameReader(64);
          const stream = joined(sent);
          const received: Uint8Array[] = [];
          for (let at = 0; at < stream.length; at += cut) {
            received.push(...reader.push(stream.subarray(at, at + cut)));
          }
          expect(received.map((frame) => [...frame])).toEqual(sent.map((frame) => [...frame]));
        },
      ),
    );
  });

  test("refuses an empty frame and one over the limit", () => {
    expect(() => new FrameReader(8).push(frameHeader(0))).toThrow("a frame of 0 bytes");
    expect(() => new FrameReader(8).push(frameHeader(9))).toThrow("1 to 8 are allowed");
  });

  test("hands out memory of its own, so that wiping it touches nobody else", () => {
    const reader = new FrameReader(8);
    const stream = joined([Uint8Array.of(1, 2, 3)]);
    const [frame] = reader.push(stream);
    frame?.fill(0);
    expect([...stream.subarray(4)]).toEqual([1, 2, 3]);
  });
});
