/**
 * Brings what was read into the index, batch by batch; a batch counts when the keeper has it on disk.
 *
 * What can't be read is counted and told with its place; the rest goes on.
 */
import { readPaths } from "../ingest/read-paths.ts";
import { parseBaseUrl } from "../ingest/folder/page-url.ts";
import type { Rejection } from "../ingest/item.ts";
import type { Document } from "../search/document/document.ts";

export type { Rejection } from "../ingest/item.ts";

/** Where documents go; resolves when they are on disk. */
export interface DocumentSink {
  put(documents: readonly Document[]): Promise<unknown>;
}

/** How far an import is. */
export interface ImportProgress {
  readonly documents: number;
  readonly rejected: number;
}

/** What an import needs. */
export interface ImportNeeds {
  readonly sink: DocumentSink;
  /** Called after each batch. */
  readonly onProgress: (progress: ImportProgress) => void;
  /** Called for each thing that is no document. */
  readonly onRejected: (rejection: Rejection) => void;
}

/** Documents that go to the keeper together. */
const BATCH_DOCUMENTS = 500;
/** And text of at most so many UTF-16 units: a batch has to fit what the keeper takes. */
const BATCH_UNITS = 4_000_000;

/**
 * Imports files and folders; `baseUrl` is the address under which pages of a folder are found.
 *
 * @throws ServiceError FILE_UNREADABLE, ARGUMENT_MISSING, ARGUMENT_INVALID: before anything is imported.
 * @throws ServiceError KEEPER_UNAVAILABLE: batches before this one are on disk.
 */
export async function importDocuments(
  needs: ImportNeeds,
  paths: readonly string[],
  baseUrl: string | undefined,
): Promise<ImportProgress> {
  const base = baseUrl === undefined ? undefined : parseBaseUrl(baseUrl);
  let batch: Document[] = [];
  let units = 0;
  let progress: ImportProgress = { documents: 0, rejected: 0 };

  async function send(): Promise<void> {
    if (batch.length > 0) await needs.sink.put(batch);
    progress = { ...progress, documents: progress.documents + batch.length };
    batch = [];
    units = 0;
    needs.onProgress(progress);
  }

  for await (const item of readPaths(paths, base)) {
    if ("rejected" in item) {
      progress = { ...progress, rejected: progress.rejected + 1 };
      needs.onRejected(item.rejected);
      continue;
    }
    batch.push(item.document);
    units += "text" in item.document ? (item.document.text?.length ?? 0) : 0;
    if (batch.length >= BATCH_DOCUMENTS || units >= BATCH_UNITS) await send();
  }
  await send();
  return progress;
}
