/**
 * Ends HTTP/2 connections that do not get on: half a preface, half a header, half a body.
 *
 * HTTP/1.1 servers have a sweep for that; HTTP/2 servers have none. A stream that waits for its answer
 * is left alone: its request is whole.
 *
 * Units    milliseconds.
 */
import {
  constants,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";

/** How long a connection may take. */
export interface SilenceLimits {
  /** Until the head of its first request is there. */
  readonly headMs: number;
  /** Until a request is whole, as over HTTP/1.1. */
  readonly bodyMs: number;
  /** From the last answer to the head of the next request. */
  readonly idleMs: number;
}

/** Watches every connection of `server` from now on. */
export function endSilentSessions(server: Http2Server, limits: SilenceLimits): void {
  server.on("session", (session) => watch(session, limits));
}

function watch(session: ServerHttp2Session, { headMs, bodyMs, idleMs }: SilenceLimits): void {
  let open = 0;
  let silence: NodeJS.Timeout | undefined;
  const endIn = (ms: number): void => {
    silence = setTimeout(() => session.destroy(), ms);
  };
  endIn(headMs);
  session.once("close", () => clearTimeout(silence));
  session.on("stream", (stream: ServerHttp2Stream) => {
    open += 1;
    clearTimeout(silence);
    const tooLate = setTimeout(() => {
      if (!isRequestWhole(stream)) stream.destroy();
    }, bodyMs);
    stream.once("close", () => {
      clearTimeout(tooLate);
      open -= 1;
      if (open === 0 && !session.destroyed) endIn(idleMs);
    });
  });
}

/** Whether the client has said all it will say, be it read or not. */
function isRequestWhole({ state }: ServerHttp2Stream): boolean {
  return state.state === constants.NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE;
}
