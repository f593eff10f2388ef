/** The HTTP server alone, with little patience: silent connections, callers that hang up, foreign hosts. */
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import type { FastifyPluginAsync } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { instant } from "../../src/base/instant.ts";
import { createGrpcHandler } from "../../src/surface/grpc/handler.ts";
import { createCallFrom, createCallOf } from "../../src/surface/http/caller.ts";
import { startHttpServer, type HttpServer } from "../../src/surface/http/server.ts";

const callers = { now: () => instant(0), log: () => undefined };
const patience = { firstBytesMs: 200, headMs: 300, requestMs: 600, idleMs: 300 };
/** Longer than any of them, and the sweep's second. */
const LONG_MS = 2500;

let server: HttpServer;
let port: number;
/** Resolves when the waiting request's caller is found to be gone. */
let noticed: Promise<void>;
let isWaiting: Promise<void>;

beforeEach(async () => {
  const callOf = createCallOf(callers);
  const seen = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  noticed = seen.promise;
  isWaiting = arrived.promise;
  const surface: FastifyPluginAsync = async (app) => {
    app.get("/wait", async (request) => {
      const { signal } = callOf(request);
      arrived.resolve();
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve());
      });
      seen.resolve();
      return "";
    });
    app.post("/echo", async (request) => request.body);
  };
  server = await startHttpServer(
    {
      isReady: () => true,
      rewriteUrl: (url) => url,
      surfaces: [surface],
      grpc: createGrpcHandler({
        annotateImages: async () => [],
        callFrom: createCallFrom(callers),
        log: () => undefined,
      }),
      log: () => undefined,
      patience,
    },
    { host: "127.0.0.1", port: 0 },
  );
  ({ port } = server.address());
});
afterEach(() => server.close(100));

/** Sends bytes and waits for the connection to end; how long that took. */
async function silentAfter(bytes: string | Uint8Array): Promise<number> {
  const startedAt = performance.now();
  const socket = net.connect(port, "127.0.0.1");
  socket.on("error", () => socket.destroy()).resume();
  const closed = new Promise((resolve) => {
    socket.once("close", resolve);
  });
  socket.write(bytes);
  await closed;
  return performance.now() - startedAt;
}

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
/** The first bytes of a HEADERS frame of stream 1 that announces 100 and never brings them. */
const HALF_HEADERS = Buffer.from([0, 0, 100, 1, 4, 0, 0, 0, 1, 0x82]);

describe("startHttpServer", () => {
  test.each([
    ["two bytes", "PR"],
    ["half a head of HTTP/1.1", "GET / HTTP/1.1\r\nHo"],
    [
      "half a body of HTTP/1.1",
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab",
    ],
    ["half a preface of HTTP/2", PREFACE.slice(0, 10)],
    ["a preface and no request", Buffer.concat([Buffer.from(PREFACE), SETTINGS])],
    ["half a head of HTTP/2", Buffer.concat([Buffer.from(PREFACE), SETTINGS, HALF_HEADERS])],
  ])("ends a connection that says %s and no more", async (_what, bytes) => {
    expect(await silentAfter(bytes)).toBeLessThan(LONG_MS);
  });

  test("ends half a body of HTTP/2, and the connection after it", async () => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    session.on("error", () => undefined);
    const stream = session.request({
      ":path": "/echo",
      ":method": "POST",
      "content-type": "text/plain",
    });
    stream.on("error", () => undefined);
    stream.write("half");
    const startedAt = performance.now();
    await new Promise((resolve) => {
      session.once("close", resolve);
    });
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(patience.requestMs - 50);
    expect(tookMs).toBeLessThan(LONG_MS);
  });

  test("lets a whole HTTP/2 request wait longer than any silence", async () => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    const stream = session.request({ ":path": "/wait" });
    let isClosed = false;
    stream.once("close", () => {
      isClosed = true;
    });
    stream.on("error", () => undefined);
    await new Promise((resolve) => {
      setTimeout(resolve, 1000);
    });
    expect(isClosed).toBe(false);
    session.destroy();
    await noticed;
  });
});

describe("createCallOf", () => {
  test("notices over HTTP/1.1 that the caller hung up after a whole request", async () => {
    const request = http.get({ port, host: "127.0.0.1", path: "/wait" });
    request.on("error", () => undefined);
    await isWaiting;
    request.destroy();
    await expect(noticed).resolves.toBeUndefined();
  });
});

describe("createGrpcHandler", () => {
  test.each([
    ["localhost:1", "0"],
    ["evil.example", "7"],
  ])("answers an authority of `%s` with status %s", async (authority, status) => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    const stream = session.request({
      ":method": "POST",
      ":authority": authority,
      ":path": "/google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages",
      "content-type": "application/grpc",
      te: "trailers",
    });
    const ended = new Promise<unknown>((resolve) => {
      stream.once("trailers", (trailers) => resolve(trailers["grpc-status"]));
      stream.once("response", (head) => {
        if (head["grpc-status"] !== undefined) resolve(head["grpc-status"]);
      });
    });
    stream.resume().end(Buffer.alloc(5));
    expect(await ended).toBe(status);
    session.destroy();
  });
});
