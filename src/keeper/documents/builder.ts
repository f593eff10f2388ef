/**
 * A thread that makes segments, one at a time; started when it is first needed, again when it dies.
 */
import { Worker } from "node:worker_threads";
import type { BuildOrder, BuildResult } from "./build-segment.ts";
import type { BuildAnswer, BuildThreadData } from "./build-thread.ts";

const ENTRY = import.meta.url.endsWith(".ts") ? "./build-thread.ts" : "./build-thread.js";

/** One thread. */
export interface Builder {
  /** Whether an order is being carried out. */
  readonly isBusy: boolean;
  /** Resolves when no order is being carried out, however the last one ended. */
  idle(): Promise<void>;
  /** Rejects when the segment could not be made; another order may follow. */
  build(order: BuildOrder): Promise<BuildResult>;
  /** Stops at once; what it was making is left unfinished. */
  close(): Promise<void>;
}

/** A builder whose thread is not started yet. */
export function createBuilder(data: BuildThreadData): Builder {
  return new ThreadBuilder(data);
}

class ThreadBuilder implements Builder {
  readonly #data: BuildThreadData;
  #worker: Worker | undefined;
  #order: PromiseWithResolvers<BuildResult> | undefined;

  constructor(data: BuildThreadData) {
    this.#data = data;
  }

  get isBusy(): boolean {
    return this.#order !== undefined;
  }

  async idle(): Promise<void> {
    await this.#order?.promise.catch(() => undefined); // told to who gave the order
  }

  build(order: BuildOrder): Promise<BuildResult> {
    if (this.#order !== undefined) throw new Error("one order at a time");
    this.#order = Promise.withResolvers();
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(order);
    return this.#order.promise;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL(ENTRY, import.meta.url), {
      workerData: this.#data,
      execArgv: [],
    });
    let died = new Error("the thread that makes segments ended");
    worker.on("message", (answer: BuildAnswer) => this.#settle(answer));
    worker.on("error", (error: Error) => {
      died = error;
    });
    worker.once("exit", () => {
      this.#worker = undefined;
      this.#settle({ failure: died });
    });
    return worker;
  }

  #settle(answer: BuildAnswer): void {
    const order = this.#order;
    this.#order = undefined;
    this.#worker?.unref(); // an idle thread keeps no process alive
    if ("result" in answer) order?.resolve(answer.result);
    else order?.reject(answer.failure);
  }
}
