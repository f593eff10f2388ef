/**
 * The asking end of the link: calls, events, and coming back after the keeper was restarted.
 *
 * A call that is under way when the connection ends fails, because nobody knows whether it was done; a
 * call made while there is no connection waits for one, for a bounded time.
 */
import net from "node:net";
import { ServiceError } from "../../base/errors.ts";
import { Channel } from "./channel.ts";
import { Room, type Content } from "./content.ts";
import {
  decodeEvent,
  decodeResult,
  encodeParams,
  type Answer,
  type KeeperEvent,
  type MethodName,
  type Params,
} from "./methods.ts";
import { decodeFailure, MAX_CONTENT_BYTES } from "./wire.ts";

/** What a call may say besides its parameters. */
export interface CallOptions {
  /** The payload behind the parameters; must stay as it is until the call is over. */
  readonly bytes?: Uint8Array;
  readonly signal?: AbortSignal;
  /** How long to wait in all, for a connection and the answer. */
  readonly deadlineMs?: number;
}

/** The keeper, from another process. */
export interface KeeperLink {
  /**
   * @throws ServiceError KEEPER_UNAVAILABLE: no connection, it ended meanwhile, or no answer in time.
   * CANCELLED: the signal was aborted. Whatever the method throws.
   */
  call<Name extends MethodName>(
    method: Name,
    params: Params<Name>,
    options?: CallOptions,
  ): Promise<Answer<Name>>;
  /** Called with each event from now on, and with the newest of each kind after every reconnection. */
  onEvent(listener: (event: KeeperEvent) => void): void;
  readonly isConnected: () => boolean;
  close(): void;
}

/** What a link needs. */
export interface KeeperLinkNeeds {
  /** Asked before each attempt: a restarted keeper may listen elsewhere. */
  readonly socketPath: string | (() => string);
  /** How long a call waits for a connection at most; its own deadline may be earlier. */
  readonly waitMs?: number;
  /** Of calls that name none. */
  readonly defaultDeadlineMs?: number;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

interface Pending {
  readonly method: MethodName;
  readonly params: unknown;
  readonly options: CallOptions;
  readonly deadlineAt: number;
  readonly settle: (outcome: Content | Error) => void;
}

/**
 * A link that is connected: waits for the first connection like any call does.
 *
 * @throws ServiceError KEEPER_UNAVAILABLE: nobody listens there, or of another version.
 */
export async function connectKeeper(needs: KeeperLinkNeeds): Promise<KeeperLink> {
  const link = new Link(needs);
  try {
    await link.connected();
    return link;
  } catch (error) {
    link.close();
    throw error;
  }
}

class Link implements KeeperLink {
  readonly #needs: Required<KeeperLinkNeeds>;
  readonly #room = new Room(2 * MAX_CONTENT_BYTES);
  readonly #listeners: ((event: KeeperEvent) => void)[] = [];
  /** Under way on the present connection, by number. */
  readonly #pending = new Map<number, Pending>();
  /** Made while there was no connection. */
  readonly #waiting = new Set<() => void>();
  #channel: Channel | undefined;
  #lastCall = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #retry: NodeJS.Timeout | undefined;
  /** Why there is no connection, for whoever waited in vain. */
  #why: Error | undefined;
  #isClosed = false;

  constructor(needs: KeeperLinkNeeds) {
    this.#needs = { waitMs: 5000, defaultDeadlineMs: 10_000, ...needs };
    this.#connect();
  }

  readonly isConnected = (): boolean => this.#channel !== undefined;

  onEvent(listener: (event: KeeperEvent) => void): void {
    this.#listeners.push(listener);
  }

  async call<Name extends MethodName>(
    method: Name,
    params: Params<Name>,
    options: CallOptions = {},
  ): Promise<Answer<Name>> {
    const { signal, deadlineMs = this.#needs.defaultDeadlineMs } = options;
    const deadlineAt = performance.now() + deadlineMs;
    await this.connected(Math.min(deadlineMs, this.#needs.waitMs), signal);
    // it may have been aborted since, and says so only once
    if (signal?.aborted === true) throw new ServiceError("CANCELLED", "the caller gave up");
    const content = await new Promise<Content>((resolve, reject) => {
      const settle = (outcome: Content | Error): void =>
        outcome instanceof Error ? reject(outcome) : resolve(outcome);
      this.#ask({ method, params, options, deadlineAt, settle });
    });
    return decodeResult(method, content);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#channel?.close();
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when there is a connection, or the signal was aborted. */
  async connected(waitMs = this.#needs.waitMs, signal?: AbortSignal): Promise<void> {
    const until = performance.now() + waitMs;
    while (this.#channel === undefined) {
      const restMs = until - performance.now();
      if (this.#isClosed || restMs <= 0) throw this.#unavailable();
      await this.#wakeOrTimeout(restMs, signal);
      if (signal?.aborted === true) return;
    }
  }

  #wakeOrTimeout(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(clock);
        signal?.removeEventListener("abort", wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const clock = setTimeout(wake, waitMs);
      signal?.addEventListener("abort", wake, { once: true });
      this.#waiting.add(wake);
    });
  }

  #unavailable(): ServiceError {
    if (this.#why instanceof ServiceError) return this.#why;
    return new ServiceError("KEEPER_UNAVAILABLE", "the keeper does not answer; try again later", {
      cause: this.#why,
    });
  }

  #ask(pending: Pending): void {
    const channel = this.#channel;
    const { options, deadlineAt } = pending;
    if (channel === undefined) {
      pending.settle(this.#unavailable());
      return;
    }
    const call = this.#nextCall();
    const restMs = Math.max(1, Math.ceil(deadlineAt - performance.now()));
    const giveUp = (error: ServiceError): void => {
      if (!this.#pending.has(call)) return;
      channel.drop(call);
      channel.send("cancel", call);
      settle(error);
    };
    const onAbort = (): void => giveUp(new ServiceError("CANCELLED", "the caller gave up"));
    const clock = setTimeout(() => {
      giveUp(new ServiceError("KEEPER_UNAVAILABLE", "the keeper took too long"));
    }, restMs);
    const settle = (outcome: Content | Error): void => {
      clearTimeout(clock);
      options.signal?.removeEventListener("abort", onAbort);
      this.#pending.delete(call);
      pending.settle(outcome);
    };
    options.signal?.addEventListener("abort", onAbort, { once: true });
    this.#pending.set(call, { ...pending, settle });
    try {
      const content = {
        json: encodeParams(pending.params),
        payload: options.bytes ?? new Uint8Array(),
      };
      const head = { method: pending.method, deadlineMs: restMs };
      channel.sendContent("ask", call, content, head);
    } catch (error) {
      settle(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Numbers come round after four billion calls; those still under way are passed over. */
  #nextCall(): number {
    do this.#lastCall = (this.#lastCall % 0xffff_fffe) + 1;
    while (this.#pending.has(this.#lastCall));
    return this.#lastCall;
  }

  #connect(): void {
    const { socketPath } = this.#needs;
    const socket = net.connect(typeof socketPath === "string" ? socketPath : socketPath());
    const channel: Channel = new Channel({
      socket,
      isAsker: true,
      room: this.#room,
      user: {
        onReady: () => {
          this.#channel = channel;
          this.#pauseMs = FIRST_PAUSE_MS;
          for (const wake of this.#waiting) wake();
        },
        onAnswer: (call, content) => {
          const pending = this.#pending.get(call);
          if (pending === undefined) channel.drop(call);
          else pending.settle(content);
        },
        onFailure: (call, body) => {
          const error = decodeFailure(body);
          channel.drop(call);
          this.#pending.get(call)?.settle(error);
        },
        onEvent: (body) => {
          const event = decodeEvent(body);
          for (const listener of this.#listeners) listener(event);
        },
        onClose: (cause) => this.#lost(cause),
      },
    });
  }

  #lost(cause: Error | undefined): void {
    this.#channel = undefined;
    this.#why = cause;
    for (const pending of this.#pending.values()) {
      pending.settle(
        new ServiceError("KEEPER_UNAVAILABLE", "the connection to the keeper ended", { cause }),
      );
    }
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
