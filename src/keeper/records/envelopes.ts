/**
 * Seals records, opens them, and closes them: row, key and leaf together.
 *
 * A record has a key of its own, wrapped by the day key. Its title and its content are sealed apart, so
 * that a list opens titles alone. Everything that says whose it is and until when is bound into both.
 */
import { ServiceError } from "../../base/errors.ts";
import { recordId, type RecordId, type UserSecret } from "../../base/ids.ts";
import { instant, MINUTE_MS, type Instant } from "../../base/instant.ts";
import { canonicalJson } from "../../policy/canonical-json.ts";
import { deadlineOfDecision } from "../../policy/retention.ts";
import type { Core } from "./core.ts";
import { hmac, KEY_BYTES, sha256, utf8 } from "./crypto.ts";
import { dayKeyFor, destroyUnused, pseudonymOf } from "./day-keys.ts";
import { recordKinds, type KindName } from "./kinds.ts";
import { minuteOf, type ClosingCause, type Leaf } from "./ledger/leaf.ts";
import type { BoundFields } from "./parts.ts";

const ID_BYTES = 16;
const SALT_BYTES = 32;

/** A record as its table holds it. */
export interface RecordRow {
  readonly id: string;
  readonly owner: Uint8Array;
  readonly kind: string;
  readonly clause: string;
  readonly policy: string;
  readonly started_at: number;
  readonly queried_at: number;
  readonly expires_at: number;
  /** A code by which the same person's same query is found again. */
  readonly same: Uint8Array;
  readonly title: Uint8Array;
  readonly content: Uint8Array;
  readonly subject: string;
}

/** A row with its key. */
export interface KeyedRow extends RecordRow {
  readonly day_key: number;
  readonly wrapped: Uint8Array;
}

/** What of a row is bound into its encryption. */
export type BoundRow = Omit<RecordRow, "same" | "title" | "content" | "subject">;

/** What is to be sealed. */
export interface NewRecord {
  readonly kind: KindName;
  readonly startedAt: Instant;
  readonly queriedAt: Instant;
  readonly same: Uint8Array;
  readonly title: Uint8Array;
  readonly content: Uint8Array;
}

type Tell = (leaf: Leaf) => void;

/**
 * Seals a record, inside the open transaction, when a clause permits to keep it.
 *
 * @throws ServiceError POLICY_DENIED: none does.
 */
export function sealRecord(
  core: Core,
  user: UserSecret,
  record: NewRecord,
  at: Instant,
  tell: Tell,
): RecordId {
  const { kind, startedAt, queriedAt } = record;
  const id = recordId(Buffer.from(core.randomBytes(ID_BYTES)).toString("hex"));
  const deadline = permittedUntil(core, kind, startedAt, at);
  const owner = pseudonymOf(core, user);
  const fields: BoundFields = {
    id,
    kind,
    owner: owner.toString("hex"),
    clause: recordKinds[kind].clause,
    policy: core.policyHash,
    startedAt,
    queriedAt,
    expiresAt: deadline,
  };
  const dayKey = dayKeyFor(core, user, deadline);
  const key = core.randomBytes(KEY_BYTES);
  const { seal } = core.parts;
  const row: Omit<RecordRow, "subject"> = {
    id,
    owner,
    kind,
    clause: fields.clause,
    policy: fields.policy,
    started_at: startedAt,
    queried_at: queriedAt,
    expires_at: deadline,
    same: record.same,
    title: seal(key, record.title, boundPart(core, fields, "title"), core.randomBytes),
    content: seal(key, record.content, boundPart(core, fields, "content"), core.randomBytes),
  };
  const salt = core.randomBytes(SALT_BYTES);
  const subject = subjectOf(salt, row);
  const wrapped = seal(dayKey.key, key, boundPart(core, fields, "key"), core.randomBytes);
  insert(core, { ...row, subject }, { dayKey: dayKey.id, wrapped, salt });
  tell({
    kind: "retention.opened",
    at: minuteOf(at),
    subject,
    clause: fields.clause,
    policy: fields.policy,
    deadline: minuteOf(deadline),
  });
  return id;
}

/** Relies on (no clause, no record): the deadline comes out of the decision that permits it. */
function permittedUntil(core: Core, kind: KindName, startedAt: Instant, at: Instant): Instant {
  const { dataType, purpose } = recordKinds[kind];
  const decision = core.parts.decide(
    {
      dataType,
      purpose,
      action: "retain",
      medium: "server",
      owner: "self",
      ageMs: Math.max(0, at - startedAt),
    },
    core.packs,
  );
  const deadline = deadlineOfDecision(decision, startedAt);
  if (deadline > at) return deadline;
  throw new ServiceError("POLICY_DENIED", "its deadline is past before it is kept");
}

function insert(
  core: Core,
  row: RecordRow,
  key: { readonly dayKey: number; readonly wrapped: Uint8Array; readonly salt: Uint8Array },
): void {
  core
    .prepare(
      `INSERT INTO records (id, owner, kind, clause, policy, started_at, queried_at, expires_at,
         same, title, content, subject)
       VALUES (@id, @owner, @kind, @clause, @policy, @started_at, @queried_at, @expires_at,
         @same, @title, @content, @subject)`,
    )
    .run(row);
  core
    .prepare("INSERT INTO record_keys (record, day_key, wrapped, salt) VALUES (?, ?, ?, ?)")
    .run(row.id, key.dayKey, key.wrapped, key.salt);
}

/**
 * Opens `sealed`, a row's title or content, with the person's day key.
 *
 * @throws ServiceError LEDGER_BROKEN: something about it was changed.
 */
export function openPart(
  core: Core,
  row: BoundRow & Pick<KeyedRow, "wrapped">,
  sealed: Uint8Array,
  dayKey: Uint8Array,
  part: "title" | "content",
): Uint8Array {
  const fields = fieldsOf(row);
  const { unseal } = core.parts;
  const key = unseal(dayKey, row.wrapped, boundPart(core, fields, "key"));
  try {
    return unseal(key, sealed, boundPart(core, fields, part));
  } finally {
    key.fill(0);
  }
}

/** Destroys the keys of records, then removes their rows, and tells of both. Inside the open transaction. */
export function closeRecords(
  core: Core,
  rows: readonly RecordRow[],
  cause: ClosingCause,
  at: Instant,
  tell: Tell,
): void {
  if (rows.length === 0) return;
  const dayKeyOf = core
    .prepare<[string], number>("SELECT day_key FROM record_keys WHERE record = ?")
    .pluck();
  const dayKeys = rows.flatMap(({ id }) => dayKeyOf.get(id) ?? []);
  const ids = rows.map(({ id }) => id);
  core.parts.destroyKeys(core.db, ids);
  const destroyedDays = destroyUnused(core, dayKeys);
  core.parts.removeRows(core.db, ids);
  const minute = minuteOf(at);
  for (const { subject, expires_at: deadline } of rows) {
    const lateMinutes = Math.max(0, Math.floor((at - deadline) / MINUTE_MS));
    tell({ kind: "retention.closed", at: minute, subject, cause, lateMinutes });
  }
  tell({ kind: "key.destroyed", at: minute, of: "records", count: rows.length });
  if (destroyedDays > 0) {
    tell({ kind: "key.destroyed", at: minute, of: "days", count: destroyedDays });
  }
}

/** The code that stands for a row in the ledger. Whoever has the salt can see whether the row was changed. */
export function subjectOf(salt: Uint8Array, row: Omit<RecordRow, "subject">): string {
  const { same, title, content } = row;
  const sealed = sha256(sha256(title), sha256(content), same).toString("hex");
  return hmac(salt, canonicalJson({ ...fieldsOf(row), sealed })).toString("hex");
}

function fieldsOf(row: BoundRow): BoundFields {
  return {
    id: row.id,
    kind: row.kind,
    owner: Buffer.from(row.owner).toString("hex"),
    clause: row.clause,
    policy: row.policy,
    startedAt: instant(row.started_at),
    queriedAt: instant(row.queried_at),
    expiresAt: instant(row.expires_at),
  };
}

function boundPart(core: Core, fields: BoundFields, part: string): Uint8Array {
  return Buffer.concat([utf8(`${part} `), core.parts.boundBytes(fields)]);
}

/** For a record that has to be there. @throws ServiceError NOT_FOUND */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new ServiceError("NOT_FOUND", "there is no such record");
  return row;
}
