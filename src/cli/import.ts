/**
 * `lethe import`: files and folders into the index.
 *
 * Progress and rejected lines go to standard error, the report to standard output.
 */
import { parseArgs } from "node:util";
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import { LOCAL_APPLICATION } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import {
  createImportDocuments,
  perSecond,
  type Document,
  type ImportProgress,
  type ImportReport,
  type Rejection,
} from "../service/import-documents.ts";

/** Where a command writes: a stream of Node, or anything like it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** A store that is open for this command. */
export interface OpenStore {
  put(documents: readonly Document[]): Promise<unknown>;
  close(): Promise<void> | void;
}

/** What the command needs of its process. */
export interface ImportCommandNeeds {
  /** Connects to the running keeper, or opens the data folder when none runs. */
  openStore(options: { readonly dataDir: string | undefined }): Promise<OpenStore>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly at: Instant;
  /** Aborted when the person stops the command. */
  readonly signal: AbortSignal;
  /** Milliseconds that only ever grow. */
  readonly elapsed: () => number;
}

/** What `lethe import --help` says. */
export const importHelp = `lethe import [--base-url URL] [--data DIR] FILE|DIR...

Puts documents into the index. A later document with the same kind and address replaces the earlier one.

  FILE.jsonl            JSON Lines: one document per line, {"kind": "webPage", "url": "https://...", ...};
                        kinds: webPage, image, video, newsArticle, entity
  FILE.html, FILE.md    one page
  DIR                   all HTML and Markdown pages in a folder and below

  --base-url URL        the address under which pages of files and folders are found:
                        with https://example.org/docs/, DIR/a/b.html becomes
                        https://example.org/docs/a/b.html
  --data DIR            the data folder; default $XDG_STATE_HOME/lethe, else ~/.local/state/lethe
  --help                this text

Exit status: 0 when everything was imported; 1 when a line or page was rejected, or the import could not
go on; 2 when the command was not understood.
`;

/** How many rejections are written out; the rest is counted. */
const SHOWN_REJECTIONS = 100;

/** How often progress is written: on a terminal, and into a file or pipe. */
const TERMINAL_INTERVAL_MS = 100;
const PLAIN_INTERVAL_MS = 5000;

/** Runs the command with the arguments after its name. Resolves with the exit status. */
export async function importCommand(
  args: readonly string[],
  needs: ImportCommandNeeds,
): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    needs.stderr.write(`lethe import: ${options}\n\n${importHelp}`);
    return 2;
  }
  if (options.isHelp) {
    needs.stdout.write(importHelp);
    return 0;
  }
  const lines = new ProgressLines(needs);
  try {
    const report = await runImport(options, needs, lines);
    lines.finish(report);
    return report.rejected > 0 ? 1 : 0;
  } catch (error) {
    lines.clear();
    if (!(error instanceof ServiceError)) throw error;
    const before =
      lines.documents === 0 ? "" : ` (${lines.documents} documents were imported before)`;
    needs.stderr.write(`lethe import: ${error.message}${before}\n`);
    return 1;
  }
}

interface Options {
  readonly paths: readonly string[];
  readonly baseUrl: string | undefined;
  readonly dataDir: string | undefined;
  readonly isHelp: boolean;
}

/** The options, or in words why they cannot be read. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "base-url": { type: "string" },
        data: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    const isHelp = values.help ?? false;
    if (positionals.length === 0 && !isHelp) return "name at least one file or folder";
    return { paths: positionals, baseUrl: values["base-url"], dataDir: values.data, isHelp };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function runImport(
  { paths, baseUrl, dataDir }: Options,
  needs: ImportCommandNeeds,
  lines: ProgressLines,
): Promise<ImportReport> {
  const store = await needs.openStore({ dataDir });
  const call: Call = {
    application: LOCAL_APPLICATION,
    at: needs.at,
    signal: needs.signal,
    log: (_level, message) => void needs.stderr.write(`lethe import: ${message}\n`),
  };
  try {
    const importDocuments = createImportDocuments({ documents: store, elapsed: needs.elapsed });
    return await importDocuments(
      call,
      { paths, ...(baseUrl !== undefined && { baseUrl }) },
      {
        onProgress: (progress) => lines.progress(progress),
        onRejected: (rejection) => lines.rejected(rejection),
      },
    );
  } finally {
    await store.close();
  }
}

/** Writes what a person sees: one line that changes on a terminal, a line now and then elsewhere. */
class ProgressLines {
  readonly #needs: ImportCommandNeeds;
  readonly #isTerminal: boolean;
  #nextMs = 0;
  #rejections = 0;
  #documents = 0;

  constructor(needs: ImportCommandNeeds) {
    this.#needs = needs;
    this.#isTerminal = needs.stderr.isTTY === true;
  }

  /** Documents that the store is known to have. */
  get documents(): number {
    return this.#documents;
  }

  progress(progress: ImportProgress): void {
    this.#documents = progress.documents;
    const now = this.#needs.elapsed();
    if (now < this.#nextMs) return;
    this.#nextMs = now + (this.#isTerminal ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
    const line = progressLine(progress);
    this.#needs.stderr.write(this.#isTerminal ? `\r\u001B[K${line}` : `${line}\n`);
  }

  rejected({ source, line, reason }: Rejection): void {
    this.#rejections += 1;
    if (this.#rejections > SHOWN_REJECTIONS) return;
    this.clear();
    const place = line === undefined ? source : `${source}:${line}`;
    this.#needs.stderr.write(`rejected ${place}: ${reason}\n`);
  }

  finish(report: ImportReport): void {
    this.clear();
    const more = this.#rejections - SHOWN_REJECTIONS;
    if (more > 0) this.#needs.stderr.write(`rejected: ${more} more\n`);
    this.#needs.stdout.write(`imported ${progressLine(report)}\n`);
  }

  /** Takes away the line that changes, so that another can stand in its place. */
  clear(): void {
    if (this.#isTerminal) this.#needs.stderr.write("\r\u001B[K");
  }
}

function progressLine(progress: ImportProgress): string {
  const { documents, rejected, elapsedMs } = progress;
  const counted = `${documents} ${documents === 1 ? "document" : "documents"}`;
  const seconds = (elapsedMs / 1000).toFixed(1);
  return `${counted} in ${seconds} s (${perSecond(progress)} per second), ${rejected} rejected`;
}
