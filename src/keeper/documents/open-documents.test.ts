import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { instant } from "../../base/instant.ts";
import type { Generation } from "../../search/index/generation.ts";
import { readSegment } from "../../search/index/reader.ts";
import { ask } from "../../search/fixture.ts";
import { loadSegment } from "../../search/threads/load-segment.ts";
import { page } from "./documents.suite.ts";
import { openDocuments, SEGMENTS_FOLDER } from "./open-documents.ts";
import type { Documents } from "./port.ts";

let dir = "";
let documents: Documents;
let generations: Generation[] = [];
let said: string[] = [];

function open(): void {
  documents = openDocuments({
    dir,
    onGeneration: (generation) => generations.push(generation),
    log: (level, message) => said.push(`${level}: ${message}`),
  });
}

/** As the gateway does: the announced files alone are read. */
function found(text: string, generation = documents.generation()): string[] {
  const segments = generation.segments.map((segment) => {
    const live = { segment: readSegment(loadSegment(path.join(dir, SEGMENTS_FOLDER), segment)) };
    const { deleted } = segment;
    return deleted === undefined ? live : { ...live, deleted: Buffer.from(deleted, "base64") };
  });
  return ask(segments, text, { count: 50 })
    .hits.map(({ url }) => url.slice(20))
    .toSorted();
}

const files = (): string[] => fs.readdirSync(path.join(dir, SEGMENTS_FOLDER)).toSorted();
const segmentFiles = (): string[] => files().filter((name) => name.endsWith(".segment"));
const at = instant(1_000);

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-documents-"));
  generations = [];
  said = [];
  open();
});
afterEach(async () => {
  await documents.close();
  fs.rmSync(dir, { recursive: true });
});

describe("openDocuments", () => {
  test("announces new documents by itself, within a second", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const startedAt = performance.now();
    documents.put([page("a", "zebra")], at);
    const look = setInterval(() => generations.length > 0 && resolve(), 10);
    await promise;
    clearInterval(look);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(found("zebra", generations.at(-1))).toEqual(["a"]);
  });

  test("finds the later version alone, and none that was deleted", async () => {
    documents.put([page("a", "zebra"), page("b", "zebra")], at);
    await documents.flush();
    expect(documents.put([page("a", "lion")], at)).toEqual({ added: 0, replaced: 1 });
    await documents.flush();
    expect(found("zebra")).toEqual(["b"]);
    expect(found("lion")).toEqual(["a"]);
    expect(documents.delete([page("b").url])).toBe(1);
    expect(found("zebra")).toEqual([]);
    expect(documents.status()).toMatchObject({ documents: 1, waiting: 0 });
  });

  test("joins segments so that they stay few, and leaves no other file", async () => {
    for (let n = 0; n < 30; n++) {
      documents.put([page(`p${n}`, "zebra")], at);
      await documents.flush();
    }
    await expect.poll(() => documents.status().segments, { timeout: 5000 }).toBeLessThan(10);
    expect(found("zebra").length).toBe(30);
    const inForce = documents.generation().segments.map(({ name }) => name);
    // the generation before may still be read
    expect(segmentFiles().length).toBeLessThanOrEqual(inForce.length + 10);
    await documents.close();
    open();
    expect(segmentFiles()).toEqual(
      documents
        .generation()
        .segments.map(({ name }) => name)
        .toSorted(),
    );
    expect(found("zebra").length).toBe(30);
  });

  test("notices a flipped bit when it opens, and makes the segment anew", async () => {
    documents.put([page("a", "zebra")], at);
    await documents.flush();
    await documents.close();
    const [name = ""] = segmentFiles();
    const file = path.join(dir, SEGMENTS_FOLDER, name);
    const bytes = fs.readFileSync(file);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 4;
    fs.writeFileSync(file, bytes);
    open();
    expect(said.join()).toContain("is not whole");
    await documents.flush();
    expect(found("zebra")).toEqual(["a"]);
    expect(documents.check()).toEqual([]);
  });

  test("says what is broken while it runs, and repairs it by rebuilding", async () => {
    documents.put([page("a", "zebra"), page("b", "zebra")], at);
    await documents.flush();
    const [name = ""] = segmentFiles();
    fs.truncateSync(path.join(dir, SEGMENTS_FOLDER, name), 100);
    expect(documents.check().join()).toContain(name);
    expect(await documents.rebuild()).toMatchObject({ documents: 2, segments: 1 });
    expect(documents.check()).toEqual([]);
    expect(found("zebra")).toEqual(["a", "b"]);
  });

  test("makes everything anew when the folder of segments is gone, or its manifest is nonsense", async () => {
    documents.put([page("a", "zebra")], at);
    await documents.flush();
    await documents.close();
    fs.rmSync(path.join(dir, SEGMENTS_FOLDER), { recursive: true });
    open();
    await documents.flush();
    expect(found("zebra")).toEqual(["a"]);
    await documents.close();
    fs.writeFileSync(path.join(dir, SEGMENTS_FOLDER, "manifest.json"), '{"format":2,"num');
    open();
    await documents.flush();
    expect(found("zebra")).toEqual(["a"]);
    expect(segmentFiles().length).toBe(1);
  });

  test("removes what an interrupted write left", async () => {
    await documents.close();
    fs.writeFileSync(path.join(dir, SEGMENTS_FOLDER, "1-1-1.segment.new"), "half");
    fs.writeFileSync(path.join(dir, SEGMENTS_FOLDER, "1-1-1.segment"), "orphan");
    open();
    expect(files()).toEqual([]);
  });

  test("counts generations up across a restart", async () => {
    documents.put([page("a")], at);
    await documents.flush();
    const { number } = documents.generation();
    await documents.close();
    open();
    expect(documents.generation().number).toBe(number);
    documents.put([page("b")], at);
    await documents.flush();
    expect(documents.generation().number).toBeGreaterThan(number);
  });
});
