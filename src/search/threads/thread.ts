/**
 * The inside of a search thread: holds the segments of one generation, answers one query at a time.
 */
import { parentPort, workerData } from "node:worker_threads";
import { readSegment } from "../index/reader.ts";
import { searchWeb, type LiveSegment } from "../search.ts";
import type { FromThread, ToThread } from "./messages.ts";

/** 1 when nobody waits for the answer any more. */
const stop = workerData as Int32Array; // given by pool.ts, of the same version
let segments: readonly LiveSegment[] = [];

parentPort?.on("message", (message: ToThread) => {
  if ("segments" in message) {
    segments = message.segments.map(({ bytes, deleted }) => ({
      segment: readSegment(bytes, { isTrusted: true }),
      ...(deleted === undefined ? {} : { deleted }),
    }));
    return;
  }
  parentPort?.postMessage(answer(message));
});

function answer({ id, query, timeMs }: Extract<ToThread, { id: number }>): FromThread {
  const until = performance.now() + timeMs;
  try {
    const isSpent = (): boolean => performance.now() > until || Atomics.load(stop, 0) === 1;
    return { id, answer: searchWeb(segments, query, { isSpent }) };
  } catch (error) {
    // told to the pool, which throws it; a stack has no query in it
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
