import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { ServiceError } from "../../base/errors.ts";
import { frameHeader, FrameReader } from "../../base/frames.ts";
import { instant } from "../../base/instant.ts";
import { recordId, userSecret } from "../../base/ids.ts";
import { connectKeeper, type KeeperLink } from "./connect.ts";
import type { KeeperMethods } from "./methods.ts";
import { serveKeeper, type KeeperServer } from "./serve.ts";
import { decodeFrame, decodeHello, encodeHello, encodePrefix, MAX_FRAME_BYTES } from "./wire.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-link-"));
const ends: (() => unknown)[] = [];
afterAll(() => fs.rmSync(folder, { recursive: true }));
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

let sockets = 0;
const newSocketPath = (): string => path.join(folder, `${sockets++}.sock`);

const notHere = (): never => {
  throw new ServiceError("METHOD_NOT_BUILT", "not in this test");
};

/** Every method refuses, but those given. */
function methodsWith(some: Partial<KeeperMethods>): KeeperMethods {
  return new Proxy(some, {
    get: (target, name) => Reflect.get(target, name) ?? notHere,
  }) as KeeperMethods;
}

const user = userSecret("a-secret-of-one-person");
if (user === undefined) throw new Error("the test's secret is none");
const person = {
  user,
  label: { dataType: "search.response", medium: "server" },
  purpose: "ownHistory",
} as const;
const item = (id: string) => ({
  id: recordId(id),
  query: "q",
  market: "en-US",
  queriedAt: instant(1),
  expiresAt: instant(2),
});

async function serve(some: Partial<KeeperMethods>, socketPath = newSocketPath()) {
  const said: string[] = [];
  const server = await serveKeeper({
    socketPath,
    methods: methodsWith(some),
    log: (_level, message) => said.push(message),
  });
  ends.push(() => server.close());
  return { server, socketPath, said };
}

async function connect(socketPath: string, waitMs = 2000): Promise<KeeperLink> {
  const link = await connectKeeper({ socketPath, waitMs });
  ends.push(() => link.close());
  return link;
}

const count = (documents: number): Partial<KeeperMethods> => ({
  "documents.status": () => ({ result: { documents } }),
});

describe("serveKeeper and connectKeeper", () => {
  test("carry parameters, results and payloads of every size both ways", async () => {
    const kept = new Map<string, Uint8Array>();
    const { socketPath } = await serve({
      "history.keep": ({ query }, { bytes }) => {
        kept.set(query, bytes.slice());
        return { result: recordId(query) };
      },
      "history.open": ({ id }) => ({ result: item(id), bytes: kept.get(id) ?? new Uint8Array() }),
    });
    const link = await connect(socketPath);
    const sizes = [0, 1, 65_000, 65_536, 65_537, 300_000, 3_000_001];
    await Promise.all(
      sizes.map(async (size) => {
        const bytes = Uint8Array.from({ length: size }, (_, n) => (n * 31 + size) & 255);
        const query = `${size}`;
        const asked = { person, query, market: "en-US", queriedAt: instant(1) };
        expect((await link.call("history.keep", asked, { bytes })).result).toBe(query);
        const opened = await link.call("history.open", { person, id: recordId(query) });
        expect(Buffer.compare(opened.bytes, bytes)).toBe(0);
      }),
    );
  });

  test("long lists cross although they do not fit a frame", async () => {
    const seen: number[] = [];
    const { socketPath } = await serve({
      "documents.delete": ({ urls }) => {
        seen.push(urls.length);
        return { result: urls.length };
      },
      "ledger.leaves": ({ to }) => ({ result: Array.from({ length: to }, (_, n) => `leaf ${n}`) }),
    });
    const link = await connect(socketPath);
    const urls = Array.from({ length: 50_000 }, (_, n) => `https://example.org/${n}`);
    expect((await link.call("documents.delete", { urls })).result).toBe(50_000);
    expect(seen).toEqual([50_000]);
    const { result } = await link.call("ledger.leaves", { from: 0, to: 40_000 });
    expect(result.length).toBe(40_000);
    expect(result[39_999]).toBe("leaf 39999");
  });

  test("errors cross with reason, message and field; a bug crosses without its text", async () => {
    const { socketPath, said } = await serve({
      "history.list": () => {
        throw new ServiceError("CLOCK_JUMPED", "the clock jumped", { field: "at" });
      },
      "documents.status": () => {
        throw new TypeError("secret detail");
      },
    });
    const link = await connect(socketPath);
    await expect(link.call("history.list", { person })).rejects.toMatchObject({
      name: "ServiceError",
      reason: "CLOCK_JUMPED",
      message: "the clock jumped",
      field: "at",
    });
    const bug = await link.call("documents.status", {}).catch((error: unknown) => error);
    expect(bug).not.toBeInstanceOf(ServiceError);
    expect(String(bug)).not.toContain("secret detail");
    expect(said.join()).toContain("documents.status");
  });

  test("wrong parameters are refused by the keeper without repeating their value", async () => {
    const { socketPath } = await serve({ "history.isKeeping": () => ({ result: true }) });
    const link = await connect(socketPath);
    const short = { person: { ...person, user: "short" as typeof user } };
    const error = await link.call("history.isKeeping", short).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ reason: "ARGUMENT_INVALID", field: "person.user" });
    expect(JSON.stringify(error) + String(error)).not.toContain("short");
  });

  test("many calls are under way at once and answered as each is done", async () => {
    const release: (() => void)[] = [];
    const { socketPath } = await serve({
      "documents.delete": async ({ urls }) => {
        await new Promise<void>((resolve) => {
          release.push(resolve);
        });
        return { result: urls.length };
      },
      ...count(7),
    });
    const link = await connect(socketPath);
    const slow = [1, 2, 3].map((n) =>
      link.call("documents.delete", { urls: Array.from({ length: n }, () => "u") }),
    );
    expect((await link.call("documents.status", {})).result.documents).toBe(7);
    for (const go of release.toReversed()) go();
    expect((await Promise.all(slow)).map(({ result }) => result)).toEqual([1, 2, 3]);
  });

  test("a call that is given up, or takes too long, is told to the keeper and leaves the link usable", async () => {
    const reasons: unknown[] = [];
    let started = 0;
    const { socketPath } = await serve({
      "documents.rebuild": (_, { signal }) =>
        new Promise((_resolve, reject) => {
          started += 1;
          signal.addEventListener("abort", () => {
            reasons.push((signal.reason as ServiceError).reason);
            reject(signal.reason);
          });
        }),
      ...count(1),
    });
    const link = await connect(socketPath);
    const stop = new AbortController();
    const given = link.call("documents.rebuild", {}, { signal: stop.signal });
    await expect.poll(() => started).toBe(1);
    stop.abort();
    await expect(given).rejects.toMatchObject({ reason: "CANCELLED" });
    const late = link.call("documents.rebuild", {}, { deadlineMs: 30 });
    await expect(late).rejects.toMatchObject({ reason: "KEEPER_UNAVAILABLE" });
    expect((await link.call("documents.status", {})).result.documents).toBe(1);
    await expect.poll(() => reasons.length).toBe(2);
    expect(reasons[0]).toBe("CANCELLED");
  });

  test("after the keeper's restart the link comes back; what was under way fails, what is new waits", async () => {
    const first = await serve({
      "documents.rebuild": () => new Promise(() => {}),
      ...count(1),
    });
    const link = await connect(first.socketPath);
    const lost = link.call("documents.rebuild", {});
    const lostReason = lost.catch((error: unknown) => error);
    await link.call("documents.status", {});
    await first.server.close();
    expect(await lostReason).toMatchObject({ reason: "KEEPER_UNAVAILABLE" });
    const waiting = link.call("documents.status", {});
    const second = await serve(count(2), first.socketPath);
    expect((await waiting).result.documents).toBe(2);
    await second.server.close();
    const gone = link.call("documents.status", {}, { deadlineMs: 60 });
    await expect(gone).rejects.toMatchObject({ reason: "KEEPER_UNAVAILABLE" });
  });

  test("events reach everyone, and a newcomer hears the newest at once", async () => {
    const socketPath = newSocketPath();
    let newest = 3;
    const server: KeeperServer = await serveKeeper({
      socketPath,
      methods: methodsWith({}),
      greeting: () => [{ kind: "generation", number: newest }],
      log: () => {},
    });
    ends.push(() => server.close());
    const heard: number[] = [];
    const link = await connect(socketPath);
    link.onEvent(({ number }) => heard.push(number));
    newest = 4;
    server.announce({ kind: "generation", number: newest });
    await expect.poll(() => heard.at(-1)).toBe(4);
  });

  test("a process of another version gets a clear error on both sides", async () => {
    const { socketPath, said } = await serve({});
    const socket = net.connect(socketPath);
    ends.push(() => socket.destroy());
    const version = new Promise<number>((resolve) => {
      const reader = new FrameReader(MAX_FRAME_BYTES);
      socket.on("data", (chunk: Uint8Array) => {
        for (const frame of reader.push(chunk)) resolve(decodeHello(decodeFrame(frame).body));
      });
    });
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.write(framed("hello", 0, encodeHello(99)));
    expect(await version).toBe(1);
    await closed;
    expect(said.join()).toContain("version 99");

    const strange = net.createServer((peer) => {
      peer.on("error", () => {});
      peer.end(framed("hello", 0, encodeHello(99)));
    });
    const strangePath = newSocketPath();
    await new Promise<void>((resolve) => {
      strange.listen(strangePath, resolve);
    });
    ends.push(() => strange.close());
    await expect(connect(strangePath, 300)).rejects.toThrow("version 99");
  });

  test("is reachable by its owner only", async () => {
    const { socketPath } = await serve({});
    expect(fs.statSync(socketPath).mode & 0o777).toBe(0o600);
  });

  test("any bytes end their own connection at most; others are served on", async () => {
    const { socketPath } = await serve(count(5));
    const link = await connect(socketPath);
    const anyFrame = fc
      .tuple(
        fc.constantFrom("hello", "ask", "answer", "failure", "chunk", "credit", "cancel", "event"),
        fc.integer({ min: 0, max: 3 }),
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.json().map((text) => new TextEncoder().encode(text)),
          fc.constant(
            askWith(
              JSON.stringify({
                method: "documents.status",
                deadlineMs: 9,
                jsonBytes: 2,
                totalBytes: 2,
              }),
              "{}",
            ),
          ),
          fc.constant(
            askWith(
              JSON.stringify({
                method: "documents.put",
                deadlineMs: 9,
                jsonBytes: 9,
                totalBytes: 60_000_000,
              }),
              "",
            ),
          ),
        ),
      )
      .map(([kind, call, body]) => framed(kind, call, body));
    const stream = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc
        .tuple(fc.boolean(), fc.array(anyFrame, { maxLength: 6 }))
        .map(([greets, frames]) =>
          Buffer.concat(greets ? [framed("hello", 0, encodeHello()), ...frames] : frames),
        ),
    );
    await fc.assert(
      fc.asyncProperty(stream, async (bytes) => {
        await pour(socketPath, bytes);
        expect((await link.call("documents.status", {})).result.documents).toBe(5);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 8000 },
    );
  });
});

function framed(kind: Parameters<typeof encodePrefix>[0], call: number, body: Uint8Array): Buffer {
  const prefix = encodePrefix(kind, call);
  return Buffer.concat([frameHeader(prefix.length + body.length), prefix, body]);
}

function askWith(head: string, content: string): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, Buffer.from(head), Buffer.from(content)]);
}

/** Sends the bytes and hangs up. */
function pour(socketPath: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(socketPath, () => socket.end(bytes));
    socket.resume();
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });
}
