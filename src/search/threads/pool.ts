/**
 * Search threads: queries answered beside the server's other work, over segments that all threads share.
 *
 * A query waits for a free thread, at most MAX_WAITING of them; a thread that dies fails the query it
 * held and is replaced. A new generation is there for the next query at once.
 */
import { Worker } from "node:worker_threads";
import { ServiceError } from "../../base/errors.ts";
import type { Generation } from "../index/generation.ts";
import type { Searcher, WebAnswer, WebQuery } from "../search.ts";
import { loadSegment } from "./load-segment.ts";
import type { FromThread, SharedSegment, ToThread } from "./messages.ts";

/** Queries that may wait; the next one is refused. */
const MAX_WAITING = 1000;
/** How long one query may search; then its answer is the best so far. */
const QUERY_MS = 1000;

/** What the pool needs. */
export interface SearchThreadsNeeds {
  readonly threads: number;
  /** Folder of the segment files; only read. */
  readonly segmentsDir: string;
}

/** The pool. */
export interface SearchThreads extends Searcher {
  /**
   * Takes a generation in; an older one than the present is ignored.
   *
   * @throws ServiceError INDEX_CORRUPT: a segment is not whole; the present generation stays.
   */
  load(generation: Generation): void;
  readonly stats: () => { readonly generation: number; readonly documents: number };
  close(): Promise<void>;
}

interface Waiting {
  readonly query: WebQuery;
  readonly settle: (outcome: WebAnswer | Error) => void;
}

interface Thread {
  worker: Worker;
  job: Waiting | undefined;
}

/** Starts the threads, with nothing to search yet. */
export function createSearchThreads(needs: SearchThreadsNeeds): SearchThreads {
  return new ThreadPool(needs);
}

class ThreadPool implements SearchThreads {
  readonly #dir: string;
  readonly #threads: Thread[] = [];
  readonly #waiting: Waiting[] = [];
  #loaded = new Map<string, SharedArrayBuffer>();
  #segments: readonly SharedSegment[] = [];
  #stats = { generation: 0, documents: 0 };
  #isClosed = false;
  #nextId = 1;

  constructor({ threads, segmentsDir }: SearchThreadsNeeds) {
    this.#dir = segmentsDir;
    for (let n = 0; n < threads; n += 1) {
      const thread: Thread = { worker: this.#startWorker(() => thread), job: undefined };
      this.#threads.push(thread);
    }
  }

  readonly stats = (): { generation: number; documents: number } => this.#stats;

  load(generation: Generation): void {
    if (generation.number <= this.#stats.generation) return;
    const loaded = new Map<string, SharedArrayBuffer>();
    const segments = generation.segments.map((segment) => {
      const bytes = this.#loaded.get(segment.name) ?? loadSegment(this.#dir, segment);
      loaded.set(segment.name, bytes);
      const { deleted } = segment;
      return deleted === undefined ? { bytes } : { bytes, deleted: Buffer.from(deleted, "base64") };
    });
    this.#loaded = loaded;
    this.#segments = segments;
    const documents = generation.segments.reduce((sum, segment) => sum + segment.documents, 0);
    this.#stats = { generation: generation.number, documents };
    for (const { worker } of this.#threads) this.#post(worker, { segments });
  }

  searchWeb(query: WebQuery, signal: AbortSignal): Promise<WebAnswer> {
    if (this.#isClosed || this.#waiting.length >= MAX_WAITING) {
      throw new ServiceError("QUEUE_FULL", `${MAX_WAITING} queries wait already; try again`);
    }
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        const at = this.#waiting.indexOf(waiting);
        if (at >= 0) this.#waiting.splice(at, 1);
        waiting.settle(new ServiceError("CANCELLED", "the caller has gone"));
      };
      const waiting: Waiting = {
        query,
        settle: (outcome) => {
          signal.removeEventListener("abort", cancel);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      if (signal.aborted) return cancel();
      signal.addEventListener("abort", cancel, { once: true });
      this.#waiting.push(waiting);
      this.#serve();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const stopped = new ServiceError("CANCELLED", "the server stops");
    for (const waiting of this.#waiting.splice(0)) waiting.settle(stopped);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #serve(): void {
    for (const thread of this.#threads) {
      if (thread.job !== undefined) continue;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      thread.job = job;
      this.#post(thread.worker, { id: this.#nextId++, query: job.query, timeMs: QUERY_MS });
    }
  }

  #finish(thread: Thread, outcome: WebAnswer | Error): void {
    const { job } = thread;
    thread.job = undefined;
    job?.settle(outcome);
    this.#serve();
  }

  #startWorker(threadOf: () => Thread): Worker {
    const worker = new Worker(new URL("thread.ts", import.meta.url), { execArgv: [] });
    worker.on("message", (message: FromThread) => {
      const outcome = "answer" in message ? message.answer : new Error(message.failure);
      this.#finish(threadOf(), outcome);
    });
    worker.on("error", () => undefined); // what counts is that it ends, below
    worker.once("exit", () => {
      if (this.#isClosed) return;
      const thread = threadOf();
      thread.worker = this.#startWorker(threadOf);
      this.#finish(thread, new Error("a search thread died"));
    });
    this.#post(worker, { segments: this.#segments });
    return worker;
  }

  #post(worker: Worker, message: ToThread): void {
    worker.postMessage(message);
  }
}
