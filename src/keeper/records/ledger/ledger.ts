/**
 * The ledger's writing side: leaves are appended in the transaction of what they tell of, and each
 * transaction that appended ends with a signed checkpoint.
 *
 * One checkpoint stays per day, besides the newest: they show that the tree only ever grew.
 */
import { DAY_MS, type Instant } from "../../../base/instant.ts";
import { ServiceError } from "../../../base/errors.ts";
import { readMeta, writeMeta, type Sqlite } from "../database.ts";
import type { Ledger } from "../port.ts";
import type { Signer } from "./checkpoint.ts";
import { leafText, type Leaf } from "./leaf.ts";
import { emptyTree, grow, inclusionProof, leafHash, rootOf, type GrowingTree } from "./merkle.ts";

const TREE = "tree";

/** Appends leaves to a database that a transaction is open on. */
export class LedgerWriter {
  readonly #db: Sqlite;
  readonly #signer: Signer;

  constructor(db: Sqlite, signer: Signer) {
    this.#db = db;
    this.#signer = signer;
  }

  get publicKey(): string {
    return this.#signer.publicKey;
  }

  /** Appends in order and signs the new root. Has to run inside a transaction. */
  append(leaves: readonly Leaf[], at: Instant): void {
    if (leaves.length === 0) return;
    const insert = this.#db.prepare("INSERT INTO leaves (n, leaf) VALUES (?, ?)");
    let tree = this.tree();
    for (const text of leaves.map(leafText)) {
      insert.run(tree.size, text);
      tree = grow(tree, text);
    }
    writeMeta(this.#db, TREE, treeText(tree));
    this.#db
      .prepare("INSERT OR REPLACE INTO checkpoints (day, size, note) VALUES (?, ?, ?)")
      .run(Math.floor(at / DAY_MS), tree.size, this.#signer.sign(tree.size, rootOf(tree)));
  }

  tree(): GrowingTree {
    return parseTree(readMeta(this.#db, TREE));
  }
}

/** The reading side, over the same database. */
export function createLedger(db: Sqlite, writer: LedgerWriter): Ledger {
  const leaves = (from: number, to: number): readonly string[] =>
    db
      .prepare<[number, number], { leaf: string }>(
        "SELECT leaf FROM leaves WHERE n >= ? AND n < ? ORDER BY n",
      )
      .all(from, to)
      .map(({ leaf }) => leaf);
  return {
    size: () => writer.tree().size,
    leaves,
    checkpoint: () => newestCheckpoint(db) ?? "",
    publicKey: writer.publicKey,
    inclusionProof: (index, size) => {
      if (size > writer.tree().size || index < 0 || index >= size) {
        throw new ServiceError("ARGUMENT_INVALID", `no leaf ${index} in a ledger of ${size}`);
      }
      return inclusionProof(index, leaves(0, size).map(leafHash));
    },
  };
}

function newestCheckpoint(db: Sqlite): string | undefined {
  const row = db.prepare<[], { note: string }>(
    "SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1",
  );
  return row.get()?.note;
}

function treeText({ size, roots }: GrowingTree): string {
  return JSON.stringify({ size, roots: roots.map((root) => Buffer.from(root).toString("hex")) });
}

/** The tree as it was stored; empty when there is none. */
export function parseTree(text: string | undefined): GrowingTree {
  if (text === undefined) return emptyTree;
  const { size, roots } = JSON.parse(text) as { size: number; roots: readonly string[] };
  return { size, roots: roots.map((root) => new Uint8Array(Buffer.from(root, "hex"))) };
}
