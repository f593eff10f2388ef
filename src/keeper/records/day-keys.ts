/**
 * The keys between the epoch key and the records: one per person and deadline.
 *
 * A day key is wrapped twice: inside under a key that only the person's secret gives, outside under the
 * epoch key. So both are needed to open it, and the outer wrapping can be renewed every day while the
 * person is away.
 */
import { ServiceError } from "../../base/errors.ts";
import type { UserSecret } from "../../base/ids.ts";
import type { Instant } from "../../base/instant.ts";
import { startOfDay } from "../../policy/retention.ts";
import type { Core } from "./core.ts";
import { hmac, KEY_BYTES, seal, unseal, utf8 } from "./crypto.ts";
import type { EpochKey, EpochKeySource } from "./epoch-key.ts";
import { minuteOf } from "./ledger/leaf.ts";

const SALT_BYTES = 16;

interface DayKeyRow {
  readonly id: number;
  readonly expires_at: number;
  readonly epoch: number;
  readonly salt: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** A day key, opened. */
export interface DayKey {
  readonly id: number;
  readonly key: Uint8Array;
}

/** One person's name in the database. Who has only the data folder cannot test a guess of the secret. */
export function pseudonymOf(core: Core, user: UserSecret): Buffer {
  return hmac(core.outside.ownerKey, `owner ${user}`);
}

/** The day key of a person for a deadline; made, inside the open transaction, when there is none. */
export function dayKeyFor(core: Core, user: UserSecret, deadline: Instant): DayKey {
  const owner = pseudonymOf(core, user);
  const row = core
    .prepare<[Buffer, number], DayKeyRow>(
      "SELECT * FROM day_keys WHERE owner = ? AND expires_at = ?",
    )
    .get(owner, deadline);
  if (row !== undefined) return { id: row.id, key: unwrap(core, user, row) };
  const key = core.randomBytes(KEY_BYTES);
  const salt = core.randomBytes(SALT_BYTES);
  const epoch = newestEpoch(core);
  const inner = seal(
    core.parts.deriveKey(user, salt, "day-key"),
    key,
    boundTo(deadline),
    core.randomBytes,
  );
  const wrapped = seal(epoch.key, inner, boundTo(deadline), core.randomBytes);
  const { lastInsertRowid } = core
    .prepare(
      "INSERT INTO day_keys (owner, expires_at, epoch, salt, wrapped) VALUES (?, ?, ?, ?, ?)",
    )
    .run(owner, deadline, epoch.id, salt, wrapped);
  return { id: Number(lastInsertRowid), key };
}

/**
 * Opens day keys for one person, each once.
 *
 * @throws ServiceError LEDGER_BROKEN: it is gone, another person's, or was changed.
 */
export function dayKeyOpener(core: Core, user: UserSecret): (id: number) => Uint8Array {
  const opened = new Map<number, Uint8Array>();
  const find = core.prepare<[number], DayKeyRow>("SELECT * FROM day_keys WHERE id = ?");
  return (id) => {
    const known = opened.get(id);
    if (known !== undefined) return known;
    const row = find.get(id);
    if (row === undefined) throw new ServiceError("LEDGER_BROKEN", "a record's key is gone");
    const key = unwrap(core, user, row);
    opened.set(id, key);
    return key;
  };
}

/** Destroys the day keys of this list that wrap no record any more; gives back how many. */
export function destroyUnused(core: Core, dayKeys: Iterable<number>): number {
  const destroy = core.prepare(
    "DELETE FROM day_keys WHERE id = ? AND NOT EXISTS (SELECT 1 FROM record_keys WHERE day_key = day_keys.id)",
  );
  let count = 0;
  for (const id of new Set(dayKeys)) count += destroy.run(id).changes;
  return count;
}

/**
 * Changes the epoch key when its day is over, or goes on with a change that was interrupted.
 *
 * The new key is durable outside before anything is wrapped with it, and the old one is forgotten only
 * after everything is wrapped anew: at every moment the keys outside open what is inside.
 */
export function changeEpoch(core: Core, source: EpochKeySource, at: Instant): void {
  const isInterrupted = core.outside.epochs.length > 1;
  const newest = newestEpoch(core);
  if (!isInterrupted && startOfDay(at) <= newest.day) return;
  if (!isInterrupted) {
    const next = { id: newest.id + 1, day: startOfDay(at), key: core.randomBytes(KEY_BYTES) };
    keepOutside(core, source, [...core.outside.epochs, next]);
  }
  rewrap(core, at);
  core.forgetLog();
  keepOutside(core, source, [newestEpoch(core)]);
  core.write(at, (tell) => {
    tell({ kind: "key.destroyed", at: minuteOf(at), of: "epoch", count: 1 });
  });
}

/** Durable first, used after: a key that could not be written down must wrap nothing. */
function keepOutside(core: Core, source: EpochKeySource, epochs: readonly EpochKey[]): void {
  const outside = { ...core.outside, epochs };
  source.write(outside);
  core.outside = outside;
}

function rewrap(core: Core, at: Instant): void {
  const newest = newestEpoch(core);
  core.write(at, () => {
    const rows = core
      .prepare<[number], DayKeyRow>("SELECT * FROM day_keys WHERE epoch <> ?")
      .all(newest.id);
    const update = core.prepare("UPDATE day_keys SET epoch = ?, wrapped = ? WHERE id = ?");
    for (const row of rows) {
      const bound = boundTo(row.expires_at);
      const inner = unseal(epochOf(core, row.epoch).key, row.wrapped, bound);
      update.run(newest.id, seal(newest.key, inner, bound, core.randomBytes), row.id);
    }
  });
}

function unwrap(core: Core, user: UserSecret, row: DayKeyRow): Uint8Array {
  const bound = boundTo(row.expires_at);
  const inner = unseal(epochOf(core, row.epoch).key, row.wrapped, bound);
  return unseal(core.parts.deriveKey(user, row.salt, "day-key"), inner, bound);
}

function boundTo(deadline: number): Uint8Array {
  return utf8(`day key until ${deadline}`);
}

function newestEpoch(core: Core): EpochKey {
  const epoch = core.outside.epochs.at(-1);
  if (epoch === undefined) throw new ServiceError("LEDGER_BROKEN", "there is no epoch key");
  return epoch;
}

function epochOf(core: Core, id: number): EpochKey {
  const epoch = core.outside.epochs.find((each) => each.id === id);
  if (epoch === undefined) throw new ServiceError("LEDGER_BROKEN", "a record's epoch key is gone");
  return epoch;
}
