/**
 * What supervisor, keeper and gateway say to each other over their IPC channels. Never content.
 */
import * as z from "zod";
import type { PostureReport } from "../service/check-posture.ts";

/** From a child to the supervisor. */
const fromChild = z.union([
  /** It serves; the gateway says where. */
  z.object({ ready: z.literal(true), host: z.string().optional(), port: z.number().optional() }),
  /** It can't start, and no further attempt would help; a sentence for a person. */
  z.object({ failed: z.string() }),
  /** Something for the operator to read while it goes on. */
  z.object({ tell: z.string() }),
  /** The gateway wants a seer gone. */
  z.object({ kill: z.int() }),
]);
/** From a child to the supervisor. */
export type FromChild = z.infer<typeof fromChild>;

const toChild = z.union([
  /** To the gateway, with the seer's socket as its handle. */
  z.object({ seer: z.int() }),
  /** To the gateway: how machine and processes stand; it listens after the first of these. */
  z.object({ posture: z.custom<PostureReport>((value) => typeof value === "object") }),
  /** Finish what is under way and leave. */
  z.object({ stop: z.literal(true) }),
]);
/** From the supervisor to a child. */
export type ToChild = z.infer<typeof toChild>;

/** The message, or undefined when it is none of ours. */
export function readFromChild(message: unknown): FromChild | undefined {
  return fromChild.safeParse(message).data;
}

/** The message, or undefined when it is none of ours. */
export function readToChild(message: unknown): ToChild | undefined {
  return toChild.safeParse(message).data;
}

/** Says something to the supervisor; a process run by hand has none, and says nothing. */
export function tellSupervisor(message: FromChild): void {
  process.send?.(message);
}
