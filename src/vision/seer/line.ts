/**
 * One seer's socket: a question, its answer, and the ways in which none comes.
 *
 * Knows nothing of queues and other seers. After any failure the line is gone for good.
 */
import type { Duplex } from "node:stream";
import { frameHeader, FrameReader } from "../../base/frames.ts";
import type { PictureAnnotation, PictureRequest } from "../annotations.ts";
import { decodeAnswer, encodeRequestHead } from "./frames.ts";

/** The annotation, or why there is none: the seer took too long, or went away. */
export type LineAnswer =
  | { readonly annotation: PictureAnnotation }
  | { readonly lost: "overran" | "gone" };

/** A seer that can be asked. */
export interface SeerLine {
  /** Whether it holds a picture. */
  isBusy(): boolean;
  /**
   * Sends one picture and waits; only while the line is not busy. Never rejects.
   * A seer that takes longer than `timeoutMs`, sending included, is given up.
   */
  ask(request: PictureRequest, timeoutMs: number): Promise<LineAnswer>;
  /** Gives the seer up; a picture it holds is answered as lost. */
  close(): void;
}

/** What a line needs. */
export interface SeerLineNeeds {
  readonly socket: Duplex;
  readonly maxFrameBytes: number;
  /**
   * Called once, when no more can be asked; before the answer to a picture that was held is given.
   * `isOurDoing`: the process may still live (it overran, spoke nonsense, or the line was closed).
   */
  readonly onGone: (isOurDoing: boolean) => void;
}

interface Held {
  readonly sequence: number;
  readonly settle: (answer: LineAnswer) => void;
  readonly clock: NodeJS.Timeout;
}

/** Takes the socket over. */
export function createSeerLine({ socket, maxFrameBytes, onGone }: SeerLineNeeds): SeerLine {
  const reader = new FrameReader(maxFrameBytes);
  let held: Held | undefined;
  let sequence = 0;
  let isGone = false;

  function end(lost: "overran" | "gone", isOurDoing: boolean): void {
    if (isGone) return;
    isGone = true;
    reader.wipe();
    socket.destroy();
    onGone(isOurDoing);
    release({ lost });
  }

  function release(answer: LineAnswer): void {
    const released = held;
    held = undefined;
    clearTimeout(released?.clock);
    released?.settle(answer);
  }

  function receive(frame: Uint8Array): void {
    const answer = decodeAnswer(frame);
    frame.fill(0);
    if (answer.sequence !== held?.sequence) end("gone", true);
    else release({ annotation: answer.annotation });
  }

  socket.on("data", (chunk: Uint8Array) => {
    try {
      for (const frame of reader.push(chunk)) receive(frame);
    } catch {
      // what is no answer: the seer cannot be trusted with another picture
      end("gone", true);
    }
  });
  // each of these may come first; an error is always followed by close
  socket.on("error", () => end("gone", false));
  socket.on("end", () => end("gone", false));
  socket.on("close", () => end("gone", false));

  return {
    isBusy: () => held !== undefined || isGone,
    ask: (request, timeoutMs) =>
      new Promise((settle) => {
        if (isGone || held !== undefined) {
          settle({ lost: "gone" });
          return;
        }
        const clock = setTimeout(() => end("overran", true), timeoutMs);
        held = { sequence: sequence++, settle, clock };
        const head = encodeRequestHead({ sequence: held.sequence, picture: request });
        socket.cork();
        socket.write(frameHeader(head.length + request.bytes.length));
        socket.write(head);
        if (request.bytes.length > 0) socket.write(request.bytes);
        socket.uncork();
      }),
    close: () => end("gone", true),
  };
}
