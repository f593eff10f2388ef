import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../../base/instant.ts";
import { parseDocument } from "../document/document.ts";
import type { GenerationSegment } from "../index/generation.ts";
import { SegmentWriter } from "../index/writer.ts";
import type { WebQuery } from "../search.ts";
import { createSearchThreads, type SearchThreads } from "./pool.ts";

let dir = "";
let pool: SearchThreads | undefined;
const patient = new AbortController().signal;
const zebra: WebQuery = { text: "zebra", count: 10, offset: 0, safeSearch: "Off" };

function write(name: string, texts: readonly string[]): GenerationSegment {
  const writer = new SegmentWriter();
  for (const [n, text] of texts.entries()) {
    const url = `https://example.org/${name}/${n}`;
    writer.add(parseDocument({ kind: "webPage", url, text }), n + 1, instant(n));
  }
  const bytes = Buffer.concat(writer.finish().pieces);
  fs.writeFileSync(path.join(dir, name), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, sha256, documents: texts.length };
}

/** Threads that run this source instead of a search. */
function poolOf(source: string): SearchThreads {
  const entry = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  return createSearchThreads({ threads: 1, segmentsDir: dir, entry });
}

/** The one that afterEach closes may be undefined; this one is not. */
function bound(threads: SearchThreads): Pick<SearchThreads, "searchWeb"> {
  return { searchWeb: (query, signal) => threads.searchWeb(query, signal) };
}

const onQuery = (deed: string): string =>
  `import { parentPort } from "node:worker_threads";
   parentPort.on("message", (m) => { if ("id" in m) { ${deed} } });`;

beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-threads-"));
});
afterEach(async () => {
  await pool?.close();
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

describe("createSearchThreads", () => {
  test("answers from the generation that was loaded last", async () => {
    pool = createSearchThreads({ threads: 2, segmentsDir: dir });
    expect((await pool.searchWeb(zebra, patient)).hits).toEqual([]);
    const first = write("a", ["zebra", "lion"]);
    pool.load({ number: 1, segments: [first] });
    expect((await pool.searchWeb(zebra, patient)).hits.length).toBe(1);
    pool.load({ number: 2, segments: [first, write("b", ["zebra"])] });
    const { searchWeb } = bound(pool);
    const many = Array.from({ length: 20 }, () => searchWeb(zebra, patient));
    const counts = (await Promise.all(many)).map(({ hits }) => hits.length);
    expect(new Set(counts)).toEqual(new Set([2]));
    expect(pool.stats()).toEqual({ generation: 2, documents: 3 });
  });

  test("leaves deleted documents out, and an older generation alone", async () => {
    pool = createSearchThreads({ threads: 1, segmentsDir: dir });
    const segment = write("c", ["zebra", "zebra"]);
    const deleted = Buffer.of(1).toString("base64");
    pool.load({ number: 5, segments: [{ ...segment, deleted }] });
    pool.load({ number: 4, segments: [segment] });
    expect((await pool.searchWeb(zebra, patient)).hits.map(({ url }) => url)).toEqual([
      "https://example.org/c/1",
    ]);
  });

  test("keeps the generation it has when the next one is not whole", async () => {
    pool = createSearchThreads({ threads: 1, segmentsDir: dir });
    pool.load({ number: 1, segments: [write("d", ["zebra"])] });
    const torn = write("e", ["zebra"]);
    fs.truncateSync(path.join(dir, "e"), 200);
    expect(() => pool?.load({ number: 2, segments: [torn] })).toThrow(/cannot be read/);
    expect((await pool.searchWeb(zebra, patient)).hits.length).toBe(1);
    expect(pool.stats().generation).toBe(1);
  });

  test("asks once more when a thread dies, then says so, and goes on with a new one", async () => {
    pool = poolOf(onQuery("process.exit(1)"));
    const lost = { reason: "SEARCH_THREAD_LOST" };
    await expect(pool.searchWeb(zebra, patient)).rejects.toMatchObject(lost);
    await expect(pool.searchWeb(zebra, patient)).rejects.toMatchObject(lost);
  });

  test("replaces a thread that never comes back", async () => {
    pool = poolOf(onQuery("for (;;);"));
    const lost = { reason: "SEARCH_THREAD_LOST" };
    await expect(pool.searchWeb(zebra, patient)).rejects.toMatchObject(lost);
  }, 15_000);

  test("lets go of a caller that has gone, before, while waiting and while searching", async () => {
    pool = poolOf(onQuery("setTimeout(() => {}, 1e6)"));
    const cancelled = { reason: "CANCELLED" };
    await expect(pool.searchWeb(zebra, AbortSignal.abort())).rejects.toMatchObject(cancelled);
    const stop = new AbortController();
    const both = [pool.searchWeb(zebra, stop.signal), pool.searchWeb(zebra, stop.signal)];
    stop.abort();
    for (const each of both) await expect(each).rejects.toMatchObject(cancelled);
  });

  test("refuses a query when too many wait, and tells those that wait when it closes", async () => {
    pool = poolOf(onQuery("setTimeout(() => {}, 1e6)"));
    const { searchWeb } = bound(pool);
    const waiting = Array.from({ length: 1001 }, () => searchWeb(zebra, patient));
    const outcomes = Promise.allSettled(waiting);
    await expect(pool.searchWeb(zebra, patient)).rejects.toMatchObject({ reason: "QUEUE_FULL" });
    await pool.close();
    expect((await outcomes).every(({ status }) => status === "rejected")).toBe(true);
  });
});
