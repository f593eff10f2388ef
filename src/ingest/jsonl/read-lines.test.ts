import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLines, type Line } from "./read-lines.ts";

async function linesOf(bytes: Uint8Array, cut = 7, maxLineBytes = 100): Promise<Line[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += cut) yield bytes.subarray(at, at + cut);
  }
  const lines: Line[] = [];
  for await (const line of readLines(chunks(), maxLineBytes)) lines.push(line);
  return lines;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("readLines", () => {
  test("numbers lines from one and takes the line ends of every system", async () => {
    expect(await linesOf(utf8("a\r\n\nb\n"))).toEqual([
      { number: 1, text: "a" },
      { number: 2, text: "" },
      { number: 3, text: "b" },
    ]);
  });

  test("gives a last line that has no end", async () => {
    expect(await linesOf(utf8("a\nb"))).toHaveLength(2);
  });

  test("drops a byte order mark from the first line only", async () => {
    expect(await linesOf(utf8("\uFEFFa\n\uFEFFb"))).toEqual([
      { number: 1, text: "a" },
      { number: 2, text: "\uFEFFb" },
    ]);
  });

  test("reports a line that is too long with its length, and goes on", async () => {
    const lines = await linesOf(utf8(`${"x".repeat(101)}\n${"y".repeat(100)}\n`));
    expect(lines[0]).toEqual({ number: 1, problem: "101 bytes; 100 are allowed in a line" });
    expect(lines[1]).toEqual({ number: 2, text: "y".repeat(100) });
  });

  test("reports a line that is not UTF-8, and goes on", async () => {
    const lines = await linesOf(Uint8Array.of(0xc3, 0x28, 0x0a, 0x61));
    expect(lines).toEqual([
      { number: 1, problem: "not UTF-8" },
      { number: 2, text: "a" },
    ]);
  });

  test("gives the same lines however the stream is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary", maxLength: 20 })),
        fc.integer({ min: 1, max: 9 }),
        async (texts, cut) => {
          const lines = texts.map((text) => text.replace(/[\r\n\uFEFF]/g, "") + "|");
          const read = await linesOf(utf8(lines.join("\n")), cut);
          expect(read.map((line) => ("text" in line ? line.text : undefined))).toEqual(lines);
        },
      ),
      { numRuns: 50 },
    );
  });
});
