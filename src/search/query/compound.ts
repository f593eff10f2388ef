/**
 * Cursors made of cursors: any of them, all of them, all of them in a row.
 */
import { END, type Cursor, type PlacedCursor } from "./cursor.ts";

/** Documents that any part matches; the score is the sum over the parts that do. */
export class AnyCursor<Part extends Cursor> implements Cursor {
  protected readonly parts: readonly Part[];
  document: number;
  readonly maxScore: number;
  readonly cost: number;

  constructor(parts: readonly Part[]) {
    this.parts = parts;
    this.maxScore = sum(parts, (part) => part.maxScore);
    this.cost = sum(parts, (part) => part.cost);
    this.document = this.#lowest();
  }

  advance(target: number): number {
    if (this.document >= target) return this.document;
    for (const part of this.parts) part.advance(target);
    this.document = this.#lowest();
    return this.document;
  }

  score(): number {
    return sum(this.parts, (part) => (part.document === this.document ? part.score() : 0));
  }

  confirms(): boolean {
    return this.parts.some((part) => part.document === this.document && part.confirms());
  }

  #lowest(): number {
    return this.parts.reduce((lowest, part) => Math.min(lowest, part.document), END);
  }
}

/** Any of some terms, and where they stand. */
export class AnyPlacedCursor extends AnyCursor<PlacedCursor> implements PlacedCursor {
  positions(): readonly number[] {
    const here = this.parts.filter((part) => part.document === this.document);
    const [only] = here;
    if (only !== undefined && here.length === 1) return only.positions();
    return [...new Set(here.flatMap((part) => part.positions()))].toSorted((a, b) => a - b);
  }
}

/** The parts of an AND. */
export interface AllParts {
  /** At least one. */
  readonly must: readonly Cursor[];
  readonly should: readonly Cursor[];
  readonly not: readonly Cursor[];
}

/** Documents that every `must` and no `not` matches; each `should` that matches adds its score. */
export class AllCursor implements Cursor {
  /** The rarest first: it leads, the others follow. */
  readonly #must: readonly Cursor[];
  readonly #should: readonly Cursor[];
  readonly #not: readonly Cursor[];
  document: number;
  readonly maxScore: number;
  readonly cost: number;

  constructor({ must, should, not }: AllParts) {
    this.#must = must.toSorted((a, b) => a.cost - b.cost);
    this.#should = should;
    this.#not = not;
    this.maxScore = sum([...must, ...should], (part) => part.maxScore);
    this.cost = this.#must[0]?.cost ?? 0;
    this.document = this.#settle(0);
  }

  advance(target: number): number {
    if (this.document < target) this.document = this.#settle(target);
    return this.document;
  }

  score(): number {
    const { document } = this;
    return (
      sum(this.#must, (part) => part.score()) +
      sum(this.#should, (part) => (part.advance(document) === document ? part.score() : 0))
    );
  }

  confirms(): boolean {
    return this.#must.every((part) => part.confirms());
  }

  #settle(target: number): number {
    let wanted = target;
    for (;;) {
      const next = this.#agree(wanted);
      if (next === END) return END;
      if (next === wanted && !this.#isExcluded(wanted)) return wanted;
      wanted = next === wanted ? wanted + 1 : next;
    }
  }

  /** `target` when all stand on it, else the nearest document that is still possible. */
  #agree(target: number): number {
    for (const part of this.#must) {
      const next = part.advance(target);
      if (next !== target) return next;
    }
    return target;
  }

  #isExcluded(document: number): boolean {
    return this.#not.some((part) => part.advance(document) === document && part.confirms());
  }
}

function sum<T>(parts: readonly T[], of: (part: T) => number): number {
  let total = 0;
  for (const part of parts) total += of(part);
  return total;
}
