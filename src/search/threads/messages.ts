/**
 * What the pool and its threads say to each other. Segments are shared memory, never copies.
 */
import type { WebAnswer, WebQuery } from "../search.ts";

/** A verified segment in shared memory. */
export interface SharedSegment {
  readonly bytes: SharedArrayBuffer;
  readonly deleted?: Uint8Array;
}

/** To a thread. */
export type ToThread =
  | { readonly segments: readonly SharedSegment[] }
  | { readonly id: number; readonly query: WebQuery; readonly timeMs: number };

/** From a thread: the answer to one query, or that it failed with a bug. */
export type FromThread =
  | { readonly id: number; readonly answer: WebAnswer }
  | { readonly id: number; readonly failure: string };
