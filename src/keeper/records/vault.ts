/**
 * The records of one person: the view that `Records.for` hands out. The secret is held only as long as
 * the view is, and every statement here is bound to the pseudonym made of it.
 */
import { ServiceError } from "../../base/errors.ts";
import { recordId, type RecordId, type UserSecret } from "../../base/ids.ts";
import { instant, later, MINUTE_MS, type Instant } from "../../base/instant.ts";
import { canonicalJson } from "../../policy/canonical-json.ts";
import type { Purpose } from "../../policy/clause.ts";
import type { Core } from "./core.ts";
import { deriveKey, hmac, utf8 } from "./crypto.ts";
import { dayKeyOpener, pseudonymOf } from "./day-keys.ts";
import {
  closeRecords,
  found,
  openPart,
  sealRecord,
  type KeyedRow,
  type RecordRow,
} from "./envelopes.ts";
import { recordKinds, type KindName } from "./kinds.ts";
import type { HistoryEntry, HistoryItem, NewHistoryEntry, UserRecords } from "./port.ts";

/** A response is at most 50 results with their passages: well below this. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
const MAX_QUERY_CHARACTERS = 4096;
/** How far two clocks of one machine may seem apart. */
const SKEW_MS = MINUTE_MS;

/** The view for whoever brought this secret. */
export function recordsOf(core: Core, user: UserSecret): UserRecords {
  return {
    isKeepingHistory: () => isKeeping(core, user),
    setKeepingHistory: (on, at) => setKeeping(core, user, on, at),
    keepHistory: (entry) => keep(core, user, entry),
    listHistory: (at) => list(core, user, at),
    openHistory: (id, at, purpose) => open(core, user, id, at, purpose),
    deleteHistory: (id) => remove(core, [found(rowOf(core, user, id))]),
    deleteAllHistory: () => remove(core, rowsOf(core, user, "history")),
  };
}

function isKeeping(core: Core, user: UserSecret): boolean {
  const [row] = rowsOf(core, user, "consent");
  if (row === undefined) return false;
  if (core.parts.isPastDeadline(instant(row.expires_at), core.clock.moment().at)) return false;
  const keyed = found(keyedRow(core, row.id));
  const content = openPart(
    core,
    keyed,
    keyed.content,
    dayKeyOpener(core, user)(keyed.day_key),
    "content",
  );
  return Buffer.from(content).toString() === CONSENT;
}

/** What a consent holds. There is no record that says off. */
const CONSENT = "keeping is on";

function setKeeping(core: Core, user: UserSecret, on: boolean, stated: Instant): void {
  const at = on ? core.clock.trusted(stated) : core.clock.moment().at;
  const before = rowsOf(core, user, "consent");
  if (!on && before.length === 0) return;
  core.write(at, (tell) => {
    closeRecords(core, before, on ? "superseded" : "person", at, tell);
    if (!on) return;
    const none = new Uint8Array();
    const times = { startedAt: at, queriedAt: at };
    const record = { kind: "consent", same: none, title: none, content: utf8(CONSENT) } as const;
    sealRecord(core, user, { ...record, ...times }, at, tell);
  });
  core.forgetLog();
}

function keep(core: Core, user: UserSecret, entry: NewHistoryEntry): RecordId | undefined {
  const { query, market, response, queriedAt } = entry;
  const at = core.clock.trusted(queriedAt);
  if (!isKeeping(core, user)) return undefined;
  checkSize(entry);
  if (queriedAt > later(core.clock.moment().at, SKEW_MS)) {
    throw new ServiceError("ARGUMENT_INVALID", "the query is from the future", {
      field: "queriedAt",
    });
  }
  const same = hmac(
    deriveKey(user, core.outside.ownerKey, "same-query"),
    canonicalJson([query, market]),
  );
  return core.write(at, (tell) => {
    const startedAt = firstAskedAt(core, user, same, at) ?? queriedAt;
    const title = utf8(canonicalJson({ query, market }));
    const record = {
      kind: "history",
      startedAt,
      queriedAt,
      same,
      title,
      content: response,
    } as const;
    return sealRecord(core, user, record, at, tell);
  });
}

function checkSize({ query, market, response }: NewHistoryEntry): void {
  if (query.length + market.length > MAX_QUERY_CHARACTERS) {
    throw new ServiceError(
      "ARGUMENT_INVALID",
      `a query of more than ${MAX_QUERY_CHARACTERS} characters is not kept`,
      { field: "query" },
    );
  }
  if (response.length > MAX_RESPONSE_BYTES) {
    throw new ServiceError(
      "ARGUMENT_INVALID",
      `a response of ${response.length} bytes is not kept; ${MAX_RESPONSE_BYTES} are allowed`,
      { field: "response" },
    );
  }
}

/**
 * When the person first asked the same, as far as that is still kept: asking again does not start the
 * clause's clock anew.
 */
function firstAskedAt(
  core: Core,
  user: UserSecret,
  same: Uint8Array,
  at: Instant,
): Instant | undefined {
  const first = core
    .prepare<[Uint8Array, Uint8Array, number], number | null>(
      `SELECT MIN(started_at) FROM records
       WHERE owner = ? AND kind = 'history' AND same = ? AND expires_at > ?`,
    )
    .pluck()
    .get(pseudonymOf(core, user), same, at);
  return first === null || first === undefined ? undefined : instant(first);
}

function list(core: Core, user: UserSecret, stated: Instant): readonly HistoryItem[] {
  const at = core.clock.trusted(stated);
  const dayKeyOf = dayKeyOpener(core, user);
  return titlesOf(core, user).flatMap((row) => {
    if (core.parts.isPastDeadline(instant(row.expires_at), at)) return [];
    if (!isPermitted(core, row, at, recordKinds.history.purpose)) return [];
    try {
      return [itemOf(core, row, dayKeyOf(row.day_key))];
    } catch (error) {
      // One changed row does not hide the others from their owner; the ledger gets to know of it.
      if (!(error instanceof ServiceError)) throw error;
      core.refused("damaged");
      return [];
    }
  });
}

function open(
  core: Core,
  user: UserSecret,
  id: RecordId,
  stated: Instant,
  purpose: Purpose,
): HistoryEntry {
  const at = trustedOrRefused(core, stated);
  const row = found(rowOf(core, user, id));
  if (core.parts.isPastDeadline(instant(row.expires_at), at)) {
    core.refused("expired");
    throw new ServiceError("RECORD_EXPIRED", "the record is past its deadline");
  }
  if (!isPermitted(core, row, at, purpose)) {
    core.refused("purpose");
    throw new ServiceError("POLICY_DENIED", `a history record does not open for \`${purpose}\``);
  }
  try {
    const keyed = found(keyedRow(core, row.id));
    const key = dayKeyOpener(core, user)(keyed.day_key);
    return {
      ...itemOf(core, keyed, key),
      response: openPart(core, keyed, keyed.content, key, "content"),
    };
  } catch (error) {
    core.refused("damaged");
    throw error;
  }
}

function trustedOrRefused(core: Core, stated: Instant): Instant {
  try {
    return core.clock.trusted(stated);
  } catch (error) {
    core.refused("clock");
    throw error;
  }
}

function isPermitted(
  core: Core,
  row: Pick<RecordRow, "started_at">,
  at: Instant,
  purpose: Purpose,
): boolean {
  return core.parts.decide(
    {
      dataType: recordKinds.history.dataType,
      action: "read",
      medium: "server",
      owner: "self",
      purpose,
      ageMs: Math.max(0, at - row.started_at),
    },
    core.packs,
  ).allowed;
}

function itemOf(core: Core, row: TitleRow, dayKey: Uint8Array): HistoryItem {
  const title = Buffer.from(openPart(core, row, row.title, dayKey, "title")).toString();
  const { query, market } = JSON.parse(title) as { query: string; market: string };
  return {
    id: recordId(row.id),
    query,
    market,
    queriedAt: instant(row.queried_at),
    expiresAt: instant(row.expires_at),
  };
}

/** Always possible, whatever the clock says: forgetting harms nobody. */
function remove(core: Core, rows: readonly RecordRow[]): number {
  const { at } = core.clock.moment();
  if (rows.length === 0) return 0;
  core.write(at, (tell) => closeRecords(core, rows, "person", at, tell));
  core.forgetLog();
  return rows.length;
}

function rowOf(core: Core, user: UserSecret, id: RecordId): RecordRow | undefined {
  return core
    .prepare<[string, Buffer], RecordRow>(
      "SELECT * FROM records WHERE id = ? AND owner = ? AND kind = 'history'",
    )
    .get(id, pseudonymOf(core, user));
}

function rowsOf(core: Core, user: UserSecret, kind: KindName): readonly RecordRow[] {
  return core
    .prepare<[Buffer, string], RecordRow>(
      "SELECT * FROM records WHERE owner = ? AND kind = ? ORDER BY queried_at DESC, rowid DESC",
    )
    .all(pseudonymOf(core, user), kind);
}

/** A row without its content. */
type TitleRow = Omit<KeyedRow, "content" | "same" | "subject">;

/** The history's rows without their contents, which a list does not open. Newest first. */
function titlesOf(core: Core, user: UserSecret): readonly TitleRow[] {
  return core
    .prepare<[Buffer], TitleRow>(
      `SELECT id, owner, kind, clause, policy, started_at, queried_at, expires_at, title, day_key, wrapped
       FROM records JOIN record_keys ON record = id
       WHERE owner = ? AND kind = 'history' ORDER BY queried_at DESC, records.rowid DESC`,
    )
    .all(pseudonymOf(core, user));
}

function keyedRow(core: Core, id: string): KeyedRow | undefined {
  return core
    .prepare<[string], KeyedRow>(
      `SELECT records.*, day_key, wrapped FROM records JOIN record_keys ON record = id WHERE id = ?`,
    )
    .get(id);
}
