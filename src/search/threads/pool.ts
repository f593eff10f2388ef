/**
 * Search threads: queries answered beside the server's other work, over segments that all threads share.
 *
 * A query waits for a free thread, at most MAX_WAITING of them. A caller that goes away stops its
 * query; so does the time it has. A thread that dies, or does not come back in time, is replaced, and
 * its query is asked once more elsewhere. A new generation is there for the next query at once.
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
/** How long after that a thread may take to say so, before it is replaced. */
const GRACE_MS = 2000;
/** A query is tried on so many threads. */
const MAX_TRIES = 2;
/** How long until a thread that died is started again, so that a broken one cannot spin. */
const RESTART_MS = 100;

const ENTRY = import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js";

/** What the pool needs. */
export interface SearchThreadsNeeds {
  readonly threads: number;
  /** Folder of the segment files; only read. */
  readonly segmentsDir: string;
  /** What the threads run; tests give another. */
  readonly entry?: URL;
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

interface Job {
  readonly query: WebQuery;
  readonly settle: (outcome: WebAnswer | Error) => void;
  isSettled: boolean;
  tries: number;
}

interface Thread {
  worker: Worker | undefined;
  /** Set to 1 to stop what the thread is doing. */
  readonly stop: Int32Array;
  job: Job | undefined;
  id: number;
  timer: NodeJS.Timeout | undefined;
}

/** Starts the threads, with nothing to search yet. */
export function createSearchThreads(needs: SearchThreadsNeeds): SearchThreads {
  return new ThreadPool(needs);
}

class ThreadPool implements SearchThreads {
  readonly #dir: string;
  readonly #entry: URL;
  readonly #threads: readonly Thread[];
  readonly #waiting: Job[] = [];
  #loaded = new Map<string, SharedArrayBuffer>();
  #segments: readonly SharedSegment[] = [];
  #stats = { generation: 0, documents: 0 };
  #isClosed = false;
  #nextId = 1;

  constructor({ threads, segmentsDir, entry }: SearchThreadsNeeds) {
    this.#dir = segmentsDir;
    this.#entry = entry ?? new URL(ENTRY, import.meta.url);
    this.#threads = Array.from({ length: threads }, () => ({
      worker: undefined,
      stop: new Int32Array(new SharedArrayBuffer(4)),
      job: undefined,
      id: 0,
      timer: undefined,
    }));
    for (const thread of this.#threads) this.#start(thread);
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
    for (const thread of this.#threads) post(thread, { segments });
  }

  async searchWeb(query: WebQuery, signal: AbortSignal): Promise<WebAnswer> {
    if (signal.aborted) throw gone();
    if (this.#isClosed) throw stopped();
    if (this.#waiting.length >= MAX_WAITING) {
      throw new ServiceError("QUEUE_FULL", `${MAX_WAITING} queries wait already; try again`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<WebAnswer>();
    const job: Job = {
      query,
      tries: 0,
      isSettled: false,
      settle: (outcome) => {
        job.isSettled = true;
        signal.removeEventListener("abort", cancel);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      },
    };
    const cancel = (): void => this.#cancel(job);
    signal.addEventListener("abort", cancel, { once: true });
    this.#waiting.push(job);
    this.#serve();
    return promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#waiting.splice(0)) job.settle(stopped());
    for (const thread of this.#threads) {
      clearTimeout(thread.timer);
      if (thread.job?.isSettled === false) thread.job.settle(stopped());
    }
    await Promise.all(this.#threads.map(async ({ worker }) => worker?.terminate()));
  }

  #cancel(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    const thread = this.#threads.find((each) => each.job === job);
    if (thread !== undefined) Atomics.store(thread.stop, 0, 1);
    job.settle(gone());
  }

  #serve(): void {
    for (const thread of this.#threads) {
      if (thread.job !== undefined || thread.worker === undefined) continue;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      job.tries++;
      thread.job = job;
      thread.id = this.#nextId++;
      Atomics.store(thread.stop, 0, 0);
      // one that overruns its time so far is stuck: it ends, and #lose sees to the rest
      thread.timer = setTimeout(() => void thread.worker?.terminate(), QUERY_MS + GRACE_MS);
      post(thread, { id: thread.id, query: job.query, timeMs: QUERY_MS });
    }
  }

  #take(thread: Thread, message: FromThread): void {
    if (message.id !== thread.id) return;
    const job = this.#release(thread);
    if (job?.isSettled === false) {
      job.settle("answer" in message ? message.answer : new Error(message.failure));
    }
    this.#serve();
  }

  #release(thread: Thread): Job | undefined {
    clearTimeout(thread.timer);
    const { job } = thread;
    thread.job = undefined;
    return job;
  }

  #lose(thread: Thread): void {
    const job = this.#release(thread);
    thread.worker = undefined;
    if (this.#isClosed) return;
    if (job?.isSettled === false) {
      if (job.tries < MAX_TRIES) this.#waiting.unshift(job);
      else job.settle(new ServiceError("SEARCH_THREAD_LOST", "the search was lost; try again"));
    }
    thread.timer = setTimeout(() => this.#start(thread), RESTART_MS);
    this.#serve();
  }

  #start(thread: Thread): void {
    const worker = new Worker(this.#entry, { execArgv: [], workerData: thread.stop });
    thread.worker = worker;
    worker.on("message", (message: FromThread) => this.#take(thread, message));
    worker.on("error", () => undefined); // what counts is that it ends, below
    worker.once("exit", () => this.#lose(thread));
    post(thread, { segments: this.#segments });
    this.#serve();
  }
}

function post({ worker }: Thread, message: ToThread): void {
  worker?.postMessage(message);
}

function gone(): ServiceError {
  return new ServiceError("CANCELLED", "the caller has gone");
}

function stopped(): ServiceError {
  return new ServiceError("CANCELLED", "the server stops");
}
