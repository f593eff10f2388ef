/**
 * The promises about records, each as a check that throws when it is broken. The tests run them on the
 * program as it is, and on its mutants, where each has to throw.
 */
import assert from "node:assert/strict";
import Database from "better-sqlite3";
import path from "node:path";
import { DAY_MS, later, MINUTE_MS } from "../../src/base/instant.ts";
import { verifyLedger } from "../../src/keeper/records/ledger/verify.ts";
import { ADA, BOB, CANARY, openWorld, refusal, type World } from "./records-world.ts";
import type { RecordsParts } from "../../src/keeper/records/parts.ts";

type Check = (world: World) => void;

/** UD-51: past the deadline a record does not open, though no sweep ever comes. */
export const refusesPastDeadline: Check = (world) => {
  const id = world.keep(world.ada);
  const { expiresAt, queriedAt } = world.ada.openHistory(id, world.now(), "ownHistory");
  assert.ok(
    expiresAt <= later(queriedAt, 21 * DAY_MS) && expiresAt > later(queriedAt, 20 * DAY_MS),
  );
  world.pass(expiresAt - world.now() - 1);
  assert.equal(world.ada.openHistory(id, world.now(), "ownHistory").query, CANARY);
  assert.equal(world.ada.listHistory(world.now()).length, 1);
  world.pass(1);
  assert.equal(
    refusal(() => world.ada.openHistory(id, world.now(), "ownHistory")),
    "RECORD_EXPIRED",
  );
  assert.equal(world.ada.listHistory(world.now()).length, 0);
};

/** The same when somebody sets the clock back a year. */
export const refusesWithClockSetBack: Check = (world) => {
  const id = world.keep(world.ada);
  world.pass(21 * DAY_MS);
  assert.equal(
    refusal(() => world.ada.openHistory(id, world.now(), "ownHistory")),
    "RECORD_EXPIRED",
  );
  world.setClock(later(world.now(), -365 * DAY_MS));
  const open = (): unknown => world.ada.openHistory(id, world.now(), "ownHistory");
  assert.equal(refusal(open), "RECORD_EXPIRED");
  world.restart();
  assert.equal(refusal(open), "RECORD_EXPIRED");
};

/** A sweep destroys the keys of what is due, and the rows, and nothing else. */
export const sweepDestroysKeys: Check = (world) => {
  world.keep(world.ada);
  world.pass(DAY_MS);
  const younger = world.keep(world.ada, "something else");
  world.pass(20 * DAY_MS);
  assert.equal(world.records.sweep(world.now()).closed, 1);
  assert.deepEqual(counts(world), { records: 3 - 1, record_keys: 2, day_keys: 2 });
  assert.equal(world.ada.openHistory(younger, world.now(), "ownHistory").query, "something else");
};

/** Deleting one destroys exactly its key. */
export const deleteDestroysKey: Check = (world) => {
  const gone = world.keep(world.ada);
  const left = world.keep(world.ada, "left");
  world.ada.deleteHistory(gone, world.now());
  assert.equal(
    refusal(() => world.ada.openHistory(gone, world.now(), "ownHistory")),
    "NOT_FOUND",
  );
  assert.equal(world.ada.openHistory(left, world.now(), "ownHistory").query, "left");
  assert.equal(counts(world).record_keys, counts(world).records);
};

/** UD-52: a history never answers a query, nor serves anything but its own report. */
export const opensForOwnHistoryOnly: Check = (world) => {
  const id = world.keep(world.ada);
  for (const purpose of ["answerQuery", "improveService", "proactive", "serve"] as const) {
    assert.equal(
      refusal(() => world.ada.openHistory(id, world.now(), purpose)),
      "POLICY_DENIED",
    );
  }
  assert.equal(world.ada.openHistory(id, world.now(), "ownHistory").query, CANARY);
};

/** UD-54: one person's row under another's name opens for neither. */
export const movedRowStaysShut: Check = (world) => {
  const id = world.keep(world.ada);
  world.keep(world.bob, "bob's own");
  tamper(world, (db) =>
    db.exec(`
      UPDATE records SET owner = (SELECT owner FROM records WHERE id <> '${id}' AND kind = 'history');
      UPDATE day_keys SET owner = x'00', expires_at = expires_at WHERE id = (SELECT day_key FROM record_keys WHERE record = '${id}');
    `),
  );
  const open = (): unknown => world.bob.openHistory(id, world.now(), "ownHistory");
  assert.equal(refusal(open), "LEDGER_BROKEN");
  assert.ok(!verifyLedger(world.dir).isSound);
};

/** A deadline that was edited in the file opens nothing. */
export const editedDeadlineStaysShut: Check = (world) => {
  const id = world.keep(world.ada);
  tamper(world, (db) =>
    db.exec(`UPDATE records SET expires_at = expires_at + ${300 * DAY_MS} WHERE id = '${id}'`),
  );
  assert.equal(
    refusal(() => world.ada.openHistory(id, world.now(), "ownHistory")),
    "LEDGER_BROKEN",
  );
};

/** No text of a query, an answer or a secret is in any file, neither while it is kept nor after. */
export const filesHoldNoText: Check = (world) => {
  const id = world.keep(world.ada);
  const texts = [CANARY, ADA, BOB];
  for (const text of texts) assert.equal(world.bytes().indexOf(text), -1, `${text} while kept`);
  const sealed = rowBytes(world, id);
  assert.notEqual(world.bytes().indexOf(sealed), -1, "the scan finds what is there");
  world.ada.deleteHistory(id, world.now());
  for (const text of texts) assert.equal(world.bytes().indexOf(text), -1, `${text} after`);
  assert.equal(world.bytes().indexOf(sealed), -1, "sealed bytes after deletion");
};

/** Every record of a month's life is closed in the ledger in time. */
export const ledgerClosesInTime: Check = (world) => {
  world.keep(world.ada);
  world.records.sweep(world.now());
  for (let day = 0; day < 22; day += 1) {
    world.pass(DAY_MS - (world.now() % DAY_MS));
    world.records.sweep(world.now());
  }
  world.pass(MINUTE_MS);
  world.records.sweep(world.now());
  const report = verifyLedger(world.dir);
  assert.deepEqual(report.findings, []);
  assert.equal(report.closed, 1);
};

/** UD-19, UD-45: without a clause nothing is sealed. */
export const keepsNothingWithoutClause: Check = (world) => {
  world.ada.setKeepingHistory(true, world.now());
  const old = {
    query: "old",
    market: "en-US",
    response: new Uint8Array(),
    queriedAt: later(world.now(), -21 * DAY_MS),
  };
  assert.equal(
    refusal(() => world.ada.keepHistory(old)),
    "POLICY_DENIED",
  );
  assert.equal(counts(world).records, 1);
};

/** A clock that jumps ahead destroys nothing. */
export const jumpDestroysNothing: Check = (world) => {
  const id = world.keep(world.ada);
  const before = world.now();
  world.setClock(later(before, 300 * DAY_MS));
  assert.equal(
    refusal(() => world.ada.openHistory(id, world.now(), "ownHistory")),
    "CLOCK_JUMPED",
  );
  const swept = world.records.sweep(world.now());
  assert.deepEqual([swept.closed, swept.isClockTrusted], [0, false]);
  world.restart();
  assert.equal(world.records.sweep(world.now()).isClockTrusted, false);
  world.setClock(later(before, 1000));
  assert.equal(world.ada.openHistory(id, world.now(), "ownHistory").query, CANARY);
};

/** How many rows the tables have. */
export function counts(world: World): Record<"records" | "record_keys" | "day_keys", number> {
  return read(world, (db) => {
    const count = (table: string): number =>
      Number(db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get());
    return {
      records: count("records"),
      record_keys: count("record_keys"),
      day_keys: count("day_keys"),
    };
  });
}

/** Edits the database from outside, as somebody with the folder could. */
export function tamper(world: World, edit: (db: Database.Database) => void): void {
  const db = new Database(path.join(world.dir, "records.db"));
  edit(db);
  db.close();
}

function read<Value>(world: World, look: (db: Database.Database) => Value): Value {
  const db = new Database(path.join(world.dir, "records.db"), { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

function rowBytes(world: World, id: string): Buffer {
  return read(world, (db) => {
    const content = db.prepare("SELECT content FROM records WHERE id = ?").pluck().get(id);
    if (!Buffer.isBuffer(content)) throw new Error("no such row");
    return content.subarray(0, 48);
  });
}

/** Whether a check notices what `parts` breaks. */
export function notices(check: Check, parts: Partial<RecordsParts>): boolean {
  const world = openWorld(parts);
  try {
    check(world);
    return false;
  } catch {
    return true; // that is what a mutant is for
  } finally {
    world.close();
  }
}
