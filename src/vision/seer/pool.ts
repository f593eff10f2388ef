/**
 * The gateway's side of the seers: who is free, who waits, and what a picture gets when its seer dies.
 *
 * Keeps out of processes: it gets sockets, and asks for a kill by number. It loads no decoder and no
 * model. A seer holds one picture at a time, so losing it costs that picture only.
 */
import type { Duplex } from "node:stream";
import { ServiceError } from "../../base/errors.ts";
import type { PictureAnnotation, PictureRequest } from "../annotations.ts";
import { encodeRequestHead } from "./frames.ts";
import { createSeerLine, type SeerLine } from "./line.ts";

/** What a pool needs. */
export interface SeerPoolNeeds {
  readonly limits: {
    /** Pictures that may wait for a seer; the next one is refused. */
    readonly queueLength: number;
    /** How long a seer may look at one picture, and how long a picture waits while there is no seer. */
    readonly pictureTimeoutMs: number;
    /** The largest frame either way; a larger picture is refused before it is sent. */
    readonly maxFrameBytes: number;
  };
  /** Asks whoever owns the seers to kill one; a fresh one comes back through `attach`. */
  readonly kill: (seerId: number) => void;
}

/** The attached seers and the pictures that wait for them. */
export interface SeerPool {
  /** A live seer; its socket closing detaches it and fails only the picture it held. */
  attach(seerId: number, socket: Duplex): void;
  /**
   * One picture's annotation. Failures of this picture are values in it: SEER_LOST, PICTURE_OVERRUN,
   * PICTURE_FAILED, IMAGE_TOO_LARGE, and whatever the seer says. The bytes must stay as they are until
   * the promise settles; afterwards they may be wiped.
   *
   * @throws ServiceError QUEUE_FULL: too many pictures wait already.
   * @throws ServiceError CANCELLED: the signal was aborted; a waiting picture is taken out of the queue,
   * one that a seer holds is let go.
   */
  annotate(request: PictureRequest, signal: AbortSignal): Promise<PictureAnnotation>;
  /** Attached seers, how many of them hold a picture, and how many pictures wait. */
  readonly stats: () => { seers: number; busy: number; queued: number };
  /** Lets every picture go with SEER_LOST and every socket close; nothing is accepted afterwards. */
  close(): void;
}

/** What the original API says when its back end takes too long. */
const OVERRUN = "image-annotator::RPC deadline exceeded.: Backend timeout!";

const SEER_LOST = "the process that looked at this picture was lost";
const NO_SEER = "no process to look at this picture is running";

/** A picture on its way. */
interface Job {
  readonly request: PictureRequest;
  /** Once; later calls do nothing. */
  readonly settle: (outcome: PictureAnnotation | ServiceError) => void;
  isSettled: boolean;
  /** Runs while the picture waits and no seer is attached. */
  waiting: NodeJS.Timeout | undefined;
}

/** A pool without seers; pictures wait for the first `attach`. */
export function createSeerPool({ limits, kill }: SeerPoolNeeds): SeerPool {
  const lines = new Set<SeerLine>();
  const queue: Job[] = [];
  let isClosed = false;

  function dispatch(): void {
    for (const line of lines) {
      const job = line.isBusy() ? undefined : queue.shift();
      if (job !== undefined) hand(job, line);
    }
    // the waiting clock stands still while there is a seer to wait for
    for (const job of queue) {
      if (lines.size > 0) stopWaiting(job);
      else job.waiting ??= setTimeout(() => drop(job, NO_SEER), limits.pictureTimeoutMs);
    }
  }

  function hand(job: Job, line: SeerLine): void {
    stopWaiting(job);
    void line.ask(job.request, limits.pictureTimeoutMs).then((answer) => {
      if ("annotation" in answer) job.settle(answer.annotation);
      else if (answer.lost === "overran") job.settle(failure("PICTURE_OVERRUN", OVERRUN));
      else job.settle(failure("SEER_LOST", SEER_LOST));
      dispatch();
    });
  }

  function drop(job: Job, message: string): void {
    leave(job);
    job.settle(failure("SEER_LOST", message));
  }

  function leave(job: Job): void {
    stopWaiting(job);
    const at = queue.indexOf(job);
    if (at >= 0) queue.splice(at, 1);
  }

  function enqueue(request: PictureRequest, signal: AbortSignal): Promise<PictureAnnotation> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        leave(job);
        job.settle(new ServiceError("CANCELLED", "the caller hung up"));
      };
      const job: Job = {
        request,
        isSettled: false,
        waiting: undefined,
        settle: (outcome) => {
          if (job.isSettled) return;
          job.isSettled = true;
          signal.removeEventListener("abort", onAbort);
          if (outcome instanceof ServiceError) reject(outcome);
          else resolve(outcome);
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      queue.push(job);
      dispatch();
    });
  }

  return {
    attach(seerId, socket) {
      if (isClosed) {
        socket.destroy();
        return;
      }
      const line = createSeerLine({
        socket,
        maxFrameBytes: limits.maxFrameBytes,
        onGone: (isOurDoing) => {
          lines.delete(line);
          // a socket that closed by itself needs no kill: whoever owns the seer sees its process end
          if (isOurDoing && !isClosed) kill(seerId);
          dispatch();
        },
      });
      lines.add(line);
      dispatch();
    },

    async annotate(request, signal) {
      if (signal.aborted) throw new ServiceError("CANCELLED", "the caller hung up");
      if (isClosed) return failure("SEER_LOST", NO_SEER);
      const head = encodeRequestHead({ sequence: 0, picture: request });
      if (head.length + request.bytes.length > limits.maxFrameBytes) {
        return failure("IMAGE_TOO_LARGE", "Bad image data.");
      }
      const hasFreeSeer = [...lines].some((line) => !line.isBusy());
      if (!hasFreeSeer && queue.length >= limits.queueLength) {
        throw new ServiceError("QUEUE_FULL", "too many pictures are waiting; try again later");
      }
      return await enqueue(request, signal);
    },

    stats: () => ({
      seers: lines.size,
      busy: [...lines].filter((line) => line.isBusy()).length,
      queued: queue.length,
    }),

    close() {
      isClosed = true;
      for (let job = queue[0]; job !== undefined; job = queue[0]) drop(job, NO_SEER);
      for (const line of lines) line.close();
    },
  };
}

function stopWaiting(job: Job): void {
  clearTimeout(job.waiting);
  job.waiting = undefined;
}

function failure(reason: "SEER_LOST" | "PICTURE_OVERRUN" | "IMAGE_TOO_LARGE", message: string) {
  return { error: { reason, message } } satisfies PictureAnnotation;
}
