/**
 * The pool against real seer processes over inherited socket pairs, under the launch line of the seers:
 * no file can be written, no core dumped, and, where the kernel allows, there is no network.
 *
 * A seer is killed and stopped while it holds a picture; only that picture may suffer.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Duplex } from "node:stream";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { PictureRequest } from "../../src/vision/annotations.ts";
import { encodePicture, paintPicture } from "../../src/vision/image/sample-pictures.ts";
import { createSeerPool } from "../../src/vision/seer/pool.ts";

const root = path.join(import.meta.dirname, "../..");

/** What a seer's main does, and a look at what it may do. */
const SEER = `
  import { writeFileSync } from "node:fs";
  import net from "node:net";
  import { serveSeer } from ${JSON.stringify(path.join(root, "src/vision/seer/serve.ts"))};
  try { writeFileSync(process.env.CANARY, "x"); console.log("write: done"); }
  catch (cause) { console.log("write: " + cause.code); }
  const socket = new net.Socket({ fd: 3, readable: true, writable: true });
  socket.on("close", () => process.exit(0));
  serveSeer({ socket, modelsDir: ${JSON.stringify(path.join(root, "models"))} });
`;

const LIMITS = 'trap "" XFSZ; ulimit -c 0; ulimit -f 0; exec "$0" --disable-sigusr1 "$@"';
const hasNamespaces = spawnSync("unshare", ["-Urn", "true"]).status === 0;

const scratch = mkdtempSync(path.join(os.tmpdir(), "lethe-seer-"));
const children: ChildProcess[] = [];

function startSeer(): { child: ChildProcess; socket: Duplex; firstLine: Promise<string> } {
  const shell = ["sh", "-c", LIMITS, process.execPath, "--input-type=module", "-e", SEER];
  const [command = "sh", ...args] = hasNamespaces ? ["unshare", "-Urn", ...shell] : shell;
  const env = { ...process.env, CANARY: path.join(scratch, "canary") };
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit", "pipe"], env });
  children.push(child);
  const socket = child.stdio[3];
  if (!(socket instanceof Duplex) || child.stdout === null)
    throw new Error("no socket to the seer");
  const firstLine = once(child.stdout, "data").then(([line]) => String(line).trim());
  return { child, socket, firstLine };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

afterAll(() => rmSync(scratch, { recursive: true }));

const never = new AbortController().signal;

const bytes = await encodePicture(
  paintPicture(640, 480, (x, y) => [x % 256, y % 256, (x * y) % 256]),
  "jpeg",
);
const request: PictureRequest = {
  bytes,
  features: [
    { name: "LABEL_DETECTION", maxResults: 0 },
    { name: "IMAGE_PROPERTIES", maxResults: 0 },
  ],
};

function createPool(pictureTimeoutMs: number) {
  const seers = new Map<number, ChildProcess>();
  const killed: number[] = [];
  const pool = createSeerPool({
    limits: { queueLength: 16, pictureTimeoutMs, maxFrameBytes: 21 * 1024 * 1024 },
    kill: (seerId) => {
      killed.push(seerId);
      seers.get(seerId)?.kill("SIGKILL");
    },
  });
  const attach = async (seerId: number) => {
    const seer = startSeer();
    seers.set(seerId, seer.child);
    const line = await seer.firstLine;
    pool.attach(seerId, seer.socket);
    return { ...seer, line };
  };
  return { pool, killed, attach };
}

describe("createSeerPool with real seers", () => {
  test("answers labels and colours from a process that cannot write a file", async () => {
    const { pool, attach } = createPool(20_000);
    const { line } = await attach(1);
    expect(line).toBe("write: EFBIG");
    const [first, second] = await Promise.all([
      pool.annotate(request, never),
      pool.annotate({ ...request, bytes: bytes.subarray(0, 5000) }, never),
    ]);
    expect(first.error).toBeUndefined();
    expect(first.labels).toBeDefined();
    expect(first.dominantColors?.length).toBeGreaterThan(1);
    expect(second).toEqual({ error: { reason: "IMAGE_UNREADABLE", message: "Bad image data." } });
    pool.close();
  });

  test("carries the largest picture there and back", async () => {
    const { pool, attach } = createPool(20_000);
    await attach(1);
    const large = { ...request, bytes: new Uint8Array(20 * 1024 * 1024).fill(7) };
    expect((await pool.annotate(large, never)).error?.reason).toBe("IMAGE_UNREADABLE");
    expect((await pool.annotate(request, never)).error).toBeUndefined();
    pool.close();
  });

  test("loses one picture with a killed seer; the waiting ones go to its successor", async () => {
    const { pool, killed, attach } = createPool(20_000);
    const { child } = await attach(1);
    child.kill("SIGSTOP");
    const held = pool.annotate(request, never);
    const waiting = pool.annotate(request, never);
    child.kill("SIGKILL");
    expect((await held).error?.reason).toBe("SEER_LOST");
    await attach(2);
    expect((await waiting).error).toBeUndefined();
    expect(killed).toEqual([]);
    pool.close();
  });

  test("has a seer killed that hangs, and answers the next picture from another", async () => {
    const { pool, killed, attach } = createPool(3000);
    const { child } = await attach(1);
    const ended = once(child, "exit");
    child.kill("SIGSTOP");
    expect((await pool.annotate(request, never)).error?.reason).toBe("PICTURE_OVERRUN");
    expect(killed).toEqual([1]);
    expect((await ended)[1]).toBe("SIGKILL");
    await attach(2);
    expect((await pool.annotate(request, never)).error).toBeUndefined();
    pool.close();
  });
});
