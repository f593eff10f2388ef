/**
 * Every clause with where it is kept and how that shows: what `/promises` prints.
 *
 * Nothing here is written by hand: rows come from the packs in force, figures from the records.
 */
import type { Call } from "../base/call.ts";
import type { Instant } from "../base/instant.ts";
import type { RecordsEvidence } from "../keeper/records/port.ts";
import type { Clause, Pack, Source } from "../policy/clause.ts";

export type { RecordsEvidence } from "../keeper/records/port.ts";

/** One clause, as people read it. */
export interface PromiseRow {
  readonly id: string;
  readonly pack: string;
  readonly rule: string;
  readonly ruleKo: string;
  readonly quote?: string;
  readonly binds: Clause["binds"];
  readonly gate: Clause["gate"];
  readonly state: Clause["state"];
  /** How it shows that it is kept. */
  readonly evidence?: string;
  /** The test that fails when it is broken. */
  readonly test?: string;
  /** What a person has to do, where no program can. */
  readonly personDuty?: string;
  readonly note?: string;
}

/** What the rows were read from. */
export interface PromisePack {
  readonly name: string;
  readonly edition: string;
  readonly reviewBy: string;
  readonly sources: readonly Source[];
}

export interface Promises {
  readonly packs: readonly PromisePack[];
  readonly rows: readonly PromiseRow[];
  /** Undefined when the records could not be asked: then nothing is claimed of them. */
  readonly records: RecordsEvidence | undefined;
}

/** Whoever can show the records' figures. */
export interface RecordsWitness {
  evidence(at: Instant): Promise<RecordsEvidence>;
}

/** The rows come even when the keeper is away: that is when somebody looks. */
export type ListPromises = (call: Call) => Promise<Promises>;

/** Makes the deed. */
export function createListPromises(needs: {
  readonly packs: readonly Pack[];
  readonly witness: RecordsWitness;
}): ListPromises {
  const packs = needs.packs.map(({ name, edition, reviewBy, sources }) => {
    return { name, edition, reviewBy, sources };
  });
  const rows = needs.packs.flatMap((pack) => pack.clauses.map((clause) => rowOf(pack, clause)));
  return async ({ at, log }) => {
    try {
      return { packs, rows, records: await needs.witness.evidence(at) };
    } catch (error) {
      log("warn", "the records could not be asked for their evidence", error);
      return { packs, rows, records: undefined };
    }
  };
}

function rowOf(pack: Pack, clause: Clause): PromiseRow {
  const { id, rule, ruleKo, quote, binds, gate, state, evidence, test, personDuty, note } = clause;
  return {
    id,
    pack: pack.name,
    rule,
    ruleKo,
    binds,
    gate,
    state,
    ...(quote !== undefined && { quote }),
    ...(evidence !== undefined && { evidence }),
    ...(test !== undefined && { test }),
    ...(personDuty !== undefined && { personDuty }),
    ...(note !== undefined && { note }),
  };
}
