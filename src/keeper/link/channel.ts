/**
 * One connection between two processes: hello first, then contents and small frames, both ways.
 *
 * Knows nothing of methods and processes; serve.ts and connect.ts are its two users. Whatever breaks
 * the rules of wire.ts ends this connection and nothing else.
 */
import type { Duplex } from "node:stream";
import { ServiceError } from "../../base/errors.ts";
import { frameHeader, FrameReader } from "../../base/frames.ts";
import { Incoming, Outgoing, type Content, type Room } from "./content.ts";
import {
  decodeAnswer,
  decodeAsk,
  decodeCredit,
  decodeFrame,
  decodeHello,
  encodeCredit,
  encodeHead,
  encodeHello,
  encodePrefix,
  INLINE_BYTES,
  LINK_VERSION,
  MAX_CONTENT_BYTES,
  MAX_FRAME_BYTES,
  type AnswerHead,
  type AskHead,
  type FrameKind,
  type LinkFrame,
} from "./wire.ts";

const LAST_WORDS_MS = 500;

/** Whoever uses a channel. An exception out of these ends the connection. */
export interface ChannelUser {
  /** The other side speaks our version. */
  onReady(): void;
  /** An ask's head is there, its content is not: false refuses it, and the content never comes. */
  onAskHead?(call: number, head: AskHead): boolean;
  onAsk?(call: number, head: AskHead, content: Content): void;
  onAnswer?(call: number, content: Content): void;
  onFailure?(call: number, body: Uint8Array): void;
  onCancel?(call: number): void;
  onEvent?(body: Uint8Array): void;
  /** Once, at the end. `cause`: what was wrong, if anything was. */
  onClose(cause: Error | undefined): void;
}

/** What a channel needs. */
export interface ChannelNeeds {
  readonly socket: Duplex;
  /** The asking side says hello first, the other one answers it. */
  readonly isAsker: boolean;
  /** Where contents that come in chunks wait for memory. */
  readonly room: Room;
  readonly user: ChannelUser;
  /** How long the other side may take to say hello. */
  readonly helloTimeoutMs?: number;
}

/** A content on its way in; `incoming` once there was room for it. */
interface Arrival {
  readonly totalBytes: number;
  readonly done: (bytes: Uint8Array) => void;
  readonly enter: () => void;
  incoming?: Incoming;
}

/** See the head of this file. */
export class Channel {
  readonly #needs: ChannelNeeds;
  readonly #reader = new FrameReader(MAX_FRAME_BYTES);
  readonly #arrivals = new Map<number, Arrival>();
  readonly #departures = new Map<number, Outgoing>();
  readonly #helloClock: NodeJS.Timeout;
  #isReady = false;
  #isClosed = false;

  constructor(needs: ChannelNeeds) {
    this.#needs = needs;
    const { socket, helloTimeoutMs = 5000 } = needs;
    this.#helloClock = setTimeout(() => {
      this.close(new ServiceError("FRAME_INVALID", "the other side did not say which version"));
    }, helloTimeoutMs);
    socket.on("data", (chunk: Uint8Array) => this.#read(chunk));
    socket.on("error", (error) => this.close(error));
    socket.on("end", () => this.close());
    socket.on("close", () => this.close());
    if (needs.isAsker) this.send("hello", 0, encodeHello());
  }

  /** Sends a small frame. Nothing happens on a closed channel. */
  send(kind: FrameKind, call: number, ...parts: readonly Uint8Array[]): void {
    if (this.#isClosed) return;
    const { socket } = this.#needs;
    const prefix = encodePrefix(kind, call);
    const byteLength = parts.reduce((sum, part) => sum + part.length, prefix.length);
    socket.cork();
    socket.write(frameHeader(byteLength));
    for (const part of [prefix, ...parts]) if (part.length > 0) socket.write(part);
    socket.uncork();
  }

  /**
   * Sends an ask or an answer; what is too long for one frame goes as the receiver grants it, so the
   * content must stay as it is until the call is over.
   *
   * @throws ServiceError ARGUMENT_INVALID: longer than a content may be.
   */
  sendContent(
    kind: "ask" | "answer",
    call: number,
    content: Content,
    more?: Pick<AskHead, "method" | "deadlineMs">,
  ): void {
    const totalBytes = content.json.length + content.payload.length;
    if (totalBytes > MAX_CONTENT_BYTES) {
      const limit = `at most ${MAX_CONTENT_BYTES} are allowed`;
      throw new ServiceError("ARGUMENT_INVALID", `${totalBytes} bytes for the keeper; ${limit}`);
    }
    const head = encodeHead({ ...more, jsonBytes: content.json.length, totalBytes });
    if (totalBytes <= INLINE_BYTES) {
      this.send(kind, call, head, content.json, content.payload);
      return;
    }
    const outgoing = new Outgoing(content, (bytes) => this.send("chunk", call, bytes));
    this.#departures.set(call, outgoing);
    this.send(kind, call, head);
  }

  /** Forgets what is on its way for a call, in both directions. */
  drop(call: number): void {
    this.#departures.delete(call);
    const arrival = this.#arrivals.get(call);
    if (arrival === undefined) return;
    this.#arrivals.delete(call);
    arrival.incoming?.wipe();
    if (!this.#needs.room.giveUp(arrival.enter)) this.#needs.room.leave(arrival.totalBytes);
  }

  /** Ends the connection. */
  close(cause?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#helloClock);
    for (const call of this.#arrivals.keys()) this.drop(call);
    this.#departures.clear();
    this.#reader.wipe();
    endGently(this.#needs.socket);
    this.#needs.user.onClose(cause);
  }

  #read(chunk: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      for (const frame of this.#reader.push(chunk)) {
        if (this.#isClosed) return;
        this.#take(decodeFrame(frame));
      }
    } catch (error) {
      this.close(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #take(frame: LinkFrame): void {
    if (!this.#isReady) this.#greet(frame);
    else if (frame.kind === "ask") this.#takeAsk(frame);
    else if (frame.kind === "answer") this.#takeAnswer(frame);
    else this.#takeSmall(frame);
  }

  #greet({ kind, body }: LinkFrame): void {
    if (kind !== "hello") throw new ServiceError("FRAME_INVALID", "the first frame is no hello");
    const version = decodeHello(body);
    if (!this.#needs.isAsker) this.send("hello", 0, encodeHello());
    if (version !== LINK_VERSION) {
      const theirs = `the other process speaks version ${version} of the keeper's link`;
      throw new ServiceError("KEEPER_UNAVAILABLE", `${theirs}, this one version ${LINK_VERSION}`);
    }
    clearTimeout(this.#helloClock);
    this.#isReady = true;
    this.#needs.user.onReady();
  }

  #takeAsk({ call, body }: LinkFrame): void {
    const { user } = this.#needs;
    if (user.onAsk === undefined) throw new ServiceError("FRAME_INVALID", "an ask to an asker");
    const { head, inline } = decodeAsk(body);
    if (user.onAskHead?.(call, head) === false) return;
    this.#receive(call, head, inline, (content) => user.onAsk?.(call, head, content));
  }

  #takeAnswer({ call, body }: LinkFrame): void {
    const { user } = this.#needs;
    if (user.onAnswer === undefined) throw new ServiceError("FRAME_INVALID", "an unasked answer");
    const { head, inline } = decodeAnswer(body);
    this.#receive(call, head, inline, (content) => user.onAnswer?.(call, content));
  }

  #takeSmall({ kind, call, body }: LinkFrame): void {
    const { user } = this.#needs;
    if (kind === "chunk") this.#takeChunk(call, body);
    else if (kind === "credit") this.#takeCredit(call, decodeCredit(body));
    else if (kind === "failure") user.onFailure?.(call, body);
    else if (kind === "cancel") user.onCancel?.(call);
    else if (kind === "event") user.onEvent?.(body);
    else throw new ServiceError("FRAME_INVALID", "a second hello");
  }

  #receive(
    call: number,
    { jsonBytes, totalBytes }: AnswerHead,
    inline: Uint8Array,
    use: (content: Content) => void,
  ): void {
    const done = (bytes: Uint8Array): void =>
      use({ json: bytes.subarray(0, jsonBytes), payload: bytes.subarray(jsonBytes) });
    if (totalBytes <= INLINE_BYTES) {
      done(inline);
      return;
    }
    if (this.#arrivals.has(call)) throw new ServiceError("FRAME_INVALID", "a call's number twice");
    const enter = (): void => {
      arrival.incoming = new Incoming(totalBytes, (bytes) => {
        this.send("credit", call, encodeCredit(bytes));
      });
    };
    const arrival: Arrival = { totalBytes, done, enter };
    this.#arrivals.set(call, arrival);
    this.#needs.room.take(totalBytes, enter);
  }

  /** A chunk of a call that is over (cancelled, timed out) was on its way already and is let fall. */
  #takeChunk(call: number, body: Uint8Array): void {
    const arrival = this.#arrivals.get(call);
    if (arrival === undefined) return;
    if (arrival.incoming === undefined) {
      throw new ServiceError("FRAME_INVALID", "content before it was granted");
    }
    const whole = arrival.incoming.push(body);
    if (whole === undefined) return;
    this.#arrivals.delete(call);
    this.#needs.room.leave(arrival.totalBytes);
    arrival.done(whole);
  }

  #takeCredit(call: number, bytes: number): void {
    if (this.#departures.get(call)?.grant(bytes) === true) this.#departures.delete(call);
  }
}

/** What was written already, such as our hello to a stranger, still goes out, if it is taken soon. */
function endGently(socket: Duplex): void {
  if (socket.destroyed) return;
  const clock = setTimeout(() => socket.destroy(), LAST_WORDS_MS);
  socket.once("close", () => clearTimeout(clock));
  socket.end(() => socket.destroy());
}
