/**
 * Segments that earlier versions wrote still open and answer. A new format number adds a folder and a
 * row; what is in a folder never changes.
 */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ANALYSIS_VERSION } from "../../src/search/analysis/terms.ts";
import { ask } from "../../src/search/fixture.ts";
import { SEGMENT_FORMAT } from "../../src/search/index/format.ts";
import { readSegment } from "../../src/search/index/reader.ts";

const read = (folder: string): ReturnType<typeof readSegment> =>
  readSegment(fs.readFileSync(path.join(import.meta.dirname, folder, "pages.segment")));

describe("readSegment", () => {
  test("has a folder for every format there was", () => {
    const folders = Array.from({ length: SEGMENT_FORMAT }, (_, n) => `segment-${n + 1}`);
    const found = fs.readdirSync(import.meta.dirname).filter((name) => name.startsWith("segment-"));
    expect(found.toSorted()).toEqual(folders);
  });

  test("reads format 1 as it was written", () => {
    const segment = read("segment-1");
    expect(segment.facts).toMatchObject({
      analysis: ANALYSIS_VERSION,
      documents: 4,
      from: 10,
      to: 13,
    });
    expect([...segment.sequences]).toEqual([10, 11, 12, 13]);
    expect(segment.storedFields(0)).toEqual({
      url: "https://example.org/fox",
      title: "A fox",
      text: "The quick brown foxes jump over the lazy dog.",
      language: "en",
      datePublished: "2026-11-25",
    });
  });

  test.each([
    ['"quick brown foxes"', ["fox"]],
    ["서울에서", ["seoul"]],
    ["CAFE", ["cafe"]],
    ["inanchor:carte", ["cafe"]],
    ["language:ko", ["seoul"]],
    ["site:example.org -fox", ["seoul", "cafe"]],
  ])("finds in format 1 for %s: %j", (text, paths) => {
    const { hits } = ask([{ segment: read("segment-1") }], text);
    expect(hits.map(({ url }) => url.slice(20))).toEqual(paths);
  });
});
