/**
 * `lethe import` with real files and folders, against a store in memory.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ServiceError } from "../../../src/base/errors.ts";
import { instant } from "../../../src/base/instant.ts";
import { importCommand } from "../../../src/cli/import.ts";
import type { Document } from "../../../src/service/import-documents.ts";

/** What a terminal takes as: back to the start of the line, and clear it. */
const ERASE_LINE = "\r\u001B[K";

let folder = "";

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-import-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly documents: readonly Document[];
  readonly batches: readonly number[];
  readonly isClosed: boolean;
  readonly dataDir: string | undefined;
}

interface Setting {
  readonly isTTY?: boolean;
  readonly signal?: AbortSignal;
  readonly failAtBatch?: number;
}

async function run(args: readonly string[], setting: Setting = {}): Promise<Ran> {
  const { isTTY = false, signal = new AbortController().signal, failAtBatch = Infinity } = setting;
  const documents: Document[] = [];
  const batches: number[] = [];
  let [out, err, isClosed, elapsedMs] = ["", "", false, 0];
  let dataDir: string | undefined;
  const status = await importCommand(args, {
    openStore: async (options) => {
      dataDir = options.dataDir;
      return {
        put: async (batch) => {
          if (batches.length + 1 >= failAtBatch) {
            throw new ServiceError("KEEPER_UNAVAILABLE", "the keeper is away");
          }
          batches.push(batch.length);
          documents.push(...batch);
        },
        close: () => void (isClosed = true),
      };
    },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text), isTTY },
    at: instant(0),
    signal,
    elapsed: () => (elapsedMs += 10),
  });
  return { status, out, err, documents, batches, isClosed, dataDir };
}

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

const line = (n: number): string =>
  JSON.stringify({ kind: "webPage", url: `https://e.org/${n}`, title: `Page ${n}` });

describe("importCommand", () => {
  test("imports JSON Lines in batches and reports how it went", async () => {
    const file = write("a.jsonl", Array.from({ length: 600 }, (_, n) => line(n)).join("\n"));
    const ran = await run([file, "--data", "/somewhere"]);
    expect(ran).toMatchObject({ status: 0, batches: [256, 256, 88], isClosed: true });
    expect(ran.dataDir).toBe("/somewhere");
    expect(ran.documents.map((document) => document.url)).toContain("https://e.org/599");
    expect(ran.out).toMatch(
      /^imported 600 documents in \d+\.\d s \(\d+ per second\), 0 rejected\n$/,
    );
  });

  test("rejects a line that is not JSON by its number, imports the others, and exits with 1", async () => {
    const file = write("a.jsonl", `${line(1)}\nthis is not JSON\n${line(2)}\n`);
    const ran = await run([file]);
    expect(ran.status).toBe(1);
    expect(ran.documents).toHaveLength(2);
    expect(ran.err).toContain(`rejected ${file}:2: not JSON\n`);
    expect(ran.out).toContain("imported 2 documents");
    expect(ran.out).toContain("1 rejected");
  });

  test("writes out a hundred rejections and counts the rest", async () => {
    const file = write("a.jsonl", "x\n".repeat(130));
    const { err, out } = await run([file]);
    expect(err.match(/not JSON/g)).toHaveLength(100);
    expect(err).toContain("rejected: 30 more\n");
    expect(out).toContain("130 rejected");
  });

  test("imports a folder of HTML and Markdown under its address, in the order of names", async () => {
    write("b/index.html", "<title>B</title><p>the second page of all");
    write("b/note.md", "# Note\n\nWritten in Markdown.");
    write("a.htm", "<html lang=ko><title>가</title>");
    write(".hidden.html", "<title>hidden");
    write("node_modules/x/README.md", "# Not ours");
    write("b/data.csv", "1,2");
    fs.symlinkSync(folder, path.join(folder, "b", "loop"));
    const ran = await run(["--base-url", "https://e.org/docs", folder]);
    expect(ran.status).toBe(0);
    expect(ran.documents).toMatchObject([
      { kind: "webPage", url: "https://e.org/docs/a.htm", title: "가", language: "ko" },
      { url: "https://e.org/docs/b/", title: "B", text: "the second page of all" },
      { url: "https://e.org/docs/b/note.md", title: "Note", headings: ["Note"] },
    ]);
  });

  test("says that a folder needs an address, and imports nothing", async () => {
    write("a.html", "<title>A");
    const jsonl = write("a.jsonl", line(1));
    const ran = await run([jsonl, folder]);
    expect(ran).toMatchObject({ status: 1, documents: [], isClosed: true });
    expect(ran.err).toContain("needs `--base-url`");
  });

  test("refuses an address that is none", async () => {
    const ran = await run(["--base-url", "example", folder]);
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("`example` is not an http or https address");
  });

  test("says why a path cannot be read, and closes the store", async () => {
    const gone = path.join(folder, "gone");
    const ran = await run(["--base-url", "https://e.org/", gone]);
    expect(ran).toMatchObject({ status: 1, isClosed: true });
    expect(ran.err).toBe(
      `lethe import: cannot read \`${gone}\`: there is no such file or folder\n`,
    );
  });

  test("says that a folder cannot be read because its link leads to itself", async () => {
    const link = path.join(folder, "circle");
    fs.symlinkSync(link, link);
    const ran = await run(["--base-url", "https://e.org/", link]);
    expect(ran).toMatchObject({ status: 1, documents: [], isClosed: true });
    expect(ran.err).toContain(`cannot read \`${link}\`: its links lead in a circle`);
  });

  test("refuses a file of an unknown kind", async () => {
    const ran = await run([write("a.pdf", "%PDF-")]);
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("is none of .jsonl");
  });

  test("shows one changing line on a terminal and takes it away at the end", async () => {
    const file = write("a.jsonl", Array.from({ length: 600 }, (_, n) => line(n)).join("\n"));
    const { err } = await run([file], { isTTY: true });
    expect(err).toContain(`${ERASE_LINE}256 documents in`);
    expect(err.endsWith(ERASE_LINE)).toBe(true);
    expect(err).not.toContain("\n");
  });

  test("tells what is stored when the store goes away", async () => {
    const file = write("a.jsonl", Array.from({ length: 600 }, (_, n) => line(n)).join("\n"));
    const ran = await run([file], { failAtBatch: 2 });
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("the keeper is away (256 documents were imported before)");
    expect(ran.isClosed).toBe(true);
  });

  test("stops when the person stops it", async () => {
    const file = write("a.jsonl", line(1));
    const ran = await run([file], { signal: AbortSignal.abort() });
    expect(ran).toMatchObject({ status: 1, documents: [], isClosed: true });
    expect(ran.err).toContain("the import was stopped");
  });

  test.each([[[]], [["--colour"]], [["--base-url"]]])(
    "explains itself when given %j",
    async (args) => {
      const ran = await run(args);
      expect(ran.status).toBe(2);
      expect(ran.err).toContain("lethe import [--base-url URL]");
    },
  );

  test("explains itself when asked", async () => {
    const ran = await run(["--help"]);
    expect(ran.status).toBe(0);
    expect(ran.out).toContain("JSON Lines");
  });
});
