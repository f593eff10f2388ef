/**
 * What time it is, as far as forgetting goes: never earlier than it was, and not suddenly much later.
 *
 * A clock set back does not stop time here: it runs on with the machine's uptime. A clock that jumps more than
 * an hour ahead of that is not believed until a person accepts it, for believing it would destroy what
 * is not due. After a restart of the machine there is no uptime to compare with: then a gap of up to
 * thirty days is taken for time that has passed.
 */
import fs from "node:fs";
import os from "node:os";
import { ServiceError } from "../../base/errors.ts";
import { DAY_MS, HOUR_MS, instant, later, type Instant } from "../../base/instant.ts";
import type { RecordsParts } from "./parts.ts";
import type { Uptime } from "./port.ts";

/** More than this ahead of the uptime is a jump. */
const JUMP_MS = HOUR_MS;
/** More than this ahead after a restart of the machine is a jump. */
const LONGEST_GAP_MS = 30 * DAY_MS;

/** What has to outlast a restart. */
export interface ClockState {
  readonly trustedAt: Instant;
  readonly elapsedMs: number;
  readonly bootId: string;
  readonly hasJumped: boolean;
}

/** A moment, and whether the clock that gave it is believed. */
export interface Moment {
  readonly at: Instant;
  readonly isTrusted: boolean;
  /** How far the clock is ahead of what is believed. */
  readonly aheadMs: number;
}

/** The clock of the records. */
export class RecordsClock {
  readonly #now: () => Instant;
  readonly #uptime: Uptime;
  readonly #isJump: RecordsParts["isJump"];
  #state: ClockState;

  constructor(
    now: () => Instant,
    uptime: Uptime,
    isJump: RecordsParts["isJump"],
    stored: ClockState | undefined,
  ) {
    this.#isJump = isJump;
    this.#now = now;
    this.#uptime = uptime;
    this.#state = stored ?? this.#at(now(), false);
  }

  /** The moment it is; remembered as a mark that time does not fall behind again. */
  moment(): Moment {
    const { trustedAt, hasJumped } = this.#state;
    const isSameBoot = this.#isSameBoot();
    const passedMs = isSameBoot ? this.#uptime.elapsedMs() - this.#state.elapsedMs : 0;
    const expected = later(trustedAt, passedMs);
    const aheadMs = this.#now() - expected;
    const allowedMs = isSameBoot || hasJumped ? JUMP_MS : LONGEST_GAP_MS;
    const isTrusted = !this.#isJump(aheadMs, allowedMs);
    const at = isTrusted ? instant(Math.max(expected, this.#now())) : expected;
    this.#state = this.#at(at, !isTrusted);
    return { at, isTrusted, aheadMs };
  }

  /**
   * The moment it is, when the clock is believed; `stated` is when the caller thinks it is.
   *
   * @throws ServiceError CLOCK_JUMPED: the clock, or the caller's, is more than an hour ahead.
   */
  trusted(stated: Instant): Instant {
    const { at, isTrusted } = this.moment();
    if (!isTrusted || stated > later(at, JUMP_MS)) {
      throw new ServiceError(
        "CLOCK_JUMPED",
        "the clock jumped more than an hour ahead; nothing is opened until somebody accepts it with `lethe audit clock --accept`",
      );
    }
    return instant(Math.max(at, stated));
  }

  /** Believes the clock as it is now, whatever it was. */
  accept(): Instant {
    this.#state = this.#at(this.#now(), false);
    return this.#state.trustedAt;
  }

  get state(): ClockState {
    return this.#state;
  }

  #isSameBoot(): boolean {
    const { bootId, elapsedMs } = this.#state;
    return bootId === this.#uptime.bootId && this.#uptime.elapsedMs() >= elapsedMs;
  }

  #at(trustedAt: Instant, hasJumped: boolean): ClockState {
    const { bootId } = this.#uptime;
    return { trustedAt, elapsedMs: this.#uptime.elapsedMs(), bootId, hasJumped };
  }
}

const BOOT_ID_FILE = "/proc/sys/kernel/random/boot_id";

/**
 * The machine's uptime. Where the kernel does not tell one boot from another, only the process's own
 * time can be compared, and every start counts as a restart of the machine.
 */
export function machineUptime(): Uptime {
  if (process.platform === "linux" && fs.existsSync(BOOT_ID_FILE)) {
    const bootId = fs.readFileSync(BOOT_ID_FILE, "utf8").trim();
    return { elapsedMs: () => Math.round(os.uptime() * 1000), bootId };
  }
  const bootId = `process ${process.pid} ${performance.timeOrigin}`;
  return { elapsedMs: () => Math.round(performance.now()), bootId };
}

/** A stored state; undefined when there is none. */
export function parseClockState(text: string | undefined): ClockState | undefined {
  if (text === undefined) return undefined;
  const { trustedAt, elapsedMs, bootId, hasJumped } = JSON.parse(text) as ClockState;
  if (![trustedAt, elapsedMs].every((value) => Number.isFinite(value))) return undefined;
  return { trustedAt, elapsedMs, bootId, hasJumped };
}
