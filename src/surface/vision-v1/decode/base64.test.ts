import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Base64Writer } from "./base64.ts";

/** Decodes as the scanner does: groups first, single characters where those stop. */
function decode(text: string): Uint8Array | undefined {
  const bytes = new TextEncoder().encode(text);
  const writer = new Base64Writer(bytes, 0);
  let at = 0;
  while (at < bytes.length) {
    at = writer.takeGroups(at, bytes.length);
    if (at < bytes.length) writer.take(bytes[at] ?? 0);
    at += 1;
  }
  return writer.finish() ? bytes.subarray(0, writer.end) : undefined;
}

const encodings = [
  (bytes: Uint8Array) => Buffer.from(bytes).toString("base64"),
  (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replace(/=+$/, ""),
  (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url"),
  (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString("base64")
      .replaceAll(/(.{3})/g, "$1\n"),
] as const;

describe("Base64Writer", () => {
  test("gives any bytes back, in either alphabet, padded or not, with line breaks or without", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom(...encodings),
        (bytes, encode) => {
          expect([...(decode(encode(bytes)) ?? [])]).toEqual([...bytes]);
        },
      ),
    );
  });

  test.each(["A", "AAAAA", "A===", "AA=", "AAA==", "AA=A", "=", "AAAA=", "A*AA", "AA\u0000A"])(
    "refuses %j",
    (text) => {
      expect(decode(text)).toBeUndefined();
    },
  );

  test("accepts nothing at all", () => {
    expect(decode("")).toEqual(new Uint8Array());
  });
});
