import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ImportItem } from "../item.ts";
import { readJsonLines } from "./read-json-lines.ts";

async function read(text: string): Promise<ImportItem[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(text);
  }
  const items: ImportItem[] = [];
  for await (const item of readJsonLines("a.jsonl", chunks())) items.push(item);
  return items;
}

const page = (n: number): string => JSON.stringify({ kind: "webPage", url: `https://e.org/${n}` });

describe("readJsonLines", () => {
  test("rejects a bad line by its number and takes the lines around it", async () => {
    const items = await read(
      [page(1), "{ not json", "", page(2), "[]", '{"kind":"webPage"}'].join("\n"),
    );
    expect(items).toEqual([
      { document: { kind: "webPage", url: "https://e.org/1" } },
      { rejected: { source: "a.jsonl", line: 2, reason: "not JSON" } },
      { document: { kind: "webPage", url: "https://e.org/2" } },
      { rejected: { source: "a.jsonl", line: 5, reason: expect.any(String) } },
      { rejected: { source: "a.jsonl", line: 6, reason: "`url` is missing" } },
    ]);
  });

  test("names an unknown field", async () => {
    const items = await read('{"kind":"webPage","url":"https://e.org/","colour":"red"}');
    expect(items).toEqual([
      { rejected: { source: "a.jsonl", line: 1, reason: "unknown field `colour`" } },
    ]);
  });

  test("rejects a line that is nested without end, and goes on", async () => {
    const deep = `{"kind":"entity","url":"https://e.org/","facts":{"a":${"[".repeat(50_000)}`;
    const items = await read(`${deep}${"]".repeat(50_000)}}}\n${page(1)}`);
    expect(items[0]).toEqual({
      rejected: { source: "a.jsonl", line: 1, reason: "more than 64 levels deep" },
    });
    expect(items).toHaveLength(2);
  });

  test("gives exactly one item for each line that is not blank, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string(), fc.json(), fc.constant(page(1)))),
        async (lines) => {
          const flat = lines.map((line) => line.replace(/[\r\n\uFEFF]/g, " "));
          expect(await read(flat.join("\n"))).toHaveLength(
            flat.filter((line) => line.trim()).length,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
