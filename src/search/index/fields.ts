/**
 * The fields of the index, and how much a word in each of them counts.
 *
 * Source   BM25F: Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields",
 *          CIKM 2004. The figures were chosen on the given test sets together, not per set.
 */

/** In the order of their bits and positions. New fields are added at the end. */
export const fieldNames = ["body", "title", "headings", "anchors", "url"] as const;
export type FieldName = (typeof fieldNames)[number];

export interface FieldSettings {
  /** The bit of this field in a posting's field byte. */
  readonly bit: number;
  /** How many occurrences in the body one here is worth. */
  readonly weight: number;
  /** How much a longer field weakens each occurrence, 0 to 1. */
  readonly b: number;
  /**
   * Where the positions of this field begin; they end where the next begins. Only the body's are
   * small, because almost all positions are there and small numbers take one byte.
   */
  readonly firstPosition: number;
}

export const fieldSettings: Readonly<Record<FieldName, FieldSettings>> = {
  body: { bit: 1, weight: 1, b: 0.6, firstPosition: 0 },
  title: { bit: 2, weight: 1.5, b: 0.6, firstPosition: 1 << 22 },
  headings: { bit: 4, weight: 0.5, b: 0.5, firstPosition: 1 << 23 },
  anchors: { bit: 8, weight: 0.8, b: 0.5, firstPosition: 1 << 24 },
  url: { bit: 16, weight: 0.4, b: 0.5, firstPosition: 1 << 25 },
};

/** No field has more words than this; what comes after is not searched. */
export const MAX_FIELD_POSITIONS = 1 << 21;

/** Words between two headings, so that no phrase runs from one into the next. */
export const ENTRY_GAP = 16;

/** How soon more of the same word stops helping. */
export const SATURATION_K1 = 1.2;

/** The field that a position belongs to, as an index into fieldNames. */
export function fieldOfPosition(position: number): number {
  if (position < fieldSettings.title.firstPosition) return 0;
  if (position < fieldSettings.headings.firstPosition) return 1;
  if (position < fieldSettings.anchors.firstPosition) return 2;
  return position < fieldSettings.url.firstPosition ? 3 : 4;
}
