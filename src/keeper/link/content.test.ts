import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Incoming, Outgoing, Room } from "./content.ts";
import { WINDOW_BYTES } from "./wire.ts";

const filled = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, n) => (n * seed) & 255);

describe("Outgoing and Incoming", () => {
  test("bring any content over whole, never more than a window ahead", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400_000 }),
        fc.integer({ min: 0, max: 400_000 }),
        (jsonBytes, payloadBytes) => {
          const content = { json: filled(jsonBytes, 3), payload: filled(payloadBytes, 7) };
          const chunks: Uint8Array[] = [];
          const credits: number[] = [];
          const outgoing = new Outgoing(content, (bytes) => chunks.push(bytes));
          const incoming = new Incoming(jsonBytes + payloadBytes, (bytes) => credits.push(bytes));
          let whole: Uint8Array | undefined;
          for (let turn = 0; turn < 1000 && whole === undefined; turn++) {
            for (const credit of credits.splice(0)) outgoing.grant(credit);
            expect(chunks.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(
              WINDOW_BYTES,
            );
            const chunk = chunks.shift();
            if (chunk !== undefined) whole = incoming.push(chunk);
          }
          expect(
            whole && Buffer.compare(whole, Buffer.concat([content.json, content.payload])),
          ).toBe(0);
        },
      ),
      { interruptAfterTimeLimit: 3000, numRuns: 40 },
    );
  });

  test("what was not granted is refused", () => {
    const incoming = new Incoming(2 * WINDOW_BYTES, () => {});
    expect(() => incoming.push(new Uint8Array(WINDOW_BYTES + 1))).toThrow("more content");
    expect(() => new Incoming(5, () => {}).push(new Uint8Array(6))).toThrow("more content");
    expect(() => new Incoming(5, () => {}).push(new Uint8Array())).toThrow("more content");
  });
});

describe("Room", () => {
  test("lets in whole contents in their order, as room comes free", () => {
    const room = new Room(10);
    const entered: string[] = [];
    const enter = (name: string) => (): void => {
      entered.push(name);
    };
    room.take(6, enter("a"));
    const b = enter("b");
    room.take(6, b);
    room.take(4, enter("c"));
    expect(entered).toEqual(["a"]);
    expect(room.giveUp(b)).toBe(true);
    expect(entered).toEqual(["a", "c"]);
    expect(room.giveUp(b)).toBe(false);
    room.take(10, enter("d"));
    room.leave(6);
    expect(entered).toEqual(["a", "c"]);
    room.leave(4);
    expect(entered).toEqual(["a", "c", "d"]);
  });
});
