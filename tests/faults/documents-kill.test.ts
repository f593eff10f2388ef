/**
 * A process that writes documents is killed at random moments: what it acknowledged is found by a
 * search afterwards, what was deleted is not, and no file is left that is not whole.
 *
 * Kills: 5 by default, LETHE_KILLS for more.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDocuments, SEGMENTS_FOLDER } from "../../src/keeper/documents/open-documents.ts";
import { createSearchThreads } from "../../src/search/threads/pool.ts";

const KILLS = Number(process.env["LETHE_KILLS"] ?? 5);
const LONGEST_MS = 1500;
const root = path.dirname(path.dirname(import.meta.dirname));

let dir = "";
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-kill-"));
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

/** Words that must be found, and words that must not. */
interface Expected {
  readonly there: Set<string>;
  readonly gone: Set<string>;
}

/** Lets a writer run for a while, kills it, and notes what it acknowledged. */
async function writeAndKill(round: number, expected: Expected): Promise<number> {
  const program = path.join(root, "tests/faults/documents-writer.ts");
  const child = spawn(process.execPath, [program, dir, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child.stdout, "data");
  setTimeout(() => child.kill("SIGKILL"), Math.random() * LONGEST_MS);
  await once(child, "close");
  const lines = output.slice(0, output.lastIndexOf("\n")).split("\n");
  for (const line of lines) note(line, round, expected);
  return lines.length;
}

function note(line: string, round: number, { there, gone }: Expected): void {
  const [deed, first = "0", end = "0"] = line.split(" ");
  const word = (version: string, n: number): string => `${version}${round}x${n}`;
  const n = Number(first);
  if (deed === "put") for (let m = n; m < Number(end); m++) there.add(word("w", m));
  if (deed === "replaced") there.add(word("v", n));
  if (deed === "ending") there.delete(word("w", n)); // from here on it may be there or gone
  if (deed === "replaced" || deed === "deleted") gone.add(word("w", n));
}

describe("openDocuments", () => {
  test(`loses nothing acknowledged in ${KILLS} kills`, async () => {
    const expected: Expected = { there: new Set(), gone: new Set() };
    for (let round = 0; round < KILLS; round++) {
      expect(await writeAndKill(round, expected)).toBeGreaterThan(0);
      await checkAll(expected);
    }
  });
});

async function checkAll({ there, gone }: Expected): Promise<void> {
  const documents = openDocuments({ dir, onGeneration: () => undefined, log: () => undefined });
  await documents.flush();
  expect(documents.check()).toEqual([]);
  const pool = createSearchThreads({ threads: 1, segmentsDir: path.join(dir, SEGMENTS_FOLDER) });
  pool.load(documents.generation());
  const { signal } = new AbortController();
  const isFound = async (word: string): Promise<boolean> => {
    const query = { text: `+${word}`, count: 2, offset: 0, safeSearch: "Off" } as const;
    return (await pool.searchWeb(query, signal)).hits.length === 1;
  };
  const missing: string[] = [];
  for (const word of there) if (!(await isFound(word))) missing.push(word);
  const left: string[] = [];
  for (const word of gone) if (await isFound(word)) left.push(word);
  await pool.close();
  await documents.close();
  expect({ missing, left }).toEqual({ missing: [], left: [] });
}
