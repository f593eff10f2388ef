/**
 * The inside of a seer: requests from its one socket, one picture at a time, answers in order.
 *
 * Each picture's frame is wiped when its answer is made, also when the answer is a failure. The socket's
 * end is the caller's business: `main/seer.ts` leaves the process with it.
 */
import type { Duplex } from "node:stream";
import { inspect } from "node:util";
import type { Log } from "../../base/call.ts";
import { frameHeader, FrameReader } from "../../base/frames.ts";
import { createAnnotatePicture } from "../annotate-picture.ts";
import type { PictureAnnotation, PictureRequest } from "../annotations.ts";
import { MAX_FILE_BYTES } from "../image/decode.ts";
import { decodeRequest, encodeAnswer, MAX_HEADER_BYTES } from "./frames.ts";

/** What a seer needs. */
export interface SeerNeeds {
  readonly socket: Duplex;
  /** The folder of MANIFEST.json; its files load when a picture first needs them. */
  readonly modelsDir: string;
  /** Told of bugs, never of content. Left out, they go to standard error. */
  readonly log?: Log;
  /** For tests: what annotates, instead of the real features. */
  readonly annotate?: (request: PictureRequest) => Promise<PictureAnnotation>;
}

/** A frame may be as long as the largest picture and its header; the pool refuses longer ones itself. */
const MAX_FRAME_BYTES = MAX_FILE_BYTES + MAX_HEADER_BYTES + 8;

/** What a caller sees of a bug. */
const INTERNAL_ERROR = "internal error";

/** Serves until the socket closes; what is no request of ours destroys the socket. */
export function serveSeer(needs: SeerNeeds): void {
  const { socket, log = toStandardError } = needs;
  const annotate = needs.annotate ?? createAnnotatePicture({ modelsDir: needs.modelsDir, log });
  const reader = new FrameReader(MAX_FRAME_BYTES);

  async function answer(frame: Uint8Array): Promise<void> {
    try {
      const { sequence, picture } = decodeRequest(frame);
      const annotation = await annotate(picture).catch((cause: unknown): PictureAnnotation => {
        log("error", "a picture's annotation threw", cause);
        return { error: { reason: "PICTURE_FAILED", message: INTERNAL_ERROR } };
      });
      send(socket, encodeAnswer({ sequence, annotation }));
    } finally {
      frame.fill(0);
    }
  }

  function giveUp(cause: unknown): void {
    log("error", "a seer's socket carried what is no request", cause);
    socket.destroy();
  }

  // one after another: a frame waits for the one before it, and while it waits nothing more is read
  let turn = Promise.resolve();
  let waiting = 0;
  socket.on("data", (chunk: Uint8Array) => {
    try {
      for (const frame of reader.push(chunk)) {
        waiting++;
        socket.pause();
        turn = turn
          .then(() => answer(frame))
          .catch(giveUp)
          .then(() => {
            if (--waiting === 0) socket.resume();
          });
      }
    } catch (cause) {
      giveUp(cause);
    } finally {
      // the socket's own copy of these bytes
      chunk.fill(0);
    }
  });
  socket.on("error", (cause) => log("warn", "a seer's socket broke", cause));
  socket.on("close", () => reader.wipe());
}

function send(socket: Duplex, payload: Uint8Array): void {
  if (socket.destroyed) return;
  socket.cork();
  socket.write(frameHeader(payload.length));
  socket.write(payload);
  socket.uncork();
}

/** A seer's standard error is a pipe to its supervisor. */
function toStandardError(level: string, message: string, cause?: unknown): void {
  const detail = cause === undefined ? "" : `: ${inspect(cause)}`;
  process.stderr.write(`seer ${level}: ${message}${detail}\n`);
}
