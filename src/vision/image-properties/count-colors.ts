/**
 * Counts a picture's colours in small cubes of sRGB, so that clustering looks at hundreds of colours
 * instead of thousands of pixels.
 *
 * Pure, deterministic. Shapes   cubes of 8 × 8 × 8 values; a swatch is the mean of its cube's pixels.
 */
import { CHANNELS, type Picture } from "../image/picture.ts";
import { chroma, type Oklab, toOklab } from "./oklab.ts";

/** The pixels of one cube. */
export interface Swatch {
  readonly color: Oklab;
  /** How many pixels. */
  readonly pixels: number;
  /** What they weigh to the eye; see `attentionAt`. */
  readonly attention: number;
}

const CUBE_BITS = 3;
const CUBES_PER_CHANNEL = 256 >> CUBE_BITS;

/** What a grey pixel weighs; a fully coloured one weighs 1 more. */
const GREY_ATTENTION = 0.3;
/** Chroma of a colour that counts in full, about that of sRGB's strongest. */
const FULL_CHROMA = 0.32;
/** What a pixel at the middle of an edge weighs against one in the centre. */
const EDGE_ATTENTION = 0.5;

/** Sums over the pixels of one cube. */
interface Count {
  pixels: number;
  place: number;
  red: number;
  green: number;
  blue: number;
}

/** The picture's swatches, in the order in which their cubes are first met. */
export function countColors(picture: Picture): Swatch[] {
  const { widthPx, heightPx, rgb } = picture;
  const counts = new Map<number, Count>();
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += CHANNELS) {
      const red = rgb[at] ?? 0;
      const green = rgb[at + 1] ?? 0;
      const blue = rgb[at + 2] ?? 0;
      const count = countOf(counts, cubeOf(red, green, blue));
      count.pixels++;
      count.place += placeAttention((x + 0.5) / widthPx, (y + 0.5) / heightPx);
      count.red += red;
      count.green += green;
      count.blue += blue;
    }
  }
  return Array.from(counts.values(), toSwatch);
}

function cubeOf(red: number, green: number, blue: number): number {
  const row = (red >> CUBE_BITS) * CUBES_PER_CHANNEL + (green >> CUBE_BITS);
  return row * CUBES_PER_CHANNEL + (blue >> CUBE_BITS);
}

function countOf(counts: Map<number, Count>, cube: number): Count {
  const known = counts.get(cube);
  if (known !== undefined) return known;
  const fresh = { pixels: 0, place: 0, red: 0, green: 0, blue: 0 };
  counts.set(cube, fresh);
  return fresh;
}

/** 1 in the centre, falling as a bell to EDGE_ATTENTION at an edge's middle; x, y in 0 … 1. */
function placeAttention(x: number, y: number): number {
  const distanceSquared = (2 * x - 1) ** 2 + (2 * y - 1) ** 2;
  return EDGE_ATTENTION ** distanceSquared;
}

function toSwatch({ pixels, place, red, green, blue }: Count): Swatch {
  const color = toOklab({
    red: Math.round(red / pixels),
    green: Math.round(green / pixels),
    blue: Math.round(blue / pixels),
  });
  const strength = GREY_ATTENTION + Math.min(1, chroma(color) / FULL_CHROMA);
  return { color, pixels, attention: place * strength };
}
