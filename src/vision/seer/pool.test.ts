import type { Duplex } from "node:stream";
import { describe, expect, test } from "vitest";
import { frameHeader } from "../../base/frames.ts";
import type { PictureAnnotation, PictureRequest } from "../annotations.ts";
import { createSeerPool, type SeerPool } from "./pool.ts";
import { serveSeer } from "./serve.ts";
import { socketPair } from "./socket-pair.ts";

const never = new AbortController().signal;

/** A picture whose first byte tells the seer of the test what to do. */
const picture = (first: number): PictureRequest => ({
  bytes: Uint8Array.of(first, 2, 3),
  features: [{ name: "IMAGE_PROPERTIES", maxResults: 0 }],
});

/** Answers with a label that names the picture's first byte. */
const named = (first: number | undefined): PictureAnnotation => ({
  labels: [{ name: `picture ${first}`, score: 1, topicality: 1 }],
});

/** A seer of the test: it can be held up, and shows what it was given. */
function attachSeer(pool: SeerPool, seerId: number) {
  const [ours, theirs] = socketPair();
  const seen: Uint8Array[] = [];
  const gate: { open: () => void; isOpen: Promise<void> } = {
    open: () => {},
    isOpen: Promise.resolve(),
  };
  const hold = (): void => {
    gate.isOpen = new Promise((resolve) => (gate.open = resolve));
  };
  const logged: string[] = [];
  serveSeer({
    socket: theirs,
    modelsDir: "unused",
    log: (level, message) => logged.push(`${level}: ${message}`),
    annotate: async ({ bytes }) => {
      seen.push(bytes);
      const [first] = bytes;
      await gate.isOpen;
      if (first === 99) throw new TypeError("a bug that quotes the picture");
      return named(first);
    },
  });
  pool.attach(seerId, ours);
  return { ours, theirs, seen, hold, gate, logged };
}

function createPool(limits: { queueLength?: number; pictureTimeoutMs?: number } = {}) {
  const killed: number[] = [];
  const pool = createSeerPool({
    limits: { queueLength: 2, pictureTimeoutMs: 5000, maxFrameBytes: 4096, ...limits },
    kill: (seerId) => killed.push(seerId),
  });
  return { pool, killed };
}

/** Enough turns for what is under way in memory to settle. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe("createSeerPool", () => {
  test("gives each picture its own answer, two seers working side by side", async () => {
    const { pool } = createPool({ queueLength: 8 });
    attachSeer(pool, 1);
    attachSeer(pool, 2);
    const asked = [1, 2, 3, 4, 5, 6].map((first) => pool.annotate(picture(first), never));
    expect(pool.stats()).toEqual({ seers: 2, busy: 2, queued: 4 });
    expect(await Promise.all(asked)).toEqual([1, 2, 3, 4, 5, 6].map(named));
    expect(pool.stats()).toEqual({ seers: 2, busy: 0, queued: 0 });
  });

  test("refuses what the queue cannot hold, and takes again when there is room", async () => {
    const { pool } = createPool({ queueLength: 1 });
    const seer = attachSeer(pool, 1);
    seer.hold();
    const held = pool.annotate(picture(1), never);
    const queued = pool.annotate(picture(2), never);
    await expect(pool.annotate(picture(3), never)).rejects.toMatchObject({ reason: "QUEUE_FULL" });
    seer.gate.open();
    expect(await Promise.all([held, queued])).toEqual([named(1), named(2)]);
    expect(await pool.annotate(picture(4), never)).toEqual(named(4));
  });

  test("gives up a seer that takes too long, asks for its end once, and goes on with the next", async () => {
    const { pool, killed } = createPool({ pictureTimeoutMs: 1000 }); // the next picture has that long too, on a busy machine
    attachSeer(pool, 7).hold();
    const [slow, next] = [pool.annotate(picture(1), never), pool.annotate(picture(2), never)];
    expect((await slow).error?.reason).toBe("PICTURE_OVERRUN");
    expect(killed).toEqual([7]);
    attachSeer(pool, 8);
    expect(await next).toEqual(named(2));
    expect(killed).toEqual([7]);
  });

  test("loses only the picture that a dying seer held, and asks for no kill", async () => {
    const { pool, killed } = createPool();
    const dying = attachSeer(pool, 1);
    dying.hold();
    const [held, queued] = [pool.annotate(picture(1), never), pool.annotate(picture(2), never)];
    await settle();
    dying.theirs.destroy();
    expect((await held).error?.reason).toBe("SEER_LOST");
    expect(pool.stats()).toEqual({ seers: 0, busy: 0, queued: 1 });
    attachSeer(pool, 2);
    expect(await queued).toEqual(named(2));
    expect(killed).toEqual([]);
  });

  test("lets a picture wait for the first seer, but not for ever", async () => {
    const { pool } = createPool();
    const patient = pool.annotate(picture(1), never);
    attachSeer(pool, 1);
    expect(await patient).toEqual(named(1));
    const lonely = createPool({ pictureTimeoutMs: 40 }).pool;
    expect((await lonely.annotate(picture(2), never)).error?.reason).toBe("SEER_LOST");
    expect(lonely.stats().queued).toBe(0);
  });

  test("takes an aborted picture out of the queue, and lets go of one that is held", async () => {
    const { pool, killed } = createPool();
    const seer = attachSeer(pool, 1);
    seer.hold();
    const caller = new AbortController();
    const held = pool.annotate(picture(1), caller.signal);
    const queued = pool.annotate(picture(2), caller.signal);
    caller.abort();
    await expect(held).rejects.toMatchObject({ reason: "CANCELLED" });
    await expect(queued).rejects.toMatchObject({ reason: "CANCELLED" });
    expect(pool.stats()).toEqual({ seers: 1, busy: 1, queued: 0 });
    seer.gate.open();
    expect(await pool.annotate(picture(3), never)).toEqual(named(3));
    expect(seer.seen).toHaveLength(2);
    expect(killed).toEqual([]);
    await expect(pool.annotate(picture(4), caller.signal)).rejects.toMatchObject({
      reason: "CANCELLED",
    });
  });

  test("refuses a picture over the frame limit before a seer sees it", async () => {
    const { pool } = createPool();
    const seer = attachSeer(pool, 1);
    const request = { ...picture(1), bytes: new Uint8Array(4096) };
    expect((await pool.annotate(request, never)).error).toEqual({
      reason: "IMAGE_TOO_LARGE",
      message: "Bad image data.",
    });
    expect(seer.seen).toEqual([]);
  });

  test.each([
    [
      "no answer of ours",
      (socket: Duplex) => socket.write(Buffer.concat([frameHeader(2), Buffer.from("{}")])),
    ],
    ["a frame beyond the limit", (socket: Duplex) => socket.write(frameHeader(1_000_000))],
    [
      "an answer to another question",
      (socket: Duplex) => {
        const text = Buffer.from('{"sequence":5,"annotation":{}}');
        socket.write(Buffer.concat([frameHeader(text.length), text]));
      },
    ],
  ])("gives up a seer that sends %s", async (_, misbehave) => {
    const { pool, killed } = createPool();
    const [ours, theirs] = socketPair();
    theirs.once("data", () => misbehave(theirs));
    pool.attach(3, ours);
    expect((await pool.annotate(picture(1), never)).error?.reason).toBe("SEER_LOST");
    expect(killed).toEqual([3]);
    expect(pool.stats().seers).toBe(0);
  });

  test("lets everything go when it closes, and takes nothing afterwards", async () => {
    const { pool, killed } = createPool();
    attachSeer(pool, 1).hold();
    const asked = [pool.annotate(picture(1), never), pool.annotate(picture(2), never)];
    pool.close();
    const reasons = (await Promise.all(asked)).map((answer) => answer.error?.reason);
    expect(reasons).toEqual(["SEER_LOST", "SEER_LOST"]);
    expect((await pool.annotate(picture(3), never)).error?.reason).toBe("SEER_LOST");
    const late = attachSeer(pool, 2);
    expect([late.ours.destroyed, pool.stats().seers, killed]).toEqual([true, 0, []]);
  });
});

describe("serveSeer", () => {
  test("wipes a picture after its answer, a good one or a bug's", async () => {
    const { pool } = createPool();
    const seer = attachSeer(pool, 1);
    await pool.annotate(picture(1), never);
    await pool.annotate(picture(99), never);
    expect(seer.seen.map((bytes) => [...bytes])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  test("answers a bug without its text, tells the log, and lives on", async () => {
    const { pool } = createPool();
    const seer = attachSeer(pool, 1);
    expect(await pool.annotate(picture(99), never)).toEqual({
      error: { reason: "PICTURE_FAILED", message: "internal error" },
    });
    expect(seer.logged).toEqual(["error: a picture's annotation threw"]);
    expect(await pool.annotate(picture(5), never)).toEqual(named(5));
  });

  test("leaves the caller's bytes alone", async () => {
    const { pool } = createPool();
    attachSeer(pool, 1);
    const request = picture(6);
    await pool.annotate(request, never);
    expect([...request.bytes]).toEqual([6, 2, 3]);
  });

  test("closes a socket that carries anything else", async () => {
    const [ours, theirs] = socketPair();
    const logged: string[] = [];
    serveSeer({ socket: theirs, modelsDir: "unused", log: (_, message) => logged.push(message) });
    ours.write(Buffer.concat([frameHeader(5), Buffer.from("hello")]));
    await settle();
    expect(theirs.destroyed).toBe(true);
    expect(logged).toEqual(["a seer's socket carried what is no request"]);
  });
});
