/**
 * Weighs one use of data against the clauses of the packs in force.
 *
 * Pure, and never throws: what cannot be weighed is denied. A use that no clause addresses is denied
 * as well; silence is no permission.
 *
 * Units    ageMs: milliseconds since the clock of the data started.
 */
import type { ClauseId } from "../base/ids.ts";
import {
  actions,
  dataTypes,
  media,
  owners,
  purposes,
  type Action,
  type Clause,
  type Clock,
  type DataType,
  type Duty,
  type Medium,
  type Owner,
  type Pack,
  type Purpose,
  type Scope,
} from "./clause.ts";

/** What somebody wants to do with some data. */
export interface DataUse {
  readonly dataType: DataType;
  readonly action: Action;
  readonly medium: Medium;
  readonly purpose: Purpose;
  readonly owner: Owner;
  /** Missing: not known, and then no permission with a clock holds. */
  readonly ageMs?: number;
  /** Whether the person has asked something since; missing: taken as so. */
  readonly isLatestQuery?: boolean;
}

/** `conditional` is permitted with duties. */
export type Verdict = "permitted" | "conditional" | "forbidden" | "notAddressed";

/** The answer to a use. */
export interface Decision {
  readonly allowed: boolean;
  readonly verdict: Verdict;
  /** The clauses that caused it, in the packs' order. Empty when nothing applies. */
  readonly because: readonly ClauseId[];
  /** What must be done if it goes ahead; empty when denied. */
  readonly duties: readonly Duty[];
  /** Why it could not be weighed. */
  readonly error?: string;
}

/** Whether `use` may go ahead under `packs`, because of which clauses, and with which duties. */
export function decide(use: DataUse, packs: readonly Pack[]): Decision {
  try {
    checkUse(use);
    return weigh(
      use,
      packs.flatMap(({ clauses }) => clauses),
    );
  } catch (error) {
    return { ...denied("forbidden", []), error: error instanceof Error ? error.message : "failed" };
  }
}

function weigh(use: DataUse, clauses: readonly Clause[]): Decision {
  const applying = clauses.filter(({ applies }) => applies !== undefined && covers(applies, use));
  const permits = applying.filter(({ effect }) => effect === "permit");
  const limits = clauses.filter(
    ({ effect, limits: limited = [] }) =>
      effect === "limit" && permits.some(({ id }) => limited.includes(id)),
  );
  const ended = [...permits, ...limits].filter(
    ({ clock }) => clock !== undefined && hasEnded(clock, use),
  );
  const holding = permits.filter((permit) => !ended.some((clause) => ends(clause, permit)));
  const forbids = applying.filter(
    ({ effect, liftedBy = [] }) =>
      effect === "forbid" && !holding.some(({ id }) => liftedBy.includes(id)),
  );
  if (forbids.length > 0 || (holding.length === 0 && ended.length > 0)) {
    return denied("forbidden", inOrder(clauses, [...forbids, ...ended]));
  }
  if (holding.length === 0) return denied("notAddressed", []);
  const lasting = limits.filter(({ limits: limited = [] }) =>
    holding.some(({ id }) => limited.includes(id)),
  );
  const obliging = clauses.filter((clause) => obliges(clause, use));
  const reasons = inOrder(clauses, [...holding, ...lasting, ...obliging]);
  const duties = reasons.flatMap((clause) => dutiesOf(clause));
  return {
    allowed: true,
    verdict: duties.length > 0 ? "conditional" : "permitted",
    because: reasons.map(({ id }) => id),
    duties: withoutRepeats(duties),
  };
}

function denied(verdict: "forbidden" | "notAddressed", because: readonly Clause[]): Decision {
  return { allowed: false, verdict, because: because.map(({ id }) => id), duties: [] };
}

function covers(scope: Scope, use: DataUse): boolean {
  return (
    scope.dataTypes.includes(use.dataType) &&
    scope.actions.includes(use.action) &&
    (scope.media?.includes(use.medium) ?? true) &&
    (scope.purposes?.includes(use.purpose) ?? true) &&
    (scope.owners?.includes(use.owner) ?? true)
  );
}

/** A prohibition with duties (no advertising, no other order) is owed by whoever shows the data. */
function obliges({ effect, applies, duties }: Clause, use: DataUse): boolean {
  if (applies === undefined || duties === undefined) return false;
  if (effect === "oblige") return covers(applies, use);
  return (
    effect === "forbid" && use.action === "display" && applies.dataTypes.includes(use.dataType)
  );
}

function ends(clause: Clause, permit: Clause): boolean {
  return clause === permit || (clause.limits?.includes(permit.id) ?? false);
}

function hasEnded(clock: Clock, { ageMs, isLatestQuery = false }: DataUse): boolean {
  if (clock.endsAtNextQuery && !isLatestQuery) return true;
  if (ageMs === undefined) return true;
  return clock.bound === "exclusive" ? ageMs >= clock.maxMs : ageMs > clock.maxMs;
}

function dutiesOf({ duties = [], clock }: Clause): readonly Duty[] {
  return clock === undefined ? duties : [...duties, { kind: "delete", clock }];
}

function inOrder(clauses: readonly Clause[], some: readonly Clause[]): readonly Clause[] {
  return clauses.filter((clause) => some.includes(clause));
}

function withoutRepeats(duties: readonly Duty[]): readonly Duty[] {
  const texts = duties.map((duty) => JSON.stringify(duty));
  return duties.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
}

/** A use made of words that are not ours, or of an age that is no age, is not weighed at all. */
function checkUse(use: DataUse): void {
  const words: readonly (readonly [string, readonly string[]])[] = [
    [use.dataType, dataTypes],
    [use.action, actions],
    [use.medium, media],
    [use.purpose, purposes],
    [use.owner, owners],
  ];
  for (const [word, known] of words) {
    if (!known.includes(word)) throw new TypeError(`\`${word}\` is no word of the policy`);
  }
  if (use.ageMs !== undefined && !(Number.isFinite(use.ageMs) && use.ageMs >= 0)) {
    throw new RangeError(`an age of ${use.ageMs} ms`);
  }
}
