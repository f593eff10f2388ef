/**
 * What walks through the matches of a clause in one segment, in the order of documents.
 *
 * A cursor stands on a match or at END; it only goes forward. Scores are whole numbers (a term's
 * weight times its impact), so that a sum does not depend on the order of adding, and pruning gives
 * exactly the hits that scoring everything would.
 */
import type { Segment } from "../index/reader.ts";
import { BLOCK_POSTINGS } from "../index/format.ts";

/** After the last document. */
export const END = 0xffff_ffff;

export interface Cursor {
  /** The document it stands on; END when there is none left. */
  readonly document: number;
  /** At least as high as any score from here on. */
  readonly maxScore: number;
  /** About how many documents it would visit; the rarest leads. */
  readonly cost: number;
  /** Goes to the first match at or after `target`, and returns it. Never goes back. */
  advance(target: number): number;
  /** The score of the document it stands on. */
  score(): number;
  /** A last, expensive look before the document becomes a hit; true where there is nothing to look at. */
  confirms(): boolean;
}

/** A cursor that can say where in the document its words stand. */
export interface PlacedCursor extends Cursor {
  /** The positions in the document it stands on, ascending. */
  positions(): readonly number[];
}

/** Matches nothing. */
export const emptyCursor: PlacedCursor = {
  document: END,
  maxScore: 0,
  cost: 0,
  advance: () => END,
  score: () => 0,
  confirms: () => true,
  positions: () => [],
};

/** One term: its postings, with the maxima of their blocks. */
export class TermCursor implements PlacedCursor {
  readonly #segment: Segment;
  readonly #documents: Uint32Array;
  readonly #start: number;
  readonly #end: number;
  readonly #block0: number;
  readonly #weight: number;
  readonly #fieldMask: number;
  #at: number;
  /** Where the positions of `posting` begin. */
  readonly #reader = { posting: -1, at: 0 };
  document: number;
  readonly maxScore: number;
  readonly cost: number;

  /** `fieldMask` 0: wherever it occurs. */
  constructor(segment: Segment, term: number, weight: number, fieldMask: number) {
    this.#segment = segment;
    this.#documents = segment.postingDocuments;
    this.#start = segment.postingStarts[term] ?? 0;
    this.#end = segment.postingStarts[term + 1] ?? 0;
    this.#block0 = segment.blockStarts[term] ?? 0;
    this.#weight = weight;
    this.#fieldMask = fieldMask;
    this.#at = this.#start;
    this.cost = this.#end - this.#start;
    this.maxScore =
      weight * highest(segment.blockMaxima, this.#block0, segment.blockStarts[term + 1] ?? 0);
    this.document = END;
    this.#settle();
  }

  advance(target: number): number {
    if (this.document >= target) return this.document;
    this.#at = gallop(this.#documents, this.#at, this.#end, target);
    return this.#settle();
  }

  score(): number {
    return this.#weight * (this.#segment.postingImpacts[this.#at] ?? 0);
  }

  confirms(): boolean {
    return true;
  }

  /** The highest score in the block it stands in. */
  blockMaxScore(): number {
    return this.#weight * (this.#segment.blockMaxima[this.#block()] ?? 0);
  }

  /** The last document of the block it stands in. */
  blockLastDocument(): number {
    const next = this.#start + (this.#block() - this.#block0 + 1) * BLOCK_POSTINGS;
    return this.#documents[Math.min(next, this.#end) - 1] ?? END;
  }

  /** How many postings it has passed. */
  passed(): number {
    return this.#at - this.#start;
  }

  positions(): number[] {
    const { positions } = this.#segment;
    this.#seekPositions();
    const reader = this.#reader;
    const found: number[] = [];
    let position = 0;
    for (let left = varint(positions, reader); left > 0; left--) {
      position += varint(positions, reader);
      found.push(position);
    }
    reader.posting = this.#at + 1;
    return found;
  }

  /** Reads on from where it last was, or from the beginning of the block. */
  #seekPositions(): void {
    const { positions, blockPositions } = this.#segment;
    const reader = this.#reader;
    const blockStart = this.#at - ((this.#at - this.#start) % BLOCK_POSTINGS);
    if (reader.posting <= blockStart || reader.posting > this.#at) {
      reader.at = blockPositions[this.#block()] ?? 0;
      reader.posting = blockStart;
    }
    for (; reader.posting < this.#at; reader.posting++) {
      for (let left = varint(positions, reader); left > 0; left--) skipVarint(positions, reader);
    }
  }

  #block(): number {
    return this.#block0 + Math.floor((this.#at - this.#start) / BLOCK_POSTINGS);
  }

  /** Takes the next posting from here on that is in a wanted field. */
  #settle(): number {
    if (this.#fieldMask !== 0) {
      const fields = this.#segment.postingFields;
      while (this.#at < this.#end && ((fields[this.#at] ?? 0) & this.#fieldMask) === 0) this.#at++;
    }
    this.document = this.#at < this.#end ? (this.#documents[this.#at] ?? END) : END;
    return this.document;
  }
}

function highest(values: Uint8Array, from: number, to: number): number {
  let max = 0;
  for (let n = from; n < to; n++) max = Math.max(max, values[n] ?? 0);
  return max;
}

/** The first of the ascending `values` from `from` on that is not below `target`; `end` when none is. */
function gallop(values: Uint32Array, from: number, end: number, target: number): number {
  let step = 1;
  let low = from;
  let high = from;
  while (high < end && (values[high] ?? END) < target) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, end);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? END) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

function varint(bytes: Uint8Array, reader: { at: number }): number {
  let value = 0;
  let shift = 0;
  for (;;) {
    const byte = bytes[reader.at++] ?? 0;
    value |= (byte & 127) << shift;
    if (byte < 128) return value;
    shift += 7;
  }
}

function skipVarint(bytes: Uint8Array, reader: { at: number }): void {
  while ((bytes[reader.at++] ?? 0) > 127);
}

/** Every document of the segment, without a score: what is left when all else is excluded. */
export class EveryCursor implements Cursor {
  readonly cost: number;
  readonly maxScore = 0;
  document: number;

  constructor(documents: number) {
    this.cost = documents;
    this.document = documents > 0 ? 0 : END;
  }

  advance(target: number): number {
    if (this.document < target) this.document = target < this.cost ? target : END;
    return this.document;
  }

  score(): number {
    return 0;
  }

  confirms(): boolean {
    return true;
  }
}
