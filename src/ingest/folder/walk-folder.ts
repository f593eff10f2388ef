/**
 * Finds the pages in a folder and below, in an order that depends on names alone.
 *
 * Left out: names that start with a dot, `node_modules`, and links (so that no walk is endless or leaves
 * its folder). A folder inside that cannot be read is reported and the walk goes on.
 */
import type { Dirent } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { unreadable } from "./unreadable.ts";

/** A file found, by its path inside the folder, or why a part of the folder was not seen. */
export type Found =
  | { readonly relativePath: string }
  | { readonly relativePath: string; readonly problem: string };

/**
 * The files in `folder` whose ending is one of `endings` (`.html`), sorted.
 *
 * @throws ServiceError FILE_UNREADABLE: the folder itself cannot be read.
 */
export async function* walkFolder(
  folder: string,
  endings: ReadonlySet<string>,
): AsyncGenerator<Found> {
  yield* walkEntries(folder, "", await readSorted(folder), endings);
}

async function* walkEntries(
  folder: string,
  inside: string,
  entries: readonly Dirent[],
  endings: ReadonlySet<string>,
): AsyncGenerator<Found> {
  for (const entry of entries) {
    const relativePath = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    if (entry.isDirectory()) yield* walkInner(folder, relativePath, endings);
    else if (entry.isFile() && endings.has(path.extname(entry.name).toLowerCase())) {
      yield { relativePath };
    }
  }
}

async function* walkInner(
  folder: string,
  relativePath: string,
  endings: ReadonlySet<string>,
): AsyncGenerator<Found> {
  let entries: Dirent[];
  try {
    entries = await readSorted(path.join(folder, relativePath));
  } catch (error) {
    yield { relativePath, problem: error instanceof Error ? error.message : String(error) };
    return;
  }
  yield* walkEntries(folder, relativePath, entries, endings);
}

async function readSorted(folder: string): Promise<Dirent[]> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}
