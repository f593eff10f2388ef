/**
 * IMAGE_PROPERTIES: the colours that stand out.
 *
 * Needs no model. One picture always has one answer.
 * Units    score: share of the attention, 0 … 1, where colourful and central pixels draw more of it than
 *          grey ones at the rim; pixelFraction: share of the pixels, 0 … 1. Each adds up to at most 1.
 */
import type { DominantColor } from "../annotations.ts";
import { type Picture, wipePicture } from "../image/picture.ts";
import { fitInside } from "../image/resize.ts";
import { clusterColors } from "./cluster-colors.ts";
import { countColors } from "./count-colors.ts";
import { toSrgb } from "./oklab.ts";

/** Colours are counted in a copy of at most this side. */
const COUNTED_SIDE_PX = 128;

/** As many as the original API gives. */
const MAX_COLORS = 10;

/** Clusters of a smaller share of the pixels are specks. */
const LEAST_PIXEL_FRACTION = 0.001;

/** Up to ten colours, highest score first; at least one. */
export async function findDominantColors(picture: Picture): Promise<readonly DominantColor[]> {
  const small = await fitInside(picture, COUNTED_SIDE_PX, "linear");
  try {
    return dominantColors(small);
  } finally {
    wipePicture(small);
  }
}

/** The pure step: of the very pixels given. */
export function dominantColors(picture: Picture): DominantColor[] {
  const swatches = countColors(picture);
  const attention = swatches.reduce((sum, swatch) => sum + swatch.attention, 0);
  const pixels = picture.widthPx * picture.heightPx;
  return clusterColors(swatches, MAX_COLORS)
    .filter((cluster) => cluster.pixels >= LEAST_PIXEL_FRACTION * pixels)
    .map((cluster) => ({
      ...toSrgb(cluster.color),
      score: cluster.attention / attention,
      pixelFraction: cluster.pixels / pixels,
    }))
    .toSorted((one, other) => other.score - one.score);
}
