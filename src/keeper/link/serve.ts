/**
 * The keeper's end of the link: takes asks, runs methods, sends answers, announces events.
 *
 * Keeps out of what a method does (`KeeperMethods` is given) and of where the socket may be
 * (socket-path.ts). Any bytes on a connection can only end that connection.
 */
import fs from "node:fs";
import net from "node:net";
import type { Log } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import { Channel } from "./channel.ts";
import { Room, type Content } from "./content.ts";
import { isMethodName, runMethod, type KeeperEvent, type KeeperMethods } from "./methods.ts";
import { encodeFailure, encodeJson, MAX_CONTENT_BYTES, type AskHead } from "./wire.ts";

/** What the server needs. */
export interface KeeperServerNeeds {
  /** Where to listen; a socket file that a dead keeper left there is replaced. The caller holds the data folder. */
  readonly socketPath: string;
  readonly methods: KeeperMethods;
  /** Sent to every connection as it is made, so that nobody misses what was announced before. */
  readonly greeting?: () => readonly KeeperEvent[];
  readonly log: Log;
}

/** A listening keeper. */
export interface KeeperServer {
  /** Tells everyone who is connected. */
  announce(event: KeeperEvent): void;
  /** Stops listening, ends every connection and lets calls that run finish unheard. */
  close(): Promise<void>;
}

/** Calls that one connection may have under way; the next is refused. */
const MAX_CALLS = 256;
/** Contents in memory at once, over all connections. */
const ROOM_BYTES = 2 * MAX_CONTENT_BYTES;
/** Connections at once: gateways and commands; a loop of them is a mistake somewhere. */
const MAX_CONNECTIONS = 64;

/** Listens at `socketPath`, which only the owner of the process can reach. */
export async function serveKeeper(needs: KeeperServerNeeds): Promise<KeeperServer> {
  const room = new Room(ROOM_BYTES);
  const channels = new Set<Channel>();
  const server = net.createServer({ allowHalfOpen: false }, (socket) => {
    if (channels.size >= MAX_CONNECTIONS) {
      socket.destroy();
      return;
    }
    serveConnection(needs, room, socket, channels);
  });
  fs.rmSync(needs.socketPath, { force: true });
  await listen(server, needs.socketPath);
  return {
    announce(event) {
      for (const channel of channels) channel.send("event", 0, encodeJson(event));
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const channel of channels) channel.close();
      await closed;
    },
  };
}

/** The umask makes the socket 0600 from its first moment; nothing else is made meanwhile. */
async function listen(server: net.Server, socketPath: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(socketPath, () => {
        server.off("error", reject);
        resolve();
      });
      // bound by now: a path's socket is made within listen()
      process.umask(before);
    });
  } finally {
    process.umask(before);
  }
}

interface Running {
  readonly stop: AbortController;
  readonly clock: NodeJS.Timeout;
}

function serveConnection(
  { methods, greeting, log }: KeeperServerNeeds,
  room: Room,
  socket: net.Socket,
  channels: Set<Channel>,
): void {
  const running = new Map<number, Running>();

  function end(call: number, cause?: Error): boolean {
    const ended = running.get(call);
    if (ended === undefined) return false;
    running.delete(call);
    clearTimeout(ended.clock);
    if (cause !== undefined) ended.stop.abort(cause);
    return true;
  }

  function fail(call: number, error: unknown): void {
    channel.drop(call);
    channel.send("failure", call, encodeFailure(error));
  }

  function refusal(call: number, head: AskHead): ServiceError | undefined {
    if (running.has(call)) throw new ServiceError("FRAME_INVALID", "a call's number twice");
    if (running.size >= MAX_CALLS) return new ServiceError("QUEUE_FULL", "too many calls at once");
    if (isMethodName(head.method)) return undefined;
    return new ServiceError("METHOD_NOT_BUILT", `the keeper has no method \`${head.method}\``);
  }

  async function run(call: number, { method }: AskHead, content: Content): Promise<void> {
    const signal = running.get(call)?.stop.signal;
    if (signal === undefined || !isMethodName(method)) return;
    try {
      const answer = await runMethod(methods, method, content, signal);
      if (end(call)) channel.sendContent("answer", call, answer);
    } catch (error) {
      if (!(error instanceof ServiceError))
        log("error", `the keeper's \`${method}\` failed`, error);
      if (end(call)) fail(call, error);
    } finally {
      // the parameters may hold a secret, the payload a response: neither outlives the call here
      content.json.fill(0);
      content.payload.fill(0);
    }
  }

  const channel = new Channel({
    socket,
    isAsker: false,
    room,
    user: {
      onReady() {
        channels.add(channel);
        for (const event of greeting?.() ?? []) channel.send("event", 0, encodeJson(event));
      },
      onAskHead(call, head) {
        const refused = refusal(call, head);
        if (refused !== undefined) {
          fail(call, refused);
          return false;
        }
        const late = new ServiceError("KEEPER_UNAVAILABLE", "the keeper took too long");
        const clock = setTimeout(() => {
          if (end(call, late)) fail(call, late);
        }, head.deadlineMs);
        running.set(call, { stop: new AbortController(), clock });
        return true;
      },
      onAsk(call, head, content) {
        void run(call, head, content);
      },
      onCancel(call) {
        channel.drop(call);
        end(call, new ServiceError("CANCELLED", "the asker gave up"));
      },
      onClose(cause) {
        channels.delete(channel);
        for (const call of running.keys()) end(call, new ServiceError("CANCELLED", "hung up"));
        if (cause instanceof ServiceError) log("warn", `a connection was ended: ${cause.message}`);
      },
    },
  });
}
