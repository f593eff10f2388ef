/**
 * One port: HTTP/1.1 and HTTP/2, REST, pages and gRPC, told apart by a connection's first three bytes.
 *
 * `PRI` is HTTP/2's preface; anything else is HTTP/1.1. HTTP/2 requests whose media type is
 * `application/grpc` go to the gRPC handler, all others to the same fastify instance as HTTP/1.1.
 *
 * Source   RFC 9113, 3.4 (connection preface).
 */
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from "fastify";
import type { Log } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import { watchHangUp } from "./hang-up.ts";
import { endSilentSessions } from "./idle-sessions.ts";

/** Handles a gRPC request; the Connect adapter has this shape. */
export type GrpcHandler = (
  request: http2.Http2ServerRequest,
  response: http2.Http2ServerResponse,
) => void;

/** What the server is made of. */
export interface HttpServerNeeds {
  /** Whether a request for this path can be answered now; false makes it 503 on /readyz only. */
  readonly isReady: () => boolean;
  /** Brings every spelling of a path to the one that is routed. */
  readonly rewriteUrl: (url: string) => string;
  readonly surfaces: readonly FastifyPluginAsync[];
  readonly grpc?: GrpcHandler;
  readonly log: Log;
  /** How long clients may take; tests have less time. */
  readonly patience?: Partial<Patience>;
}

/** How long clients may take, milliseconds. */
export interface Patience {
  /** To say three bytes. */
  readonly firstBytesMs: number;
  /** To say a request's head; swept once a second. */
  readonly headMs: number;
  /** To send a whole request. */
  readonly requestMs: number;
  /** Between two requests of an HTTP/2 connection: gRPC channels live long. */
  readonly idleMs: number;
}

/** A server that listens, until it is closed. */
export interface HttpServer {
  readonly address: () => { readonly host: string; readonly port: number };
  /** Stops accepting, lets requests in flight finish until `drainMs` are over, then cuts. */
  close(drainMs: number): Promise<void>;
}

const PATIENCE: Patience = {
  firstBytesMs: 5000,
  headMs: 10_000,
  requestMs: 120_000,
  idleMs: 600_000,
};
const PREFACE = "PRI";

/**
 * Starts listening.
 *
 * @throws ServiceError SETTING_INVALID: the address is taken or can't be bound.
 */
export async function startHttpServer(
  needs: HttpServerNeeds,
  where: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const patience = { ...PATIENCE, ...needs.patience };
  const { app, plain } = await createApp(needs, patience);
  const multiplexed = http2.createServer();
  endSilentSessions(multiplexed, { ...patience, bodyMs: patience.requestMs });
  multiplexed.on("request", (request, response) => {
    const isGrpc = request.headers["content-type"]?.startsWith("application/grpc") === true;
    if (isGrpc && needs.grpc !== undefined) needs.grpc(request, response);
    else plain.emit("request", request, response);
  });
  multiplexed.on("sessionError", () => undefined); // a client's broken session ends with itself

  const sockets = new Set<net.Socket>();
  const listener = net.createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy()); // a peer that resets is no event of ours
    chooseProtocol(socket, patience.firstBytesMs, (isHttp2) =>
      (isHttp2 ? multiplexed : plain).emit("connection", socket),
    );
  });
  await listen(listener, where);
  // INVARIANT (swept): a server that is fed by hand starts its sweep for slow requests on this event only
  plain.emit("listening");

  return {
    address: () => addressOf(listener),
    close: async (drainMs) => {
      listener.close();
      plain.closeIdleConnections();
      const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), drainMs);
      await drained(sockets, plain);
      clearTimeout(cut);
      await app.close();
    },
  };
}

/** Waits for three bytes and gives them back to the stream; the connection is cut when they don't come. */
function chooseProtocol(
  socket: net.Socket,
  waitMs: number,
  choose: (isHttp2: boolean) => void,
): void {
  const tooLate = setTimeout(() => socket.destroy(), waitMs);
  socket.once("close", () => clearTimeout(tooLate));
  const look = (): void => {
    const first: unknown = socket.read(PREFACE.length);
    if (!Buffer.isBuffer(first)) {
      socket.once("readable", look); // fewer than three so far
      return;
    }
    clearTimeout(tooLate);
    socket.unshift(first);
    choose(first.toString("latin1") === PREFACE);
  };
  socket.once("readable", look);
}

async function createApp(
  needs: HttpServerNeeds,
  { headMs, requestMs }: Patience,
): Promise<{ app: FastifyInstance; plain: http.Server }> {
  let plain: http.Server | undefined;
  const app = Fastify({
    logger: false,
    rewriteUrl: (request) => needs.rewriteUrl(request.url ?? "/"),
    forceCloseConnections: true,
    serverFactory: (handler) => {
      plain = http.createServer(
        { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: 1000 },
        handler,
      );
      return plain;
    },
  });
  app.addHook("onRequest", async (request, reply) => watchHangUp(request, reply.raw));
  app.addHook("onSend", async (_request, reply) => {
    reply.header("X-Content-Type-Options", "nosniff");
  });
  app.get("/healthz", async (_request, reply) => {
    reply.header("Cache-Control", "no-store").type("text/plain; charset=utf-8");
    return "ok\n";
  });
  app.get("/readyz", async (_request, reply) => {
    const isReady = needs.isReady();
    reply.code(isReady ? 200 : 503).header("Cache-Control", "no-store");
    reply.type("text/plain; charset=utf-8");
    return isReady ? "ready\n" : "not ready\n";
  });
  for (const surface of needs.surfaces) await app.register(surface);
  await app.ready();
  if (plain === undefined) throw new Error("fastify made no server");
  return { app, plain };
}

function listen(
  listener: net.Server,
  where: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EADDRINUSE" ? "something listens there already" : cause.message;
      reject(
        new ServiceError("SETTING_INVALID", `can't listen on ${where.host}:${where.port}: ${why}`, {
          cause,
        }),
      );
    });
    listener.listen(where.port, where.host, () => resolve());
  });
}

function addressOf(listener: net.Server): { host: string; port: number } {
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("the listener has no port");
  return { host: address.address, port: address.port };
}

/** Resolves when no connection is left; idle ones are closed as they fall idle. */
async function drained(sockets: ReadonlySet<net.Socket>, plain: http.Server): Promise<void> {
  while (sockets.size > 0) {
    plain.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
