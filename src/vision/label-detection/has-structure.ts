/**
 * Tells a picture of something from a blank or from noise, about which a classifier would invent.
 *
 * Pure. A classifier that must choose among 1000 things calls white noise a doormat, at 0.9; its beliefs
 * do not give it away, the pixels do. Averaged over blocks of b × b pixels, independent noise keeps
 * 1 / b² of its variance; photographs, drawings and pages of print keep far more, because what they show
 * is larger than a pixel.
 * Source   the variance of a mean of independent values; figures: docs/models/labels.md.
 */
import { CHANNELS, type Picture } from "../image/picture.ts";

/** The side of a block; smaller in pictures that would have less than BLOCKS_PER_SIDE of them. */
const BLOCK_PX = 8;
const BLOCKS_PER_SIDE = 8;

/** Noise keeps 1 / b² of its variance; up to this many times as much still counts as noise. */
const NOISE_MARGIN = 2;

/** A spread of less than this, of 255, is a blank. */
const BLANK_DEVIATION = 1;

/** Whether the picture shows anything larger than its pixels. */
export function hasStructure(picture: Picture): boolean {
  const { all, blocks, blockPx } = spread(picture);
  if (all < BLANK_DEVIATION ** 2) return false;
  return blocks > (NOISE_MARGIN / blockPx ** 2) * all;
}

/** The variance of the brightness, and that of its block means; units of 255 squared. */
export function spread({ widthPx, heightPx, rgb }: Picture): {
  readonly all: number;
  readonly blocks: number;
  readonly blockPx: number;
} {
  const shortSide = Math.min(widthPx, heightPx);
  const blockPx = Math.min(BLOCK_PX, Math.max(1, Math.floor(shortSide / BLOCKS_PER_SIDE)));
  const columns = Math.floor(widthPx / blockPx);
  const rows = Math.floor(heightPx / blockPx);
  const means = new Float64Array(columns * rows);
  let sum = 0;
  let squares = 0;
  for (let y = 0; y < rows * blockPx; y++) {
    const row = Math.floor(y / blockPx) * columns;
    let at = y * widthPx * CHANNELS;
    for (let column = 0; column < columns; column++) {
      let blockSum = 0;
      for (let n = 0; n < blockPx; n++, at += CHANNELS) {
        const value = (rgb[at] ?? 0) + (rgb[at + 1] ?? 0) + (rgb[at + 2] ?? 0);
        blockSum += value;
        squares += value * value;
      }
      sum += blockSum;
      means[row + column] = (means[row + column] ?? 0) + blockSum;
    }
  }
  const pixels = columns * rows * blockPx ** 2;
  const mean = sum / pixels;
  const ofBlocks = means.reduce((total, block) => total + (block / blockPx ** 2 - mean) ** 2, 0);
  const all = Math.max(0, squares / pixels - mean ** 2);
  return { all: all / CHANNELS ** 2, blocks: ofBlocks / means.length / CHANNELS ** 2, blockPx };
}
