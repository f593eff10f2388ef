/**
 * What a clause is: one rule of a document about data, as a row of a small closed schema.
 *
 * There is no expression language: a clause says to which uses it applies by naming data types,
 * actions, media, purposes and owners out of the lists below, and what follows. Rows live in packs
 * (`packs/`), are read by `read-pack.ts` and weighed by `decide.ts`. Keeps out of: documents' texts,
 * storage, clocks that run.
 *
 * Units    a clock's maximum: milliseconds.
 */
import type { ClauseId } from "../base/ids.ts";

/** Kinds of data that a rule can speak of. */
export const dataTypes = [
  "vision.image",
  "vision.asyncImage",
  "vision.result",
  "search.response",
  "search.suggestion",
  "search.spelling",
  "request.metadata",
  "person.consent",
  "ledger.leaf",
] as const;
export type DataType = (typeof dataTypes)[number];

/** What can be done with data. `learn` is to train, evaluate or improve anything; `log` is to keep a note of a request. */
export const actions = [
  "process",
  "retain",
  "read",
  "display",
  "publish",
  "share",
  "send",
  "learn",
  "alter",
  "omit",
  "reorder",
  "advertise",
  "log",
  "discover",
  "index",
  "resell",
] as const;
export type Action = (typeof actions)[number];

/** Where the data is while it is used. `server` and `device` outlive the request. */
export const media = ["memory", "server", "device"] as const;
export type Medium = (typeof media)[number];

/** What for. `ownHistory` is a person's report of what that person was shown; `answerQuery` answers a query, new or repeated. */
export const purposes = [
  "serve",
  "answerQuery",
  "ownHistory",
  "interruption",
  "proactive",
  "urlDiscovery",
  "passOn",
  "fightAbuse",
  "improveService",
  "respectChoice",
  "proveDeletion",
] as const;
export type Purpose = (typeof purposes)[number];

/** Whose data it is, seen from who uses it. */
export const owners = ["self", "other", "nobody"] as const;
export type Owner = (typeof owners)[number];

/**
 * What a clause does to the uses it applies to.
 *
 * `permit` allows them; `forbid` forbids them unless a clause of `liftedBy` permits; `limit` ends the
 * permissions named in `limits` when its clock has run out; `oblige` adds duties; `define` says what
 * words mean or who is bound, and decides nothing. Duties of a `forbid` are owed by whoever displays
 * the data.
 */
export const effects = ["permit", "forbid", "limit", "oblige", "define"] as const;
export type Effect = (typeof effects)[number];

/** What has to be seen wherever the data is shown. */
export const notices = [
  "links",
  "attribution",
  "severalResults",
  "searchSized",
  "fromTheWeb",
  "order",
  "unaltered",
  "distinctFromOthers",
  "noAdvertising",
  "privacyLink",
  "brand",
  "queryTime",
  "rerunButton",
  "fullQuery",
  "poweredBy",
] as const;
export type Notice = (typeof notices)[number];

/** What must be done when a use goes ahead. */
export type Duty =
  | { readonly kind: "delete"; readonly clock: Clock }
  | { readonly kind: "show"; readonly notice: Notice }
  | { readonly kind: "noStore" }
  | { readonly kind: "record"; readonly leaf: string };

/** When a permission ends. */
export interface Clock {
  readonly start: "initialQuery" | "query" | "received" | "chosen";
  readonly maxMs: number;
  /** `exclusive`: at exactly `maxMs` it has ended. */
  readonly bound: "exclusive" | "inclusive";
  /** Whether asking the same again starts it anew. */
  readonly restartsOnRequery: boolean;
  /** Whether the person's next query ends it at once. */
  readonly endsAtNextQuery: boolean;
}

/** The uses a clause speaks of; a missing list means any. */
export interface Scope {
  readonly dataTypes: readonly DataType[];
  readonly actions: readonly Action[];
  readonly media?: readonly Medium[];
  readonly purposes?: readonly Purpose[];
  readonly owners?: readonly Owner[];
}

/** Where in the program a rule is kept; the table of gates is in ARCHITECTURE.md. */
export const gates = [
  "posture",
  "ingress",
  "store",
  "read",
  "sweep",
  "log",
  "header",
  "display",
  "transfer",
  "discovery",
  "proactive",
  "erase",
  "ledger",
  "person",
] as const;
export type Gate = (typeof gates)[number];

/** `enforced` by the program, a `person`'s duty that no program can keep, or `notYetBuilt`. */
export const states = ["enforced", "person", "notYetBuilt"] as const;
export type State = (typeof states)[number];

/** One rule. */
export interface Clause {
  readonly id: ClauseId;
  /** The rule in our own words. */
  readonly rule: string;
  /** The same in Korean. */
  readonly ruleKo: string;
  /** A few of the original's words, where they decide the reading. */
  readonly quote?: string;
  /** Who has to keep it. */
  readonly binds: "operator" | "integrator" | "customer" | "everyone";
  readonly effect: Effect;
  /** Missing on a definition, and where no program sees the use. */
  readonly applies?: Scope;
  /** On `forbid`: the permissions that are its exceptions. */
  readonly liftedBy?: readonly ClauseId[];
  /** On `limit`: the permissions it ends. */
  readonly limits?: readonly ClauseId[];
  readonly clock?: Clock;
  /** What happens to the data when the clock has run out. */
  readonly onExpiry?: "destroyKey";
  readonly duties?: readonly Duty[];
  readonly gate: Gate;
  readonly state: State;
  /** On `enforced`: what shows that it is kept. */
  readonly evidence?: string;
  /** On `enforced`: the test that fails when it is broken, as a path. */
  readonly test?: string;
  /** On `person`: what the person has to do. */
  readonly personDuty?: string;
  /** What a reader should know of the reading chosen. */
  readonly note?: string;
}

/** A document that clauses were read from. */
export interface Source {
  readonly file: string;
  readonly title: string;
  readonly language: string;
  readonly dated: string;
  /** Of the file that was read, as 64 hexadecimal digits; missing: not recorded. */
  readonly sha256?: string;
}

/** The clauses of one edition of one provider's terms. */
export interface Pack {
  /** `search/2018-04`. */
  readonly name: string;
  readonly edition: string;
  readonly sources: readonly Source[];
  /** Day by which somebody has to read the sources again: `2027-05-31`. */
  readonly reviewBy: string;
  readonly clauses: readonly Clause[];
}
