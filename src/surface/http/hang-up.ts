/**
 * Whether a caller still waits: a signal for each request, aborted when its connection ends before the
 * answer is written.
 *
 * A request's own events don't tell: it is closed as soon as its body was read.
 */
import type { ServerResponse } from "node:http";
import type { FastifyRequest } from "fastify";

const signals = new WeakMap<FastifyRequest, AbortSignal>();

/** Watches a request from its beginning. */
export function watchHangUp(request: FastifyRequest, response: ServerResponse): void {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableEnded) gone.abort();
  });
  signals.set(request, gone.signal);
}

/** The signal of a watched request; one that is never aborted, of any other. */
export function hangUpSignal(request: FastifyRequest): AbortSignal {
  return signals.get(request) ?? new AbortController().signal;
}
