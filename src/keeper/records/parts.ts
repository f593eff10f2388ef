/**
 * The steps of the records that a promise hangs on. They can be exchanged when the records are opened,
 * so that a test of a promise can be shown a program that breaks it (tests/mutants/).
 */
import { canonicalJson } from "../../policy/canonical-json.ts";
import { isPastDeadline } from "../../policy/retention.ts";
import type { Instant } from "../../base/instant.ts";
import { decide } from "../../policy/decide.ts";
import { deriveKey, seal, unseal, utf8 } from "./crypto.ts";
import { emptyLog, type Sqlite } from "./database.ts";
import type { Leaf } from "./ledger/leaf.ts";

/** What is bound into a record's encryption: none of it can change without the record staying shut. */
export interface BoundFields {
  readonly id: string;
  readonly kind: string;
  /** The owner's pseudonym, hexadecimal. */
  readonly owner: string;
  readonly clause: string;
  readonly policy: string;
  /** When the clause's clock started: the first asking of the same query. */
  readonly startedAt: Instant;
  readonly queriedAt: Instant;
  readonly expiresAt: Instant;
}

export interface RecordsParts {
  /** Whether a record may not be read any more. */
  readonly isPastDeadline: (deadline: Instant, at: Instant) => boolean;
  /** Whether a clock that is ahead of what it should be by so much, with so much allowed, is not believed. */
  readonly isJump: (aheadMs: number, allowedMs: number) => boolean;
  /** Destroys the keys of these records; each record is one id. */
  readonly destroyKeys: (db: Sqlite, records: readonly string[]) => void;
  /** Destroys every day key whose day is over at `at`; gives back how many there were. */
  readonly destroyDayKeys: (db: Sqlite, at: Instant) => number;
  /** Removes the rows that no key opens any more. */
  readonly removeRows: (db: Sqlite, records: readonly string[]) => void;
  /** The bytes that a record's encryption is bound to. */
  readonly boundBytes: (fields: BoundFields) => Uint8Array;
  /** The key that a person's secret gives. */
  readonly deriveKey: typeof deriveKey;
  readonly seal: typeof seal;
  readonly unseal: typeof unseal;
  readonly decide: typeof decide;
  /** The leaves that a transaction writes, of those it should. */
  readonly leavesOf: (leaves: readonly Leaf[]) => readonly Leaf[];
  readonly emptyLog: (db: Sqlite) => boolean;
}

/** The steps as they are. */
export const realParts: RecordsParts = {
  isPastDeadline,
  isJump: (aheadMs, allowedMs) => aheadMs > allowedMs,
  destroyKeys: (db, records) => {
    const destroy = db.prepare("DELETE FROM record_keys WHERE record = ?");
    for (const id of records) destroy.run(id);
  },
  destroyDayKeys: (db, at) =>
    db.prepare("DELETE FROM day_keys WHERE expires_at <= ?").run(at).changes,
  removeRows: (db, records) => {
    const remove = db.prepare("DELETE FROM records WHERE id = ?");
    for (const id of records) remove.run(id);
  },
  boundBytes: (fields) => utf8(canonicalJson(fields)),
  deriveKey,
  seal,
  unseal,
  decide,
  leavesOf: (leaves) => leaves,
  emptyLog,
};
