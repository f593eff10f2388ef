/**
 * Checks a records folder from outside, without any secret: did the ledger only grow, was everything
 * that was opened closed in time, and is every row that is there the one that the ledger saw opened?
 *
 * Reads the database alone; writes nothing, needs no running server and no person.
 *
 * INVARIANT (closed in time): a `closed` comes at most two minutes after its deadline (a sweep a minute,
 * times in whole minutes), or as soon after a `boot` or a `clock.accepted` that shows the gap.
 */
import { MINUTE_MS, toRfc3339, instant, type Instant } from "../../../base/instant.ts";
import { parseClockState } from "../clock.ts";
import { metaNames } from "../core.ts";
import { readDatabase, readMeta, type Sqlite } from "../database.ts";
import { subjectOf, type RecordRow } from "../envelopes.ts";
import type { Finding, VerifyReport } from "../port.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { parseLeaf, startOfMinute, type Leaf } from "./leaf.ts";
import { parseTree } from "./ledger.ts";
import { emptyTree, grow, rootOf } from "./merkle.ts";

/** A sweep a minute, and minutes rounded down. */
const SWEEP_TOLERANCE_MS = 2 * MINUTE_MS;

type Report = (kind: Finding["kind"], sentence: string) => void;
type Opened = Extract<Leaf, { kind: "retention.opened" }>;

/** What the leaves say so far. */
interface Story {
  readonly open: Map<string, Opened>;
  readonly policies: Set<string>;
  readonly publicKeys: Set<string>;
  opened: number;
  closed: number;
  last: Instant;
  /** The newest leaf that can explain a late closing: what it covers starts at `from`. */
  gap: { readonly from: Instant; readonly until: Instant } | undefined;
  jumpedAt: Instant | undefined;
}

/**
 * Checks the records in `dir`. `expectedKey` is the ledger's public key as it was noted elsewhere;
 * without it the report names the key that signed, to be compared by eye.
 */
export function verifyLedger(dir: string, expectedKey?: string): VerifyReport {
  const db = readDatabase(dir);
  try {
    // One read transaction: a running server may write meanwhile, and is seen at one moment.
    return db.transaction(() => verify(db, expectedKey))();
  } finally {
    db.close();
  }
}

function verify(db: Sqlite, expectedKey: string | undefined): VerifyReport {
  const findings: Finding[] = [];
  const report: Report = (kind, sentence) => findings.push({ kind, sentence });
  const story: Story = {
    open: new Map(),
    policies: new Set(),
    publicKeys: new Set(),
    opened: 0,
    closed: 0,
    last: instant(0),
    gap: undefined,
    jumpedAt: undefined,
  };
  const { size, root, publicKey } = checkTree(db, story, expectedKey, report);
  const records = checkRows(db, story, report);
  checkKeys(db, report);
  const aliveUntil = aliveUntilOf(db, story);
  const awaitingStart = checkOverdue(story, aliveUntil, report);
  return {
    isSound: findings.length === 0,
    findings,
    leaves: size,
    opened: story.opened,
    closed: story.closed,
    records,
    awaitingStart,
    root,
    publicKey,
    policies: [...story.policies],
    aliveUntil,
  };
}

/** Builds the tree anew, leaf by leaf, and compares it with every root that was stored or signed. */
function checkTree(
  db: Sqlite,
  story: Story,
  expectedKey: string | undefined,
  report: Report,
): { size: number; root: string; publicKey: string | undefined } {
  const notes = notesBySize(db);
  const lastSize = Math.max(-1, ...notes.keys());
  let signedBy: string | undefined;
  let tree = emptyTree;
  const rows = db
    .prepare<[], { n: number; leaf: string }>("SELECT n, leaf FROM leaves ORDER BY n")
    .iterate();
  for (const { n, leaf: text } of rows) {
    if (n !== tree.size) report("leaf", `leaf ${tree.size} of the ledger is missing`);
    readLeaf(story, n, text, report);
    tree = grow(tree, text);
    const note = notes.get(tree.size);
    notes.delete(tree.size);
    if (note === undefined) continue;
    signedBy = checkNote(note, tree.size, rootOf(tree), story.publicKeys, report);
  }
  for (const size of notes.keys()) {
    report(
      "tree",
      `the ledger was signed with ${size} leaves, and only ${tree.size} are there: its end was cut off`,
    );
  }
  if (tree.size > lastSize && tree.size > 0) {
    report("signature", "the ledger's last leaves are not signed");
  }
  checkStoredTree(db, tree, report);
  if (expectedKey !== undefined && signedBy !== expectedKey) {
    report("signature", "the ledger is not signed with the key that was expected");
  }
  const root = Buffer.from(rootOf(tree)).toString("base64");
  return { size: tree.size, root, publicKey: signedBy };
}

function notesBySize(db: Sqlite): Map<number, string> {
  const rows = db
    .prepare<[], { size: number; note: string }>("SELECT size, note FROM checkpoints ORDER BY size")
    .all();
  return new Map(rows.map(({ size, note }) => [size, note]));
}

function checkNote(
  note: string,
  size: number,
  root: Uint8Array,
  keys: ReadonlySet<string>,
  report: Report,
): string | undefined {
  const key = [...keys].find((each) => readCheckpoint(note, each) !== undefined);
  const checkpoint = key === undefined ? undefined : readCheckpoint(note, key);
  if (checkpoint === undefined) {
    report(
      "signature",
      `the signature over ${size} leaves is not by a key that the ledger announced`,
    );
    return undefined;
  }
  if (checkpoint.size !== size || !Buffer.from(root).equals(checkpoint.root)) {
    report("tree", `the first ${size} leaves of the ledger are not the ones that were signed`);
  }
  return key;
}

function checkStoredTree(db: Sqlite, tree: typeof emptyTree, report: Report): void {
  const stored = parseTree(readMeta(db, "tree"));
  if (stored.size !== tree.size || !Buffer.from(rootOf(stored)).equals(rootOf(tree))) {
    report("tree", `the ledger should have ${stored.size} leaves and has ${tree.size}, or others`);
  }
}

function readLeaf(story: Story, n: number, text: string, report: Report): void {
  const leaf = parseLeaf(text);
  if (leaf === undefined) {
    report("leaf", `leaf ${n} of the ledger cannot be read`);
    return;
  }
  const at = startOfMinute(leaf.at);
  if (at < story.last && leaf.kind !== "clock.accepted") {
    report("order", `leaf ${n} of the ledger is from before the leaf that comes before it`);
  }
  story.last = at;
  tellOn(story, leaf, at, report);
}

function tellOn(story: Story, leaf: Leaf, at: Instant, report: Report): void {
  switch (leaf.kind) {
    case "ledger.key":
      story.publicKeys.add(leaf.publicKey);
      return;
    case "policy.loaded":
      story.policies.add(leaf.policy);
      return;
    case "boot":
      story.gap = { from: startOfMinute(leaf.aliveUntil ?? leaf.at), until: at };
      return;
    case "clock.jumped":
      story.jumpedAt = at;
      return;
    case "clock.settled":
    case "clock.accepted":
      story.gap = { from: story.jumpedAt ?? at, until: at };
      story.jumpedAt = undefined;
      return;
    case "retention.opened":
      open(story, leaf, report);
      return;
    case "retention.closed":
      close(story, leaf, at, report);
      return;
    default:
  }
}

function open(story: Story, leaf: Opened, report: Report): void {
  story.opened += 1;
  if (!story.policies.has(leaf.policy)) {
    report("policy", `a record of ${leaf.at} was opened under rules that were never loaded`);
  }
  if (story.open.has(leaf.subject)) {
    report("leaf", `a record of ${leaf.at} was opened twice`);
  }
  story.open.set(leaf.subject, leaf);
}

function close(
  story: Story,
  leaf: Extract<Leaf, { kind: "retention.closed" }>,
  at: Instant,
  report: Report,
): void {
  story.closed += 1;
  const opened = story.open.get(leaf.subject);
  if (opened === undefined) {
    report("leaf", `a record was closed at ${leaf.at} that was not open`);
    return;
  }
  story.open.delete(leaf.subject);
  const deadline = startOfMinute(opened.deadline);
  if (at - deadline <= SWEEP_TOLERANCE_MS || isExplained(story, deadline, at)) return;
  report("late", `a record due at ${opened.deadline} was closed only at ${leaf.at}`);
}

/** Whether nobody could sweep at the deadline, and this closing came as soon as somebody could. */
function isExplained({ gap }: Story, deadline: Instant, at: Instant): boolean {
  return (
    gap !== undefined &&
    gap.from <= deadline + SWEEP_TOLERANCE_MS &&
    at - gap.until <= SWEEP_TOLERANCE_MS
  );
}

/** Every row has to be one that the ledger saw opened and not closed, unchanged since. */
function checkRows(db: Sqlite, story: Story, report: Report): number {
  const rows = db
    .prepare<[], RecordRow & { readonly salt: Uint8Array | null }>(
      "SELECT records.*, salt FROM records LEFT JOIN record_keys ON record = id",
    )
    .iterate();
  const seen = new Set<string>();
  let count = 0;
  for (const { salt, ...row } of rows) {
    count += 1;
    seen.add(row.subject);
    checkRow(row, salt, story, report);
  }
  for (const [subject, { at }] of story.open) {
    if (seen.has(subject)) continue;
    report("row", `a record of ${at} is open in the ledger and not in the vault`);
  }
  return count;
}

function checkRow(row: RecordRow, salt: Uint8Array | null, story: Story, report: Report): void {
  const name = `the record ${row.id}`;
  if (salt === null) {
    report("key", `${name} has no key and is still there`);
    return;
  }
  if (subjectOf(salt, row) !== row.subject) {
    report("row", `${name} was changed after it was sealed: its owner, its times or its content`);
  }
  const opened = story.open.get(row.subject);
  if (opened === undefined) {
    report("row", `${name} is in the vault, and the ledger never saw it opened, or saw it closed`);
  } else if (startOfMinute(opened.deadline) !== row.expires_at) {
    report("row", `${name} has another deadline than the one it was opened with`);
  }
}

/** A key without its record is a key that was not destroyed. */
function checkKeys(db: Sqlite, report: Report): void {
  const left = db
    .prepare<[], number>(
      "SELECT COUNT(*) FROM record_keys WHERE NOT EXISTS (SELECT 1 FROM records WHERE id = record)",
    )
    .pluck()
    .get();
  if ((left ?? 0) > 0) report("key", `${left} keys of records that are gone were not destroyed`);
  const days = db
    .prepare<[], number>(
      `SELECT COUNT(*) FROM day_keys
       WHERE NOT EXISTS (SELECT 1 FROM record_keys WHERE day_key = day_keys.id)`,
    )
    .pluck()
    .get();
  if ((days ?? 0) > 0) report("key", `${days} day keys that open nothing were not destroyed`);
}

/** The later of the last leaf and the last moment that was written down. */
function aliveUntilOf(db: Sqlite, story: Story): Instant | undefined {
  const stored = parseClockState(readMeta(db, metaNames.clock))?.trustedAt;
  const last = story.last === 0 ? undefined : story.last;
  if (stored === undefined || last === undefined) return stored ?? last;
  return instant(Math.max(stored, last));
}

/** Gives back how many are due and could not be swept, because nobody was there since. */
function checkOverdue(story: Story, aliveUntil: Instant | undefined, report: Report): number {
  if (aliveUntil === undefined || story.jumpedAt !== undefined) return 0;
  let awaiting = 0;
  for (const { at, deadline } of story.open.values()) {
    const due = startOfMinute(deadline);
    if (aliveUntil - due > SWEEP_TOLERANCE_MS) {
      report(
        "overdue",
        `a record of ${at} was due at ${deadline} and is still open, though the server ran until ${toRfc3339(aliveUntil)}`,
      );
    } else if (aliveUntil >= due) awaiting += 1;
  }
  return awaiting;
}
