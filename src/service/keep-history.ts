/**
 * Keeps a search response in its person's history, when that person has turned keeping on.
 *
 * Of a person who has not, nothing is sent to the process that can write: first comes the question
 * whether keeping is on, and only then the response.
 */
import type { Call } from "../base/call.ts";
import type { RecordId, UserSecret } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { HistoryEntry, HistoryItem, NewHistoryEntry } from "../keeper/records/port.ts";
import type { Pack } from "../policy/clause.ts";
import { decide } from "../policy/decide.ts";

export type { HistoryItem, NewHistoryEntry } from "../keeper/records/port.ts";

/** What the deeds about histories need of whoever remembers. */
export interface HistoryKeeper {
  isKeeping(user: UserSecret): Promise<boolean>;
  setKeeping(user: UserSecret, on: boolean, at: Instant): Promise<void>;
  /** Undefined: this person keeps no history. */
  keep(user: UserSecret, entry: NewHistoryEntry): Promise<RecordId | undefined>;
  list(user: UserSecret, at: Instant): Promise<readonly HistoryItem[]>;
  /** As a report of one's own history, the only purpose this can be asked for. */
  open(user: UserSecret, id: RecordId, at: Instant): Promise<HistoryEntry>;
  delete(user: UserSecret, id: RecordId, at: Instant): Promise<void>;
  deleteAll(user: UserSecret, at: Instant): Promise<number>;
}

/** A response and what it answered; `call.at` is when it was asked. */
export interface ShownResponse {
  readonly query: string;
  readonly market: string;
  /** The response as it was sent: JSON bytes. */
  readonly response: Uint8Array;
}

/**
 * The record's id; undefined when nobody is named, keeping is off, or no clause permits it.
 *
 * @throws ServiceError CLOCK_JUMPED, KEEPER_UNAVAILABLE, ARGUMENT_INVALID: it could not be kept.
 */
export type KeepHistory = (call: Call, shown: ShownResponse) => Promise<RecordId | undefined>;

/** Makes the deed. */
export function createKeepHistory(needs: {
  readonly keeper: HistoryKeeper;
  readonly packs: readonly Pack[];
}): KeepHistory {
  const { keeper, packs } = needs;
  return async ({ user, at }, shown) => {
    if (user === undefined || !mayKeep(packs)) return undefined;
    if (!(await keeper.isKeeping(user))) return undefined;
    return keeper.keep(user, { ...shown, queriedAt: at });
  };
}

/** Packs without a clause for histories keep none; the keeper decides again with the record's age. */
function mayKeep(packs: readonly Pack[]): boolean {
  return decide(
    {
      dataType: "search.response",
      action: "retain",
      medium: "server",
      purpose: "ownHistory",
      owner: "self",
      ageMs: 0,
    },
    packs,
  ).allowed;
}
