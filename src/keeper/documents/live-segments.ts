/**
 * Which documents of the segments in force are gone: a bit each, kept in memory, made anew at start.
 *
 * A document that gave way to a later one is gone only when the later one is in a segment too, so that
 * no search falls between the two.
 */
import type { GenerationSegment } from "../../search/index/generation.ts";
import type { ManifestSegment } from "./manifest.ts";
import type { Replacement } from "./port.ts";

interface LiveSegment {
  readonly segment: ManifestSegment;
  readonly sequences: Float64Array;
  readonly deleted: Uint8Array;
  gone: number;
}

/** The segments in force, with what is gone of them. */
export class LiveSegments {
  /** In the order of their ranges. */
  #all: LiveSegment[] = [];
  #pending: Replacement[] = [];

  get segments(): readonly ManifestSegment[] {
    return this.#all.map(({ segment }) => segment);
  }

  /** As the plan of merges wants them. */
  get sizes(): readonly { tokens: number; documents: number; gone: number }[] {
    return this.#all.map(({ segment, gone }) => ({ ...segment, gone }));
  }

  /** The segments with a sequence number of this range. */
  within(from: number, to: number): readonly ManifestSegment[] {
    return this.segments.filter((segment) => segment.from <= to && segment.to >= from);
  }

  /**
   * Takes a segment in, in place of those whose range lies in its own. `alive` are the sequence
   * numbers of its range that the store has.
   */
  add(segment: ManifestSegment, sequences: Float64Array, alive: readonly number[]): void {
    const live: LiveSegment = {
      segment,
      sequences,
      deleted: new Uint8Array(Math.ceil(sequences.length / 8)),
      gone: 0,
    };
    this.drop(segment.from, segment.to);
    this.#all.push(live);
    this.#all.sort((a, b) => a.segment.from - b.segment.from);
    const isAlive = new Set([...alive, ...this.#pending.map(({ gone }) => gone)]);
    for (const [n, sequence] of sequences.entries()) if (!isAlive.has(sequence)) markAt(live, n);
  }

  /** Takes out the segments whose range lies in this one. */
  drop(from: number, to: number): void {
    this.#all = this.#all.filter(({ segment }) => segment.from < from || segment.to > to);
  }

  /** Documents that are found no more, at once. Whether any was in a segment. */
  remove(sequences: readonly number[]): boolean {
    // one that waits to give way goes with the one that it gave way to
    const removed = new Set(sequences);
    const orphans = this.#pending.filter(({ by }) => removed.has(by)).map(({ gone }) => gone);
    this.#pending = this.#pending.filter(({ by }) => !removed.has(by));
    return [...sequences, ...orphans].map((sequence) => this.#mark(sequence)).includes(true);
  }

  /** Documents that are gone once those that took their place are in a segment. */
  replace(replacements: readonly Replacement[]): void {
    for (const { gone, by } of replacements) {
      // replaced twice before it was ever indexed: the first in the line waits for the last
      const waiting = this.#pending.filter((each) => each.by === gone);
      this.#pending = this.#pending.filter((each) => each.by !== gone);
      this.#pending.push({ gone, by }, ...waiting.map((each) => ({ gone: each.gone, by })));
    }
  }

  /** Everything up to this sequence number is in segments: what gave way to it is gone. */
  reached(sequence: number): void {
    for (const { gone, by } of this.#pending) if (by <= sequence) this.#mark(gone);
    this.#pending = this.#pending.filter(({ by }) => by > sequence);
  }

  /** The segments as searchers want them. */
  announced(): GenerationSegment[] {
    return this.#all.map(({ segment, deleted, gone }) => {
      const { name, sha256, documents } = segment;
      return gone === 0
        ? { name, sha256, documents }
        : {
            name,
            sha256,
            documents: documents - gone,
            deleted: Buffer.from(deleted).toString("base64"),
          };
    });
  }

  #mark(sequence: number): boolean {
    const live = this.#all.find(
      ({ segment }) => segment.from <= sequence && sequence <= segment.to,
    );
    const n = live === undefined ? -1 : indexOf(live.sequences, sequence);
    return live !== undefined && n >= 0 && markAt(live, n);
  }
}

/** Whether it was there until now. */
function markAt(live: LiveSegment, n: number): boolean {
  const byte = live.deleted[n >> 3] ?? 0;
  const bit = 1 << (n & 7);
  if ((byte & bit) !== 0) return false;
  live.deleted[n >> 3] = byte | bit;
  live.gone++;
  return true;
}

/** Binary search in ascending numbers; -1 when it is not there. */
function indexOf(sequences: Float64Array, wanted: number): number {
  let low = 0;
  let high = sequences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sequences[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return sequences[low] === wanted ? low : -1;
}
