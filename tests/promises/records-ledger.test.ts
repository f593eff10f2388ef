/**
 * UD-60, LE-02. The ledger: complete, in time, and nothing about it can be changed unnoticed.
 */
import type Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../src/base/instant.ts";
import { createSigner } from "../../src/keeper/records/ledger/checkpoint.ts";
import { leafHash, rootOfProof } from "../../src/keeper/records/ledger/merkle.ts";
import { verifyLedger } from "../../src/keeper/records/ledger/verify.ts";
import * as mutants from "../mutants/records-mutants.ts";
import * as checks from "./records-checks.ts";
import { ADA, CANARY, inWorld, openWorld } from "./records-world.ts";

describe("the ledger", () => {
  test("closes every record within a sweep of its deadline", () => {
    inWorld(checks.ledgerClosesInTime);
    expect(checks.notices(checks.ledgerClosesInTime, mutants.hidesClosings)).toBe(true);
    expect(checks.notices(checks.ledgerClosesInTime, mutants.leavesRows)).toBe(true);
    expect(checks.notices(checks.ledgerClosesInTime, mutants.leavesKeys)).toBe(true);
  });

  test("forgives a closing that is late because nothing ran, and none that is late without a reason", () => {
    const world = openWorld();
    world.keep(world.ada);
    world.restart({ isReboot: true, offMs: 25 * DAY_MS });
    world.records.sweep(world.now());
    expect(verifyLedger(world.dir).findings).toEqual([]);
    world.keep(world.ada);
    world.records.sweep(world.now());
    world.pass(20 * DAY_MS);
    world.records.sweep(world.now());
    world.pass(DAY_MS);
    world.records.sweep(world.now());
    expect(verifyLedger(world.dir).findings.map(({ kind }) => kind)).toEqual(["late"]);
    world.close();
  });

  test("shows a record that is overdue and still open", () => {
    const world = openWorld();
    world.keep(world.ada);
    world.pass(22 * DAY_MS);
    world.ada.setKeepingHistory(true, world.now());
    expect(verifyLedger(world.dir).findings.map(({ kind }) => kind)).toEqual(["overdue"]);
    world.close();
  });

  test("shows a clock that jumped and was accepted, and forgives what was late for it", () => {
    const world = openWorld();
    world.keep(world.ada);
    world.records.sweep(world.now());
    world.setClock(later(world.now(), 40 * DAY_MS));
    world.records.sweep(world.now());
    world.records.acceptClock(world.now());
    const leaves = world.records.ledger.leaves(0, world.records.ledger.size()).join("\n");
    expect(leaves).toContain('"kind":"clock.jumped"');
    expect(leaves).toContain('"kind":"clock.accepted"');
    expect(verifyLedger(world.dir).findings).toEqual([]);
    world.close();
  });

  test("says nothing of what was kept or whose it was", () => {
    const world = openWorld();
    const id = world.keep(world.ada);
    world.ada.deleteHistory(id, world.now());
    const leaves = world.records.ledger.leaves(0, world.records.ledger.size()).join("\n");
    for (const text of [CANARY, ADA, id, ":15.250"]) expect(leaves).not.toContain(text);
    expect(leaves).toContain("2026-11-25T12:30Z");
    world.close();
  });

  test("proves that a leaf is in it", () => {
    const world = openWorld();
    world.keep(world.ada);
    const { ledger } = world.records;
    const size = ledger.size();
    const root = Buffer.from(world.records.evidence(world.now()).ledger.root, "base64");
    for (const [index, leaf] of ledger.leaves(0, size).entries()) {
      const proof = ledger.inclusionProof(index, size);
      const proven = rootOfProof(index, size, leafHash(leaf), proof);
      expect(Buffer.from(proven ?? []).equals(root)).toBe(true);
    }
    world.close();
  });
});

/** Edits that somebody with the folder could make; each has to be found. */
const tamperings: readonly (readonly [string, (db: Database.Database) => void, string])[] = [
  [
    "a leaf is edited",
    (db) => db.exec("UPDATE leaves SET leaf = replace(leaf, '2026', '2025') WHERE n = 3"),
    "tree",
  ],
  ["the end is cut off", (db) => db.exec("DELETE FROM leaves WHERE n >= 5"), "tree"],
  [
    "the end and its signature are cut off",
    (db) => db.exec("DELETE FROM leaves WHERE n >= 5; DELETE FROM checkpoints"),
    "signature",
  ],
  ["a leaf in the middle is gone", (db) => db.exec("DELETE FROM leaves WHERE n = 4"), "leaf"],
  [
    "two leaves change places",
    (db) =>
      db.exec(
        "UPDATE leaves SET n = -1 WHERE n = 3; UPDATE leaves SET n = 3 WHERE n = 4; UPDATE leaves SET n = 4 WHERE n = -1",
      ),
    "tree",
  ],
  [
    "a leaf is added",
    (db) => db.exec(`INSERT INTO leaves SELECT n + 1, leaf FROM leaves ORDER BY n DESC LIMIT 1`),
    "tree",
  ],
  [
    "the signature is another's",
    (db) =>
      db
        .prepare("UPDATE checkpoints SET note = ?")
        .run(createSigner(new Uint8Array(32)).sign(5, new Uint8Array(32))),
    "signature",
  ],
  [
    "a deadline is edited",
    (db) => db.exec("UPDATE records SET expires_at = expires_at + 86400000 WHERE kind = 'history'"),
    "row",
  ],
  [
    "a row gets another owner",
    (db) => db.exec("UPDATE records SET owner = x'00' WHERE kind = 'history'"),
    "row",
  ],
  [
    "a content is edited",
    (db) => db.exec("UPDATE records SET content = x'00' WHERE kind = 'history'"),
    "row",
  ],
  ["a row is taken out", (db) => db.exec("DELETE FROM records WHERE kind = 'history'"), "row"],
  [
    "a row is put in",
    (db) =>
      db.exec(
        "INSERT INTO records SELECT 'x', owner, kind, clause, policy, started_at, queried_at, expires_at, same, title, content, subject FROM records LIMIT 1",
      ),
    "key",
  ],
  ["a key is taken out", (db) => db.exec("DELETE FROM record_keys"), "key"],
  [
    "a rule is swapped",
    (db) => db.exec("UPDATE records SET policy = 'x' WHERE kind = 'history'"),
    "row",
  ],
];

describe("verifyLedger", () => {
  test.each(tamperings)("finds that %s", (_name, edit, kind) => {
    const world = openWorld();
    world.keep(world.ada);
    world.keep(world.bob, "another");
    expect(verifyLedger(world.dir).findings).toEqual([]);
    checks.tamper(world, edit);
    expect(verifyLedger(world.dir).findings.map((finding) => finding.kind)).toContain(kind);
    world.close();
  });

  test("wants the key that it was told to expect", () => {
    const world = openWorld();
    world.keep(world.ada);
    const { publicKey } = world.records.ledger;
    expect(verifyLedger(world.dir, publicKey)).toMatchObject({ isSound: true, publicKey });
    const other = createSigner(new Uint8Array(32)).publicKey;
    expect(verifyLedger(world.dir, other).findings.map(({ kind }) => kind)).toEqual(["signature"]);
    world.close();
  });

  test("stays sound over hours of refusals, deletions and restarts", () => {
    const world = openWorld();
    for (let round = 0; round < 5; round += 1) {
      const id = world.keep(world.ada, `query ${round}`);
      world.keep(world.bob, `query ${round}`);
      world.ada.deleteHistory(id, world.now());
      world.pass(3 * HOUR_MS);
      world.records.sweep(world.now());
      world.restart();
    }
    expect(verifyLedger(world.dir).findings).toEqual([]);
    world.close();
  });
});
