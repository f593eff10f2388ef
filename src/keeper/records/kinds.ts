/**
 * The kinds of records there are. Each names the clause that ends it, or it does not compile; and what
 * is not here (suggestions, spelling corrections, pictures) cannot be stored.
 */
import { clauseId, type ClauseId } from "../../base/ids.ts";
import type { DataType, Purpose } from "../../policy/clause.ts";

export interface RecordKind {
  readonly dataType: DataType;
  /** What it is kept for; the decisions about it are asked with this purpose unless a reader states another. */
  readonly purpose: Purpose;
  /** The clause whose clock gives its deadline. */
  readonly clause: ClauseId;
}

export const recordKinds = {
  history: { dataType: "search.response", purpose: "ownHistory", clause: clauseId("UD-51") },
  consent: { dataType: "person.consent", purpose: "respectChoice", clause: clauseId("LE-01") },
} as const satisfies Record<string, RecordKind>;

export type KindName = keyof typeof recordKinds;
