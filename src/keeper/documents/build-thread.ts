/**
 * The inside of a thread that makes segments: takes an order, reads the documents through a connection
 * of its own, answers with what it made.
 */
import { parentPort, workerData } from "node:worker_threads";
import { buildSegment, type BuildOrder, type BuildResult } from "./build-segment.ts";
import { openSqliteStore } from "./sqlite-store.ts";

/** What the thread is started with. */
export interface BuildThreadData {
  /** The database's file. */
  readonly file: string;
  /** The folder of the segments. */
  readonly segmentsDir: string;
}

/** What it answers an order with. */
export type BuildAnswer = { readonly result: BuildResult } | { readonly failure: Error };

const { file, segmentsDir } = workerData as BuildThreadData; // given by builder.ts, of the same version
const store = openSqliteStore(file, { isReadOnly: true });

parentPort?.on("message", (order: BuildOrder) => {
  parentPort?.postMessage(answer(order));
});

function answer(order: BuildOrder): BuildAnswer {
  try {
    return { result: buildSegment(store, segmentsDir, order) };
  } catch (error) {
    // told to the keeper, which logs it and orders again
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}
