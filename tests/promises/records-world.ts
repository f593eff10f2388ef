/**
 * A small world for the promises about records: a folder, keys, a clock that is set by hand.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { userSecret, type RecordId, type UserSecret } from "../../src/base/ids.ts";
import { instant, later, type Instant } from "../../src/base/instant.ts";
import { ramEpochKey, type EpochKeySource } from "../../src/keeper/records/epoch-key.ts";
import { openRecords } from "../../src/keeper/records/open-records.ts";
import type { RecordsParts } from "../../src/keeper/records/parts.ts";
import type { Records, UserRecords } from "../../src/keeper/records/port.ts";
import { defaultPacks } from "../../src/policy/packs.ts";

/** What is searched for in files: it must never be there. */
export const CANARY = "canary-4f1d77-albatross";

/** Half past noon, so that no test starts on an edge of a day. */
export const START = instant(Date.UTC(2026, 10, 25, 12, 30, 15, 250));

export interface World {
  readonly dir: string;
  readonly records: Records;
  readonly epochKey: EpochKeySource;
  readonly ada: UserRecords;
  readonly bob: UserRecords;
  now(): Instant;
  /** Time passes, for the clock and for the machine. */
  pass(lengthMs: number): void;
  /** Somebody sets the clock; no time passes. */
  setClock(at: Instant): void;
  /** Stops the records and opens them again, after `offMs`. */
  restart(options?: { readonly isReboot?: boolean; readonly offMs?: number }): Records;
  keep(user: UserRecords, query?: string): RecordId;
  /** All bytes of all files in the folder. */
  bytes(): Buffer;
  close(): void;
}

export const ADA = secret("ada-lovelace-0123456789");
export const BOB = secret("bob-babbage-0123456789");

function secret(text: string): UserSecret {
  const user = userSecret(text);
  if (user === undefined) throw new Error("no secret");
  return user;
}

/** Opens a world; `parts` is what is broken in it. */
export function openWorld(parts: Partial<RecordsParts> = {}): World {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-records-"));
  const epochKey = ramEpochKey();
  let at = START;
  let elapsedMs = 1000;
  let boots = 1;
  const open = (): Records =>
    openRecords({
      dir,
      epochKey,
      packs: defaultPacks,
      now: () => at,
      randomBytes,
      uptime: { elapsedMs: () => elapsedMs, bootId: `boot ${boots}` },
      parts,
    });
  let records = open();
  return {
    dir,
    epochKey,
    get records() {
      return records;
    },
    get ada() {
      return records.for(ADA);
    },
    get bob() {
      return records.for(BOB);
    },
    now: () => at,
    pass: (lengthMs) => {
      at = later(at, lengthMs);
      elapsedMs += lengthMs;
    },
    setClock: (to) => {
      at = to;
    },
    restart: ({ isReboot = false, offMs = 0 } = {}) => {
      records.close();
      at = later(at, offMs);
      elapsedMs += offMs;
      if (isReboot) {
        boots += 1;
        elapsedMs = 0;
      }
      records = open();
      return records;
    },
    keep: (user, query = CANARY) => {
      user.setKeepingHistory(true, at);
      const id = user.keepHistory({
        query,
        market: "en-US",
        response: Buffer.from(JSON.stringify({ answer: `${CANARY} in an answer` })),
        queriedAt: at,
      });
      if (id === undefined) throw new Error("nothing was kept");
      return id;
    },
    bytes: () =>
      Buffer.concat(fs.readdirSync(dir).map((name) => fs.readFileSync(path.join(dir, name)))),
    close: () => {
      records.close();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Runs a check in a world of its own. */
export function inWorld(check: (world: World) => void, parts?: Partial<RecordsParts>): void {
  const world = openWorld(parts);
  try {
    check(world);
  } finally {
    world.close();
  }
}

/** The reason a deed was refused for; `none` when it was not. */
export function refusal(deed: () => unknown): string {
  try {
    deed();
    return "none";
  } catch (error) {
    return error instanceof Error && "reason" in error ? String(error.reason) : String(error);
  }
}
