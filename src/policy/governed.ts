/**
 * Content that can only be opened for a purpose that its clauses permit.
 *
 * The value sits in a private field: it does not show in JSON, in an inspection, in a template literal,
 * in a copy or in an enumeration. What is derived carries the strictest of its sources' labels.
 * Keeps out of: where the content is stored; `keeper/records` seals and opens.
 */
import { ServiceError } from "../base/errors.ts";
import { instant, type Instant } from "../base/instant.ts";
import type { Action, DataType, Medium, Pack, Purpose } from "./clause.ts";
import { decide, type Decision } from "./decide.ts";
import { isPastDeadline } from "./retention.ts";

/** What is known of some content beside the content. */
export interface Label {
  /** More than one when it was derived: all of them have to permit. */
  readonly dataTypes: readonly DataType[];
  readonly medium: Medium;
  /** Whoever the content belongs to; compared, never shown. */
  readonly owner: string;
  /** When the clock of the clauses started. */
  readonly startedAt: Instant;
  /** From this instant on it does not open. */
  readonly deadline: Instant;
}

/** Who opens it, when, and what for. */
export interface Opening {
  readonly purpose: Purpose;
  readonly action: Action;
  /** Who opens it, named as `Label.owner` names the owner. */
  readonly by: string;
  readonly at: Instant;
}

/** Made by `govern`; see the head of this file. */
export class Governed<Value> {
  #content: { readonly value: Value } | undefined;
  readonly #label: Label;
  readonly #packs: readonly Pack[];

  constructor(value: Value, label: Label, packs: readonly Pack[]) {
    this.#content = { value };
    this.#label = label;
    this.#packs = packs;
  }

  /** Whether it may be opened so, and why. Says nothing of the content. */
  decide(opening: Opening): Decision {
    const { dataTypes, medium, owner, startedAt, deadline } = this.#label;
    const decisions = dataTypes.map((dataType) =>
      decide(
        {
          dataType,
          medium,
          action: opening.action,
          purpose: opening.purpose,
          owner: opening.by === owner ? "self" : "other",
          ageMs: Math.max(0, opening.at - startedAt),
        },
        this.#packs,
      ),
    );
    const isPast = isPastDeadline(deadline, opening.at);
    const denied = decisions.find(({ allowed }) => !allowed);
    if (denied !== undefined) return denied;
    if (isPast || decisions.length === 0) {
      return { allowed: false, verdict: "forbidden", because: [], duties: [] };
    }
    return {
      allowed: true,
      verdict: decisions.some(({ verdict }) => verdict === "conditional")
        ? "conditional"
        : "permitted",
      because: decisions.flatMap(({ because }) => because),
      duties: decisions.flatMap(({ duties }) => duties),
    };
  }

  /**
   * The content itself, for whoever may have it.
   *
   * @throws ServiceError POLICY_DENIED: no clause permits this purpose, the deadline is past, or the
   * content was wiped.
   */
  open(opening: Opening): Value {
    const { allowed, because } = this.decide(opening);
    if (!allowed) {
      const clauses = because.length === 0 ? "no clause permits it" : because.join(", ");
      throw new ServiceError("POLICY_DENIED", `not for \`${opening.purpose}\`: ${clauses}`);
    }
    return this.#reveal();
  }

  /**
   * New content made of this one and `others`, under the strictest of their labels: every data type
   * has to permit, and the first deadline counts.
   *
   * @throws ServiceError POLICY_DENIED: they belong to different persons, or one was wiped.
   */
  derive<Other, Made>(
    make: (value: Value, others: readonly Other[]) => Made,
    others: readonly Governed<Other>[] = [],
  ): Governed<Made> {
    const label = others.reduce((strictest, other) => join(strictest, other.#label), this.#label);
    const made = make(
      this.#reveal(),
      others.map((other) => other.#reveal()),
    );
    return new Governed(made, label, this.#packs);
  }

  /** Overwrites bytes and lets go of anything else; it never opens again. */
  wipe(): void {
    const value = this.#content?.value;
    if (value instanceof Uint8Array) value.fill(0);
    this.#content = undefined;
  }

  /** What JSON, a template literal and an inspection get to see. */
  toJSON(): string {
    return `[governed ${this.#label.dataTypes.join("+")}]`;
  }

  toString(): string {
    return this.toJSON();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toJSON();
  }

  #reveal(): Value {
    if (this.#content === undefined) throw new ServiceError("POLICY_DENIED", "it was wiped");
    return this.#content.value;
  }
}

/** Puts content under a label and the packs in force. */
export function govern<Value>(value: Value, label: Label, packs: readonly Pack[]): Governed<Value> {
  return new Governed(value, label, packs);
}

function join(a: Label, b: Label): Label {
  if (a.owner !== b.owner) {
    throw new ServiceError("POLICY_DENIED", "content of two persons is not mixed");
  }
  return {
    dataTypes: [...new Set([...a.dataTypes, ...b.dataTypes])],
    medium: a.medium === "memory" ? b.medium : a.medium,
    owner: a.owner,
    startedAt: instant(Math.min(a.startedAt, b.startedAt)),
    deadline: instant(Math.min(a.deadline, b.deadline)),
  };
}
