/**
 * Search side by side: our index against SQLite FTS5 (better-sqlite3), the same documents and queries.
 *
 * Measured  taking documents in, durable and searchable, batches of 1000; then each query on one
 *           thread, in process: the first ten (ids alone), and with title and snippet.
 * Documents made by a seeded generator: words by Zipf's law over 60,000, 60 to 540 in a page. They are
 *           no real language: ratios hold for posting lists of this shape, not for ranking.
 * Queries   common: one of the 100 most frequent words; rare: one of rank 20,000 and more; real: three
 *           words of one page, all asked for; or: the same, any asked for; phrase: three in a row.
 * Watch     both engines are asked in turn, query by query; a query's time is the median of three,
 *           the table shows percentiles over queries. Ours counts the first 20, FTS5 the first 10.
 * Arguments --documents N (20,000), --queries N per kind (100).
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { instant } from "../src/base/instant.ts";
import { openDocuments, SEGMENTS_FOLDER } from "../src/keeper/documents/open-documents.ts";
import { UNLIMITED } from "../src/search/fixture.ts";
import { parseDocument } from "../src/search/document/document.ts";
import { readSegment } from "../src/search/index/reader.ts";
import { searchWeb, type LiveSegment } from "../src/search/search.ts";
import { loadSegment } from "../src/search/threads/load-segment.ts";

const VOCABULARY = 60_000;
const BATCH = 1000;
const REPEATS = 3;
/** No new generation for so long: merging has come to rest, milliseconds. */
const REST_MS = 2000;

interface Page {
  readonly title: string;
  readonly words: readonly string[];
}

/** mulberry32: the same pages on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The word of a rank, 0 the most frequent; ends in `o`, so that no stemmer changes it. */
function wordOf(rank: number): string {
  const consonants = "bdfgklmnprtvz";
  let word = "";
  for (let rest = rank + 13; rest > 0; rest = Math.floor(rest / 13)) {
    word += `${consonants[rest % 13]}${"aeu"[rest % 3]}`;
  }
  return `${word}ko`;
}

function makePages(count: number): Page[] {
  const random = randomFrom(7);
  const draw = (): string => wordOf(Math.floor(VOCABULARY ** random()) - 1);
  return Array.from({ length: count }, () => ({
    title: Array.from({ length: 5 }, draw).join(" "),
    words: Array.from({ length: 60 + Math.floor(480 * random()) }, draw),
  }));
}

interface Engine {
  readonly name: string;
  /** Documents found, at most ten. */
  ids(query: Query): number;
  snippets(query: Query): number;
}

interface Query {
  readonly words: readonly string[];
  readonly joint: "AND" | "OR" | "phrase";
}

function textOf({ words, joint }: Query): string {
  return joint === "phrase" ? `"${words.join(" ")}"` : words.join(` ${joint} `);
}

async function openOurs(
  dir: string,
  pages: readonly Page[],
): Promise<{ engine: Engine; tookMs: number }> {
  let latest = performance.now();
  const documents = openDocuments({
    dir,
    onGeneration: () => {
      latest = performance.now();
    },
    log: (level, message, cause) => console.error(level, message, cause),
  });
  const startedAt = performance.now();
  for (let at = 0; at < pages.length; at += BATCH) {
    const batch = pages.slice(at, at + BATCH).map(({ title, words }, n) =>
      parseDocument({
        kind: "webPage",
        url: `https://example.org/${at + n}`,
        title,
        text: words.join(" "),
      }),
    );
    documents.put(batch, instant(at));
  }
  await documents.flush();
  const tookMs = performance.now() - startedAt;
  while (performance.now() - latest < REST_MS)
    await new Promise((resolve) => setTimeout(resolve, 200));
  const segments: LiveSegment[] = documents.generation().segments.map((segment) => ({
    segment: readSegment(loadSegment(path.join(dir, SEGMENTS_FOLDER), segment)),
  }));
  await documents.close();
  const ask = (query: Query, count: number): number => {
    const whole = { text: textOf(query), count, offset: 0, safeSearch: "Off" } as const;
    const answer = searchWeb(segments, whole, UNLIMITED);
    return count === 0 ? Math.min(10, answer.totalEstimatedMatches) : answer.hits.length;
  };
  const engine = {
    name: `ours (${segments.length} segments)`,
    ids: (query: Query) => ask(query, 0),
    snippets: (query: Query) => ask(query, 10),
  };
  return { engine, tookMs };
}

function openFts(dir: string, pages: readonly Page[]): { engine: Engine; tookMs: number } {
  const database = new Database(path.join(dir, "fts.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE VIRTUAL TABLE pages USING fts5(title, text)");
  const insert = database.prepare("INSERT INTO pages (title, text) VALUES (?, ?)");
  const startedAt = performance.now();
  for (let at = 0; at < pages.length; at += BATCH) {
    database.transaction(() => {
      for (const { title, words } of pages.slice(at, at + BATCH))
        insert.run(title, words.join(" "));
    })();
  }
  const tookMs = performance.now() - startedAt;
  const ids = database.prepare(
    "SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT 10",
  );
  const snippets = database.prepare(
    "SELECT title, snippet(pages, 1, '[', ']', '', 40) FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT 10",
  );
  const engine = {
    name: "SQLite FTS5",
    ids: (query: Query) => ids.all(textOf(query)).length,
    snippets: (query: Query) => snippets.all(textOf(query)).length,
  };
  return { engine, tookMs };
}

function makeQueries(pages: readonly Page[], count: number): Map<string, Query[]> {
  const random = randomFrom(11);
  const pick = (below: number): number => Math.floor(below * random());
  const many = (make: () => Query): Query[] => Array.from({ length: count }, make);
  const inPage = (joint: Query["joint"]): Query => {
    const { words } = pages[pick(pages.length)] ?? { words: [] };
    const at = pick(words.length - 3);
    return { words: words.slice(at, at + 3), joint };
  };
  return new Map([
    ["common", many(() => ({ words: [wordOf(pick(100))], joint: "AND" }))],
    ["rare", many(() => ({ words: [wordOf(20_000 + pick(30_000))], joint: "AND" }))],
    ["real", many(() => inPage("AND"))],
    ["or", many(() => inPage("OR"))],
    ["phrase", many(() => inPage("phrase"))],
  ]);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Median times of each query, in milliseconds, the engines asked in turn. */
function measure(
  engines: readonly Engine[],
  queries: readonly Query[],
  what: "ids" | "snippets",
): number[][] {
  const times: number[][] = engines.map(() => []);
  let differing = 0;
  for (const query of queries) {
    const found = engines.map((engine) => engine[what](query)); // also warms up
    if (new Set(found).size > 1) differing++;
    const repeats: number[][] = engines.map(() => []);
    for (let n = 0; n < REPEATS; n++) {
      for (const [e, engine] of engines.entries()) {
        const startedAt = performance.now();
        engine[what](query);
        repeats[e]?.push(performance.now() - startedAt);
      }
    }
    for (const [e, own] of repeats.entries()) times[e]?.push(median(own));
  }
  if (differing > 0) console.log(`  (${differing} queries found another number of documents)`);
  return times;
}

/** See the head of this file. */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      documents: { type: "string", default: "20000" },
      queries: { type: "string", default: "100" },
      corpora: { type: "string" },
    },
  });
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-bench-"));
  try {
    await run(dir, Number(values.documents), Number(values.queries));
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

async function run(dir: string, count: number, queryCount: number): Promise<void> {
  const pages = makePages(count);
  const fts = openFts(dir, pages);
  const ours = await openOurs(path.join(dir, "ours"), pages);
  const engines = [ours.engine, fts.engine];
  console.log(`${count} pages, ${engines.map(({ name }) => name).join(" against ")}`);
  const rates = [ours, fts].map(({ tookMs }) => Math.round((1000 * count) / tookMs));
  console.log(`taken in, durable and searchable: ${rates.join(" / ")} documents a second`);
  const ratios: string[] = [`documents a second ${((rates[0] ?? 0) / (rates[1] ?? 1)).toFixed(2)}`];
  for (const what of ["ids", "snippets"] as const) {
    console.log(`\n${what}, ms, p50 / p95 / p99`);
    for (const [kind, queries] of makeQueries(pages, queryCount)) {
      const [own = [], theirs = []] = measure(engines, queries, what);
      const row = (times: readonly number[]): string =>
        [0.5, 0.95, 0.99].map((share) => percentile(times, share).toFixed(3)).join(" / ");
      console.log(`  ${kind.padEnd(8)} ours ${row(own).padEnd(24)} FTS5 ${row(theirs)}`);
      ratios.push(`${what} ${kind} ${(median(own) / median(theirs)).toFixed(3)}`);
    }
  }
  console.log(`\nratio of medians, ours to FTS5: ${ratios.join(", ")}`);
}
