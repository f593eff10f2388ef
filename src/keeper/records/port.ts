/**
 * What is remembered of persons, as the rest of the program sees it: sealed records that open for one
 * person, for one purpose, until their deadline, and a ledger that shows that they are gone.
 *
 * A person is whoever brings the secret. There is no method that takes a person's name, so that
 * another one cannot be asked for.
 */
import type { RecordId, UserSecret } from "../../base/ids.ts";
import type { Instant } from "../../base/instant.ts";
import type { Pack, Purpose } from "../../policy/clause.ts";
import type { EpochKeySource } from "./epoch-key.ts";
import type { RecordsParts } from "./parts.ts";

/** What a person was shown, to be kept in that person's history. */
export interface NewHistoryEntry {
  readonly query: string;
  readonly market: string;
  /** The response as it was sent: JSON bytes. */
  readonly response: Uint8Array;
  readonly queriedAt: Instant;
}

/** One line of a history. */
export interface HistoryItem {
  readonly id: RecordId;
  readonly query: string;
  readonly market: string;
  readonly queriedAt: Instant;
  /** From this instant on it is gone. */
  readonly expiresAt: Instant;
}

/** A kept response with its line. */
export interface HistoryEntry extends HistoryItem {
  readonly response: Uint8Array;
}

/** The records of one person. */
export interface UserRecords {
  isKeepingHistory(): boolean;
  /** Turning off ends keeping at once and leaves what is kept; turning on again starts the consent's year anew. */
  setKeepingHistory(on: boolean, at: Instant): void;
  /**
   * Undefined when the person has not turned keeping on. Returns after the record, its key and its leaf
   * are on disk, together.
   *
   * @throws ServiceError POLICY_DENIED: no clause permits it. ARGUMENT_INVALID: too large, or from the
   * future. CLOCK_JUMPED: see `Records.acceptClock`.
   */
  keepHistory(entry: NewHistoryEntry): RecordId | undefined;
  /** Newest first; nothing past its deadline. @throws ServiceError CLOCK_JUMPED */
  listHistory(at: Instant): readonly HistoryItem[];
  /**
   * @throws ServiceError NOT_FOUND: no such record of this person. RECORD_EXPIRED: past its deadline.
   * POLICY_DENIED: not for this purpose. CLOCK_JUMPED. LEDGER_BROKEN: it was changed from outside.
   */
  openHistory(id: RecordId, at: Instant, purpose: Purpose): HistoryEntry;
  /** @throws ServiceError NOT_FOUND: no such record of this person. */
  deleteHistory(id: RecordId, at: Instant): void;
  /** How many there were. */
  deleteAllHistory(at: Instant): number;
}

/** What a sweep did. */
export interface SweepReport {
  readonly at: Instant;
  /** Records that were past their deadline and are gone now. */
  readonly closed: number;
  /** False: the clock jumped ahead, nothing was swept. */
  readonly isClockTrusted: boolean;
  /** False: a reader held the log of the database; the next sweep tries again. */
  readonly isLogEmptied: boolean;
}

/** What can be shown of the records at an instant, without any content. */
export interface RecordsEvidence {
  readonly at: Instant;
  readonly lastSweepAt: Instant | undefined;
  /** All kinds of records, of all persons. */
  readonly records: number;
  /** The earliest deadline there is. */
  readonly nextDeadline: Instant | undefined;
  readonly isClockTrusted: boolean;
  readonly isLogEmptied: boolean;
  readonly epochKey: EpochKeySource["profile"];
  /** SHA-256 of the packs in force. */
  readonly policyHash: string;
  readonly ledger: { readonly size: number; readonly root: string; readonly publicKey: string };
}

/** The ledger, to be read. */
export interface Ledger {
  readonly size: () => number;
  /** Leaves `from` (inclusive) to `to` (exclusive), as their exact texts. */
  readonly leaves: (from: number, to: number) => readonly string[];
  /** The newest signed checkpoint, a C2SP note. */
  readonly checkpoint: () => string;
  /** The key that checks it, in the note format's own form. */
  readonly publicKey: string;
  /** The hashes that lead from leaf `index` to the root over `size` leaves (RFC 6962, 2.1.1). */
  readonly inclusionProof: (index: number, size: number) => readonly Uint8Array[];
}

/** All records. */
export interface Records {
  for(user: UserSecret): UserRecords;
  /** Destroys what is past its deadline: before listening, and then every minute. */
  sweep(at: Instant): SweepReport;
  evidence(at: Instant): RecordsEvidence;
  /** A person says that the machine's clock is right as it is now. */
  acceptClock(at: Instant): void;
  readonly ledger: Ledger;
  close(): void;
}

/** What opening needs. */
export interface RecordsNeeds {
  /** The folder of the records alone; made when it is missing. */
  readonly dir: string;
  readonly epochKey: EpochKeySource;
  readonly packs: readonly Pack[];
  readonly now: () => Instant;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Time that runs on whatever the clock is set to; default: the machine's. */
  readonly uptime?: Uptime;
  /** The steps that promises hang on, exchangeable to see that their tests notice. */
  readonly parts?: Partial<RecordsParts>;
}

/** How long the machine has been up, sleep included. */
export interface Uptime {
  readonly elapsedMs: () => number;
  /** The same as long as `elapsedMs` of two processes can be compared. */
  readonly bootId: string;
}

/** One thing that is wrong, in a sentence that a stranger understands. */
export interface Finding {
  readonly kind:
    | "leaf"
    | "order"
    | "tree"
    | "signature"
    | "overdue"
    | "late"
    | "row"
    | "key"
    | "policy";
  readonly sentence: string;
}

/** What a look at a folder found. */
export interface VerifyReport {
  readonly isSound: boolean;
  readonly findings: readonly Finding[];
  readonly leaves: number;
  readonly opened: number;
  readonly closed: number;
  readonly records: number;
  /** Records that nobody could sweep yet: the server has not run since their deadline. */
  readonly awaitingStart: number;
  readonly root: string;
  readonly publicKey: string | undefined;
  readonly policies: readonly string[];
  /** The last sign of life. */
  readonly aliveUntil: Instant | undefined;
}
