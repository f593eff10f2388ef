/**
 * What all deeds of the records share: the database, the clock, the keys, and the one way to write.
 *
 * INVARIANT (whole): what a deed does and the leaves that tell of it are one transaction, and it is on
 * disk when `write` returns.
 */
import type { Statement } from "better-sqlite3";
import type { Instant } from "../../base/instant.ts";
import type { Pack } from "../../policy/clause.ts";
import type { RecordsClock } from "./clock.ts";
import type { RandomBytes } from "./crypto.ts";
import { writeMeta, type Sqlite } from "./database.ts";
import type { OutsideKeys } from "./epoch-key.ts";
import type { Leaf, RefusalCause } from "./ledger/leaf.ts";
import { minuteOf } from "./ledger/leaf.ts";
import type { LedgerWriter } from "./ledger/ledger.ts";
import type { RecordsParts } from "./parts.ts";

/** Names of the small values in the database. */
export const metaNames = {
  clock: "clock",
  lastSweep: "lastSweep",
  lastSweepLeaf: "lastSweepLeaf",
  policy: "policy",
  publicKeys: "publicKeys",
  isLogEmptied: "isLogEmptied",
  toldOfJump: "toldOfJump",
} as const;

export class Core {
  readonly db: Sqlite;
  readonly clock: RecordsClock;
  readonly packs: readonly Pack[];
  readonly policyHash: string;
  readonly parts: RecordsParts;
  readonly randomBytes: RandomBytes;
  readonly ledger: LedgerWriter;
  /** The keys that are not in the data folder; changes with the epoch. */
  outside: OutsideKeys;
  readonly #statements = new Map<string, Statement>();
  /** Readings refused since the last sweep, which writes them down: counts, so that nobody can flood the ledger. */
  readonly #refused = new Map<RefusalCause, number>();

  constructor(needs: {
    readonly db: Sqlite;
    readonly clock: RecordsClock;
    readonly packs: readonly Pack[];
    readonly policyHash: string;
    readonly parts: RecordsParts;
    readonly randomBytes: RandomBytes;
    readonly ledger: LedgerWriter;
    readonly outside: OutsideKeys;
  }) {
    this.db = needs.db;
    this.clock = needs.clock;
    this.packs = needs.packs;
    this.policyHash = needs.policyHash;
    this.parts = needs.parts;
    this.randomBytes = needs.randomBytes;
    this.ledger = needs.ledger;
    this.outside = needs.outside;
  }

  /** A statement, prepared once; `pluck` and its like stay as they are set for this text. */
  prepare<Parameters extends unknown[], Row = unknown>(text: string): Statement<Parameters, Row> {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.db.prepare(text);
      this.#statements.set(text, statement);
    }
    // each text is written in one place, which knows its parameters and its rows
    return statement as Statement<Parameters, Row>;
  }

  /** Runs `work` and writes the leaves it hands over, all or nothing. */
  write<Result>(at: Instant, work: (tell: (leaf: Leaf) => void) => Result): Result {
    const transaction = this.db.transaction(() => {
      const leaves: Leaf[] = [];
      const result = work((leaf) => leaves.push(leaf));
      this.ledger.append(this.parts.leavesOf(leaves), at);
      writeMeta(this.db, metaNames.clock, JSON.stringify(this.clock.state));
      return result;
    });
    return transaction.immediate();
  }

  /** After something was destroyed: nothing of it stays in the write-ahead log. A reader in the way delays it. */
  forgetLog(): boolean {
    const isEmptied = this.parts.emptyLog(this.db);
    writeMeta(this.db, metaNames.isLogEmptied, String(isEmptied));
    return isEmptied;
  }

  refused(cause: RefusalCause): void {
    this.#refused.set(cause, (this.#refused.get(cause) ?? 0) + 1);
  }

  /** The refusals since last time, as leaves. */
  takeRefusals(at: Instant): readonly Leaf[] {
    const leaves = [...this.#refused].map(([cause, count]): Leaf => {
      return { kind: "refused", at: minuteOf(at), cause, count };
    });
    this.#refused.clear();
    return leaves;
  }
}
