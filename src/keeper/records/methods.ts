/**
 * The records as the keeper's link serves them: plain functions of values that came from another
 * process, so everything is looked at again.
 *
 * The person's secret and the purpose travel in each call; what may be done is decided here, not where
 * the call came from.
 */
import { ServiceError } from "../../base/errors.ts";
import { recordId, userSecret, type RecordId, type UserSecret } from "../../base/ids.ts";
import { instant, type Instant } from "../../base/instant.ts";
import { purposes, type Purpose } from "../../policy/clause.ts";
import type {
  HistoryEntry,
  HistoryItem,
  NewHistoryEntry,
  Records,
  RecordsEvidence,
  UserRecords,
} from "./port.ts";

/** What can be asked over the link. */
export interface RecordsMethods {
  isKeeping(user: UserSecret): boolean;
  setKeeping(user: UserSecret, on: boolean, at: Instant): void;
  keep(user: UserSecret, entry: NewHistoryEntry): RecordId | undefined;
  list(user: UserSecret, at: Instant): readonly HistoryItem[];
  open(user: UserSecret, id: RecordId, at: Instant, purpose: Purpose): HistoryEntry;
  delete(user: UserSecret, id: RecordId, at: Instant): void;
  deleteAll(user: UserSecret, at: Instant): number;
  evidence(at: Instant): RecordsEvidence;
  acceptClock(at: Instant): void;
}

/** Every method throws ServiceError FRAME_INVALID for an argument that is not of its kind. */
export function recordsMethods(records: Records): RecordsMethods {
  const of = (user: unknown): UserRecords => records.for(checkedUser(user));
  return {
    isKeeping: (user) => of(user).isKeepingHistory(),
    setKeeping: (user, on, at) => of(user).setKeepingHistory(checkedTruth(on), checkedInstant(at)),
    keep: (user, entry) => of(user).keepHistory(checkedEntry(entry)),
    list: (user, at) => of(user).listHistory(checkedInstant(at)),
    open: (user, id, at, purpose) =>
      of(user).openHistory(checkedId(id), checkedInstant(at), checkedPurpose(purpose)),
    delete: (user, id, at) => of(user).deleteHistory(checkedId(id), checkedInstant(at)),
    deleteAll: (user, at) => of(user).deleteAllHistory(checkedInstant(at)),
    evidence: (at) => records.evidence(checkedInstant(at)),
    acceptClock: (at) => records.acceptClock(checkedInstant(at)),
  };
}

function checkedUser(value: unknown): UserSecret {
  const secret = typeof value === "string" ? userSecret(value) : undefined;
  if (secret === undefined) throw invalid("a person's secret");
  return secret;
}

function checkedEntry({ query, market, response, queriedAt }: NewHistoryEntry): NewHistoryEntry {
  if (typeof query !== "string" || typeof market !== "string") throw invalid("a query");
  if (!(response instanceof Uint8Array)) throw invalid("a response");
  return { query, market, response, queriedAt: checkedInstant(queriedAt) };
}

function checkedInstant(value: unknown): Instant {
  if (typeof value === "number" && Number.isSafeInteger(value)) return instant(value);
  throw invalid("an instant");
}

function checkedId(value: unknown): RecordId {
  if (typeof value === "string" && /^[0-9a-f]{32}$/.test(value)) return recordId(value);
  throw new ServiceError("NOT_FOUND", "there is no such record");
}

function checkedTruth(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw invalid("a truth value");
}

function checkedPurpose(value: unknown): Purpose {
  const purpose = purposes.find((known) => known === value);
  if (purpose === undefined) throw new ServiceError("POLICY_DENIED", "a purpose is required");
  return purpose;
}

function invalid(what: string): ServiceError {
  return new ServiceError("FRAME_INVALID", `the keeper was asked without ${what}`);
}
