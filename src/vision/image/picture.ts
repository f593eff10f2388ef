/**
 * A decoded picture: the one form from which every network's input is derived.
 *
 * Shapes   rgb: heightPx rows of widthPx pixels of 3 bytes, no padding, top row first.
 * Units    bytes are sRGB, 0 … 255, over white where the file was transparent.
 */

/** Pixels in memory that we own and wipe. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** A decoded file; `rgb` may be smaller than the file's picture. */
export interface DecodedPicture extends Picture {
  /** The size of the file's own picture, upright: the coordinates that an answer speaks in. */
  readonly fileWidthPx: number;
  readonly fileHeightPx: number;
}

/** Bytes per pixel. */
export const CHANNELS = 3;

/** Overwrites the pixels; the picture must not be used afterwards. */
export function wipePicture(picture: Picture): void {
  picture.rgb.fill(0);
}
