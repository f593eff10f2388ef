/**
 * The shapes of Lethe's own API, `/governance/v1`. Times are RFC 3339 in UTC.
 */

/** `GET /governance/v1/history/settings`, and the answer to a `PUT` there. */
export interface WireKeeping {
  readonly keep: boolean;
  /** On a `PUT` that turned keeping off: what happens to what is kept. */
  readonly note?: string;
}

/** One line of a history. */
export interface WireHistoryItem {
  readonly id: string;
  readonly query: string;
  readonly market: string;
  readonly queriedAt: string;
  /** From this moment on it is gone. */
  readonly expiresAt: string;
}

/** `GET /governance/v1/history` */
export interface WireHistory extends WireKeeping {
  /** Newest first. */
  readonly items: readonly WireHistoryItem[];
}

/** `GET /governance/v1/history/{id}`; `response` is the body as it was answered then. */
export interface WireHistoryEntry extends WireHistoryItem {
  /** What has to be seen wherever it is shown. */
  readonly show: readonly string[];
  /** Where the same is asked again. */
  readonly rerun: string;
  readonly response: unknown;
}

/** The answer to a `DELETE`. */
export interface WireDeleted {
  readonly deleted: number;
}

/** One clause in `GET /governance/v1/promises`. */
export interface WirePromise {
  readonly id: string;
  readonly pack: string;
  readonly rule: string;
  /** The rule in Korean. */
  readonly ruleKo: string;
  readonly quote?: string;
  readonly binds: string;
  readonly gate: string;
  readonly state: string;
  readonly evidence?: string;
  readonly test?: string;
  readonly personDuty?: string;
  readonly note?: string;
}

/** What the records show of themselves at a moment. */
export interface WireEvidence {
  readonly at: string;
  readonly lastSweepAt?: string;
  readonly records: number;
  /** Seconds until the next record is due. */
  readonly nextDeadlineSeconds?: number;
  readonly isClockTrusted: boolean;
  readonly isLogEmptied: boolean;
  readonly epochKey: string;
  readonly policyHash: string;
  readonly ledger: { readonly size: number; readonly root: string; readonly publicKey: string };
}

/** `GET /governance/v1/promises` */
export interface WirePromises {
  readonly packs: readonly {
    readonly name: string;
    readonly edition: string;
    readonly reviewBy: string;
    readonly sources: readonly {
      readonly file: string;
      readonly title: string;
      readonly language: string;
      readonly dated: string;
      /** `not recorded` where nobody hashed the file that was read. */
      readonly sha256: string;
    }[];
  }[];
  readonly clauses: readonly WirePromise[];
  /** Missing when the records could not be asked. */
  readonly records?: WireEvidence;
}

/** An error, in the shape of google.rpc.Status over HTTP. */
export interface WireError {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly status: string;
    readonly details: readonly WireErrorDetail[];
  };
}

export interface WireErrorDetail {
  readonly "@type": string;
  readonly reason?: string;
  readonly domain?: string;
  readonly fieldViolations?: readonly { readonly field: string; readonly description: string }[];
}
