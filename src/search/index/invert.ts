/**
 * Turns words in the order of documents into postings in the order of terms.
 *
 * Pure; the inner half of the writer. A counting sort: two passes over the words, no comparison.
 */
import {
  fieldNames,
  fieldOfPosition,
  fieldSettings,
  SATURATION_K1,
  type FieldSettings,
} from "./fields.ts";
import { BLOCK_POSTINGS, type Sections } from "./format.ts";
import { GrowingBytes, GrowingU32 } from "./growing.ts";

/** The position of a facet: it has none. */
export const NO_POSITION = 0xffff_ffff;

const FIELDS: readonly FieldSettings[] = fieldNames.map((name) => fieldSettings[name]);

/** What the writer has collected. */
export interface Words {
  /** Terms in their final order. */
  readonly order: readonly string[];
  readonly termIds: ReadonlyMap<string, number>;
  /** Per word: its term's id, and its position (ascending within a document's term). */
  readonly terms: Uint32Array;
  readonly positions: Uint32Array;
  /** Per document: where its words end. */
  readonly ends: Uint32Array;
  /** Per document and field: words. */
  readonly fieldLengths: Uint32Array;
  /** Per field: mean words in the collection. */
  readonly averages: readonly number[];
}

type Inverted = Pick<
  Sections,
  | "termOffsets"
  | "termBytes"
  | "postingStarts"
  | "blockStarts"
  | "postingDocuments"
  | "postingImpacts"
  | "postingFields"
  | "blockMaxima"
  | "blockPositions"
  | "positions"
>;

/** The posting sections of a segment. */
export function invert(words: Words): Inverted {
  const sorted = sortByTerm(words);
  const postings = new Postings(words);
  const termOffsets = new GrowingU32();
  const termBytes = new GrowingBytes();
  for (const [rank, term] of words.order.entries()) {
    termOffsets.push(termBytes.length);
    termBytes.append(Buffer.from(term));
    postings.addTerm(sorted, sorted.starts[rank] ?? 0, sorted.starts[rank + 1] ?? 0);
  }
  termOffsets.push(termBytes.length);
  return { ...postings.finish(), termOffsets: bytes(termOffsets), termBytes: termBytes.bytes() };
}

/** Terms by their UTF-8 bytes. JavaScript's own order differs from it only beyond the BMP. */
export function sortTerms(terms: string[]): string[] {
  terms.sort();
  const hasSurrogates = terms.some((term) => /[\ud800-\udfff]/.test(term));
  return hasSurrogates
    ? terms.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    : terms;
}

interface SortedWords {
  /** Per term in order, + 1: its first word. */
  readonly starts: Uint32Array;
  readonly documents: Uint32Array;
  readonly positions: Uint32Array;
}

// oxlint-disable-next-line complexity -- one loop, kept whole for speed
function sortByTerm({ order, termIds, terms, positions, ends }: Words): SortedWords {
  const rankOf = new Uint32Array(order.length);
  for (const [rank, term] of order.entries()) rankOf[termIds.get(term) ?? 0] = rank;
  const starts = new Uint32Array(order.length + 1);
  for (const term of terms) {
    const next = (rankOf[term] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let rank = 0; rank < order.length; rank++) {
    starts[rank + 1] = (starts[rank + 1] ?? 0) + (starts[rank] ?? 0);
  }
  const free = starts.slice();
  const byTerm = {
    documents: new Uint32Array(terms.length),
    positions: new Uint32Array(terms.length),
  };
  let at = 0;
  for (const [document, end] of ends.entries()) {
    for (; at < end; at++) {
      const rank = rankOf[terms[at] ?? 0] ?? 0;
      const slot = free[rank] ?? 0;
      free[rank] = slot + 1;
      byTerm.documents[slot] = document;
      byTerm.positions[slot] = positions[at] ?? 0;
    }
  }
  return { starts, ...byTerm };
}

/** Postings as they are written: term by term, document by document. */
class Postings {
  readonly #words: Words;
  readonly #starts = new GrowingU32();
  readonly #blockStarts = new GrowingU32();
  readonly #documents = new GrowingU32();
  readonly #impacts = new GrowingBytes();
  readonly #fields = new GrowingBytes();
  readonly #blockMaxima = new GrowingBytes();
  readonly #blockPositions = new GrowingU32();
  readonly #positions = new GrowingBytes();
  /** Occurrences in each field of the document at hand. */
  readonly #counts = new Uint32Array(FIELDS.length);

  constructor(words: Words) {
    this.#words = words;
  }

  addTerm(sorted: SortedWords, start: number, end: number): void {
    this.#starts.push(this.#documents.length);
    this.#blockStarts.push(this.#blockPositions.length);
    let at = start;
    let inBlock = 0;
    let highest = 0;
    while (at < end) {
      if (inBlock === 0) this.#blockPositions.push(this.#positions.length);
      let next = at + 1;
      while (next < end && sorted.documents[next] === sorted.documents[at]) next++;
      highest = Math.max(highest, this.#addPosting(sorted, at, next));
      at = next;
      inBlock++;
      if (inBlock === BLOCK_POSTINGS || at === end) {
        this.#blockMaxima.push(highest);
        inBlock = 0;
        highest = 0;
      }
    }
  }

  finish(): Omit<Inverted, "termOffsets" | "termBytes"> {
    this.#starts.push(this.#documents.length);
    this.#blockStarts.push(this.#blockPositions.length);
    return {
      postingStarts: bytes(this.#starts),
      blockStarts: bytes(this.#blockStarts),
      postingDocuments: bytes(this.#documents),
      postingImpacts: this.#impacts.bytes(),
      postingFields: this.#fields.bytes(),
      blockMaxima: this.#blockMaxima.bytes(),
      blockPositions: bytes(this.#blockPositions),
      positions: this.#positions.bytes(),
    };
  }

  /** One document's occurrences, `at` to `next`; returns the impact. */
  #addPosting(sorted: SortedWords, at: number, next: number): number {
    const document = sorted.documents[at] ?? 0;
    const isFacet = sorted.positions[at] === NO_POSITION;
    this.#documents.push(document);
    this.#positions.pushVarint(isFacet ? 0 : next - at);
    let mask = 0;
    let before = 0;
    this.#counts.fill(0);
    // oxlint-disable-next-line no-unmodified-loop-condition -- a facet has no positions to go over
    for (let n = at; n < next && !isFacet; n++) {
      const position = sorted.positions[n] ?? 0;
      const field = fieldOfPosition(position);
      mask |= 1 << field;
      this.#counts[field] = (this.#counts[field] ?? 0) + 1;
      this.#positions.pushVarint(position - before);
      before = position;
    }
    const impact = isFacet ? 0 : this.#impact(document);
    this.#impacts.push(impact);
    this.#fields.push(mask);
    return impact;
  }

  /** BM25F's saturated frequency, 0 to 1, as 1 to 255. */
  #impact(document: number): number {
    const { fieldLengths, averages } = this.#words;
    let frequency = 0;
    for (const [n, { weight, b }] of FIELDS.entries()) {
      const count = this.#counts[n] ?? 0;
      if (count === 0) continue;
      const length = fieldLengths[document * FIELDS.length + n] ?? 0;
      frequency += (weight * count) / (1 - b + (b * length) / (averages[n] || 1));
    }
    return Math.max(1, Math.round((255 * frequency) / (SATURATION_K1 + frequency)));
  }
}

function bytes(values: GrowingU32): Uint8Array {
  const array = values.values();
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
