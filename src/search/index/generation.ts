/**
 * A generation: the segments that together are the index at one moment, and what of them is gone.
 *
 * Pure types; the keeper writes them, the searching side reads them.
 */

/** One segment of a generation. */
export interface GenerationSegment {
  /** File name in the folder of segments. */
  readonly name: string;
  /** Of the whole file, hexadecimal. */
  readonly sha256: string;
  readonly documents: number;
  /** A bit for each document that is gone, base64; absent: none is. */
  readonly deleted?: string;
}

/** The index at one moment; a higher number is later. */
export interface Generation {
  readonly number: number;
  readonly segments: readonly GenerationSegment[];
}
