/**
 * Imports files and folders into the store, in batches, and tells how it goes.
 *
 * A line or page that is no document costs only itself. A batch counts once the store has it for good,
 * so that what was reported as imported is there after any crash.
 */
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import { parseBaseUrl } from "../ingest/folder/page-url.ts";
import type { ImportItem, Rejection } from "../ingest/item.ts";
import { readPaths } from "../ingest/read-paths.ts";
import type { Document } from "../search/document/document.ts";

export type { Rejection } from "../ingest/item.ts";
export type { Document } from "../search/document/document.ts";

/** What is to be imported. */
export interface ImportRequest {
  readonly paths: readonly string[];
  /** The address under which the pages of a folder are found. */
  readonly baseUrl?: string;
}

/** How far an import has come. */
export interface ImportProgress {
  /** Documents that the store has. */
  readonly documents: number;
  readonly rejected: number;
  readonly elapsedMs: number;
}

/** How an import ended. */
export interface ImportReport extends ImportProgress {
  readonly documentsPerSecond: number;
}

/** Who wants to know how an import goes. */
export interface ImportWatcher {
  onProgress?(progress: ImportProgress): void;
  onRejected?(rejection: Rejection): void;
}

/** Imports for one call. */
export type ImportDocuments = (
  call: Call,
  request: ImportRequest,
  watcher?: ImportWatcher,
) => Promise<ImportReport>;

/** What importing needs. */
export interface ImportNeeds {
  /** Resolves once the batch is stored for good. */
  readonly documents: { put(batch: readonly Document[]): Promise<unknown> };
  /** Milliseconds that only ever grow. */
  readonly elapsed: () => number;
}

/** A batch goes to the store when it has this many documents, or this much text. */
const BATCH_DOCUMENTS = 256;
const BATCH_UNITS = 2_000_000;

/** Progress is told after this many things read, stored or not. */
const PROGRESS_ITEMS = 64;

/**
 * Makes the import of a store. The import throws
 *
 * ServiceError ARGUMENT_MISSING, ARGUMENT_INVALID: the request cannot be meant so; nothing is imported.
 * ServiceError FILE_UNREADABLE: a path cannot be read; what was read before it is stored.
 * ServiceError CANCELLED: the caller has gone; what was told as progress is stored.
 */
export function createImportDocuments(needs: ImportNeeds): ImportDocuments {
  return async (call, request, watcher = {}) => {
    if (request.paths.length === 0) {
      throw new ServiceError("ARGUMENT_MISSING", "name at least one file or folder");
    }
    const base = request.baseUrl === undefined ? undefined : parseBaseUrl(request.baseUrl);
    const run = new ImportRun(needs, watcher);
    try {
      for await (const item of readPaths(request.paths, base)) {
        if (call.signal.aborted) throw new ServiceError("CANCELLED", "the import was stopped");
        await run.take(item);
      }
    } catch (error) {
      if (error instanceof ServiceError && error.reason === "FILE_UNREADABLE") await run.flush();
      throw error;
    }
    await run.flush();
    return run.report();
  };
}

/** One import under way. */
class ImportRun {
  readonly #needs: ImportNeeds;
  readonly #watcher: ImportWatcher;
  readonly #startedMs: number;
  #batch: Document[] = [];
  #batchUnits = 0;
  #documents = 0;
  #rejected = 0;
  #taken = 0;

  constructor(needs: ImportNeeds, watcher: ImportWatcher) {
    this.#needs = needs;
    this.#watcher = watcher;
    this.#startedMs = needs.elapsed();
  }

  async take(item: ImportItem): Promise<void> {
    if ("rejected" in item) {
      this.#rejected += 1;
      this.#watcher.onRejected?.(item.rejected);
    } else {
      this.#batch.push(item.document);
      this.#batchUnits += textUnits(item.document);
    }
    if (this.#batch.length >= BATCH_DOCUMENTS || this.#batchUnits >= BATCH_UNITS)
      await this.flush();
    this.#taken += 1;
    if (this.#taken % PROGRESS_ITEMS === 0) this.#watcher.onProgress?.(this.#progress());
  }

  async flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    this.#batchUnits = 0;
    if (batch.length === 0) return;
    await this.#needs.documents.put(batch);
    this.#documents += batch.length;
    this.#watcher.onProgress?.(this.#progress());
  }

  report(): ImportReport {
    const progress = this.#progress();
    return { ...progress, documentsPerSecond: perSecond(progress) };
  }

  #progress(): ImportProgress {
    const elapsedMs = this.#needs.elapsed() - this.#startedMs;
    return { documents: this.#documents, rejected: this.#rejected, elapsedMs };
  }
}

/** Documents per second so far, as a whole number. */
export function perSecond({ documents, elapsedMs }: ImportProgress): number {
  return Math.round((documents * 1000) / Math.max(1, elapsedMs));
}

function textUnits(document: Document): number {
  return "text" in document ? (document.text?.length ?? 0) : 0;
}
