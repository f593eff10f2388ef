import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readOwnedBody } from "./owned-body.ts";

const chunked = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    Uint8Array.from(bytes.subarray(at * size, (at + 1) * size)),
  );

describe("readOwnedBody", () => {
  test("collects any chunks, of known and of unknown length, plain and gzipped", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom("sized", "chunked", "gzip"),
        async (bytes, size, how) => {
          const sent = how === "gzip" ? gzipSync(bytes) : bytes;
          const headers = {
            ...(how === "sized" && { "content-length": String(bytes.length) }),
            ...(how === "gzip" && { "content-encoding": "gzip" }),
          };
          const body = await readOwnedBody(Readable.from(chunked(sent, size)), headers, 300);
          expect([...body.bytes]).toEqual([...bytes]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("overwrites the chunks it was given, and itself when told", async () => {
    const chunks = chunked(
      Uint8Array.from({ length: 200_000 }, () => 7),
      9000,
    );
    const body = await readOwnedBody(Readable.from(chunks), {});
    expect(chunks.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
    expect(body.bytes.every((byte) => byte === 7)).toBe(true);
    body.wipe();
    expect(body.bytes.every((byte) => byte === 0)).toBe(true);
  });

  test.each(["sized", "chunked", "gzip"])("refuses one byte over the limit: %s", async (how) => {
    const bytes = new Uint8Array(1001);
    const headers = {
      ...(how === "sized" && { "content-length": "1001" }),
      ...(how === "gzip" && { "content-encoding": "gzip" }),
    };
    const sent = how === "gzip" ? gzipSync(bytes) : bytes;
    await expect(
      readOwnedBody(Readable.from(chunked(sent, 100)), headers, 1000),
    ).rejects.toMatchObject({
      reason: "BODY_TOO_LARGE",
      message: "Request payload size exceeds the limit: 1000 bytes.",
    });
  });

  test("stops inflating a body that grows without end", async () => {
    const bomb = gzipSync(new Uint8Array(50_000_000));
    const read = readOwnedBody(Readable.from([bomb]), { "content-encoding": "gzip" }, 1000);
    await expect(read).rejects.toMatchObject({ reason: "BODY_TOO_LARGE" });
  });

  test.each([
    [Buffer.from("not gzip at all"), "gzip"],
    [gzipSync("cut off").subarray(0, 15), "gzip"],
    [Buffer.from("{}"), "br"],
  ])("says what is wrong with a coding", async (bytes, coding) => {
    const read = readOwnedBody(Readable.from([bytes]), { "content-encoding": coding });
    await expect(read).rejects.toMatchObject({ reason: "BODY_MALFORMED" });
  });

  test("says that the sender went away", async () => {
    const stream = new Readable({ read() {} });
    stream.push(Buffer.from("{"));
    setImmediate(() => stream.destroy(new Error("reset")));
    await expect(readOwnedBody(stream, {})).rejects.toMatchObject({ reason: "CANCELLED" });
  });
});
