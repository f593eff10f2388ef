/**
 * Words in a row: first by their positions, and, for a document about to become a hit, by the text.
 *
 * The index holds stems, so positions alone would let "running shoes" match "run shoe".
 */
import { isSameWord } from "../analysis/terms.ts";
import { tokenize } from "../analysis/tokenize.ts";
import { urlWords } from "../document/fields.ts";
import { fieldNames, fieldOfPosition, fieldSettings, type FieldName } from "../index/fields.ts";
import type { Segment } from "../index/reader.ts";
import { AllCursor } from "./compound.ts";
import { END, type Cursor, type PlacedCursor } from "./cursor.ts";

/** One word of a phrase. */
export interface PlacedSlot {
  readonly cursor: PlacedCursor;
  /** Words after the first. */
  readonly offset: number;
  /** The folded word, or pair of characters. */
  readonly exact: string;
}

/** Documents in which the slots stand in a row, in one of the wanted fields. */
export class PhraseCursor implements Cursor {
  readonly #segment: Segment;
  readonly #slots: readonly PlacedSlot[];
  readonly #all: AllCursor;
  readonly #fieldMask: number;
  document: number;
  readonly maxScore: number;
  readonly cost: number;

  constructor(segment: Segment, slots: readonly PlacedSlot[], fieldMask: number) {
    this.#segment = segment;
    this.#slots = slots;
    this.#fieldMask = fieldMask;
    this.#all = new AllCursor({ must: slots.map(({ cursor }) => cursor), should: [], not: [] });
    this.maxScore = this.#all.maxScore;
    this.cost = this.#all.cost;
    this.document = this.#settle();
  }

  advance(target: number): number {
    if (this.document < target) {
      this.#all.advance(target);
      this.document = this.#settle();
    }
    return this.document;
  }

  score(): number {
    return this.#all.score();
  }

  /**
   * Whether the words themselves stand there, not only their stems. What is not stored (headings and
   * anchors) is taken as the positions say.
   */
  confirms(): boolean {
    const fields = new Set(
      this.#matches().map((position) => fieldNames[fieldOfPosition(position)]),
    );
    if (fields.has("headings") || fields.has("anchors")) return true;
    const { url, title, text } = this.#segment.storedFields(this.document);
    const holds = (field: FieldName, of: string): boolean =>
      fields.has(field) && hasPhrase(of, this.#slots);
    return holds("title", title) || holds("body", text) || holds("url", urlWords(url));
  }

  #settle(): number {
    while (this.#all.document !== END && this.#matches(1).length === 0) {
      this.#all.advance(this.#all.document + 1);
    }
    return this.#all.document;
  }

  /** Where in the document the phrase begins; at most `limit` places. */
  #matches(limit = Number.POSITIVE_INFINITY): number[] {
    const [first, ...rest] = this.#slots.map(({ cursor, offset }) => ({
      positions: cursor.positions(),
      offset,
    }));
    const found: number[] = [];
    for (const start of first?.positions ?? []) {
      if (found.length >= limit) break;
      const isWhole = rest.every(({ positions, offset }) => includes(positions, start + offset));
      if (isWhole && this.#isWanted(start)) found.push(start);
    }
    return found;
  }

  #isWanted(position: number): boolean {
    const name = fieldNames[fieldOfPosition(position)] ?? "body";
    return this.#fieldMask === 0 || (fieldSettings[name].bit & this.#fieldMask) !== 0;
  }
}

/** Binary search in an ascending list. */
function includes(positions: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = positions[middle] ?? wanted;
    if (value === wanted) return true;
    if (value < wanted) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** Whether the exact words stand in `text` in a row. */
function hasPhrase(text: string, slots: readonly PlacedSlot[]): boolean {
  const byPosition = new Map<number, string>();
  const starts: number[] = [];
  tokenize(text, (kind, token, _start, _end, position) => {
    if (kind === "tail") return;
    byPosition.set(position, token);
    if (isSameWord(slots[0]?.exact ?? "", token)) starts.push(position);
  });
  return starts.some((start) =>
    slots.every(({ offset, exact }) => isSameWord(exact, byPosition.get(start + offset) ?? "")),
  );
}
