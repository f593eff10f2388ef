/**
 * `./lethe import`: files and folders into the index.
 */
import { parseArgs } from "node:util";
import {
  importDocuments,
  type DocumentSink,
  type ImportProgress,
} from "../service/import-documents.ts";
import type { Command } from "./command.ts";

/** What importing needs: the keeper of a data folder, running or not. */
export interface ImportCommandNeeds {
  readonly openStore: (
    dataDir: string | undefined,
  ) => Promise<DocumentSink & { close(): Promise<void> }>;
}

const USAGE = `Usage: ./lethe import [--data DIR] [--base-url URL] FILE|DIR…

JSON Lines files (.jsonl, .ndjson, .json): one document a line.
Folders and files of HTML and Markdown: --base-url says under which address they are found.
Exit code 1: something was rejected; every rejection is told with its place.`;

/** How often progress is told when nobody watches a terminal, milliseconds. */
const TELL_MS = 3000;

/** `./lethe import` */
export function createImportCommand(needs: ImportCommandNeeds): Command {
  return {
    help: "brings files and folders into the index",
    async run(args) {
      const options = readOptions(args);
      if (options === undefined || options.paths.length === 0) {
        console.error(USAGE);
        return args.includes("--help") ? 0 : 2;
      }
      const store = await needs.openStore(options.data);
      const teller = createTeller();
      try {
        const onRejected = ({
          source,
          line,
          reason,
        }: {
          source: string;
          line?: number;
          reason: string;
        }): void =>
          teller.say(`rejected: ${source}${line === undefined ? "" : `:${line}`}: ${reason}`);
        const done = await importDocuments(
          { sink: store, onProgress: teller.progress, onRejected },
          options.paths,
          options.baseUrl,
        );
        teller.end(done);
        return done.rejected > 0 ? 1 : 0;
      } finally {
        await store.close();
      }
    },
  };
}

interface Options {
  readonly paths: readonly string[];
  readonly data: string | undefined;
  readonly baseUrl: string | undefined;
}

/** Undefined: help was asked for, or there is a flag that we don't know. */
function readOptions(args: readonly string[]): Options | undefined {
  if (args.includes("--help")) return undefined;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: "string" }, "base-url": { type: "string" } },
    });
    return { paths: positionals, data: values.data, baseUrl: values["base-url"] };
  } catch (error) {
    console.error(`lethe: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

/** Progress on standard error: one line that changes on a terminal, a line now and then elsewhere. */
function createTeller(): {
  progress: (progress: ImportProgress) => void;
  say: (line: string) => void;
  end: (progress: ImportProgress) => void;
} {
  const startedAt = performance.now();
  const isTerminal = process.stderr.isTTY;
  let toldAt = startedAt;
  const lineOf = ({ documents, rejected }: ImportProgress): string => {
    const seconds = Math.max((performance.now() - startedAt) / 1000, 0.001);
    return `${documents} documents, ${Math.round(documents / seconds)} per second, ${rejected} rejected`;
  };
  return {
    progress(progress) {
      if (isTerminal) process.stderr.write(`\r${lineOf(progress)}`);
      else if (performance.now() - toldAt > TELL_MS) {
        toldAt = performance.now();
        console.error(lineOf(progress));
      }
    },
    say: (line) => console.error(isTerminal ? `\r${line}` : line),
    end: (progress) => console.error(`${isTerminal ? "\r" : ""}${lineOf(progress)}`),
  };
}
