/**
 * Reads what a person names on a command line: JSON Lines files, pages, folders of pages.
 */
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { ServiceError } from "../base/errors.ts";
import { pageUrl } from "./folder/page-url.ts";
import { pageEndings, readPage } from "./folder/read-page.ts";
import { unreadable } from "./folder/unreadable.ts";
import { walkFolder } from "./folder/walk-folder.ts";
import type { ImportItem } from "./item.ts";
import { readJsonLines } from "./jsonl/read-json-lines.ts";

const jsonLinesEndings: ReadonlySet<string> = new Set([".jsonl", ".ndjson", ".json"]);

/** One path that will be read, after it has been looked at. */
type Source =
  | { readonly path: string; readonly is: "json-lines" }
  | { readonly path: string; readonly is: "page" | "folder"; readonly base: URL };

/**
 * Everything in `paths`, in their order. All paths are looked at before the first is read, so that a
 * mistake in the last one is told at once.
 *
 * @throws ServiceError FILE_UNREADABLE: a path cannot be read, or is a file of an unknown kind.
 * @throws ServiceError ARGUMENT_MISSING: there are pages, but no address for them.
 */
export async function* readPaths(
  paths: readonly string[],
  base: URL | undefined,
): AsyncGenerator<ImportItem> {
  const sources: Source[] = [];
  for (const one of paths) sources.push(await look(one, base));
  for (const source of sources) yield* readSource(source);
}

async function look(file: string, base: URL | undefined): Promise<Source> {
  const stats = await fs.stat(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const ending = path.extname(file).toLowerCase();
  if (stats.isFile() && jsonLinesEndings.has(ending)) return { path: file, is: "json-lines" };
  if (!stats.isDirectory() && !(stats.isFile() && pageEndings.has(ending))) {
    const known = [...jsonLinesEndings, ...pageEndings].join(", ");
    throw new ServiceError("FILE_UNREADABLE", `\`${file}\` is none of ${known}, and no folder`);
  }
  const is = stats.isDirectory() ? "folder" : "page";
  if (base !== undefined) return { path: file, is, base };
  throw new ServiceError(
    "ARGUMENT_MISSING",
    `\`${file}\` needs \`--base-url\`: the address under which ${is === "folder" ? "its pages are" : "it is"} found, like \`--base-url https://example.org/docs/\``,
    { field: "--base-url" },
  );
}

function readSource(source: Source): AsyncGenerator<ImportItem> {
  if (source.is === "json-lines") return readJsonLinesFile(source.path);
  if (source.is === "folder") {
    return readPages(source.path, walkFolder(source.path, pageEndings), source.base);
  }
  return readPages(path.dirname(source.path), oneFile(path.basename(source.path)), source.base);
}

async function* readJsonLinesFile(file: string): AsyncGenerator<ImportItem> {
  try {
    yield* readJsonLines(file, createReadStream(file));
  } catch (cause) {
    throw cause instanceof ServiceError ? cause : unreadable(file, cause);
  }
}

async function* oneFile(relativePath: string): ReturnType<typeof walkFolder> {
  yield { relativePath };
}

async function* readPages(
  folder: string,
  found: ReturnType<typeof walkFolder>,
  base: URL,
): AsyncGenerator<ImportItem> {
  for await (const entry of found) {
    const source = path.join(folder, entry.relativePath);
    if ("problem" in entry) yield { rejected: { source, reason: entry.problem } };
    else yield await readOnePage(source, pageUrl(base, entry.relativePath));
  }
}

async function readOnePage(source: string, url: string): Promise<ImportItem> {
  try {
    return { document: await readPage(source, url) };
  } catch (error) {
    if (error instanceof ServiceError) return { rejected: { source, reason: error.message } };
    throw error;
  }
}
