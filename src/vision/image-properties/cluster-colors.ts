/**
 * Gathers swatches into a few clusters: k-means in Oklab with a fixed start, then merging.
 *
 * Pure, deterministic: no chance is involved, equal swatches give equal clusters.
 * Source   the start is the farthest-point rule of Gonzalez (1985), weighted by the square root of the
 *          pixel count so that a few stray pixels do not found a cluster; k-means: Lloyd (1982).
 */
import type { Swatch } from "./count-colors.ts";
import { distanceSquared, type Oklab } from "./oklab.ts";

/** Swatches that look alike. */
export interface ColorCluster {
  /** The mean of its pixels. */
  readonly color: Oklab;
  readonly pixels: number;
  readonly attention: number;
}

/** Clusters nearer than this are one: the eye would call them the same colour. */
const SAME_COLOR_DISTANCE = 0.08;

/** Clusters hardly move after this many rounds. */
const MAX_ROUNDS = 12;

/**
 * At most `limit` clusters, none empty, no two closer than the eye would part. Order is arbitrary but
 * fixed. No swatches, no clusters.
 */
export function clusterColors(swatches: readonly Swatch[], limit: number): ColorCluster[] {
  let centres = spreadCentres(swatches, limit);
  let clusters: ColorCluster[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    clusters = gather(swatches, centres);
    const next = clusters.map((cluster) => cluster.color);
    const moved = next.some((color, n) => distanceSquared(color, centres[n] ?? color) > 1e-8);
    if (!moved && next.length === centres.length) break;
    centres = next;
  }
  return mergeAlike(clusters);
}

/** The most frequent swatch, then again and again the one that is far from all chosen and frequent. */
function spreadCentres(swatches: readonly Swatch[], limit: number): Oklab[] {
  const centres: Oklab[] = [];
  const nearest = swatches.map(() => 1);
  while (centres.length < limit) {
    let best: Swatch | undefined;
    let bestWorth = SAME_COLOR_DISTANCE ** 2;
    for (const [n, swatch] of swatches.entries()) {
      const gap = nearest[n] ?? 0;
      const worth = gap * Math.sqrt(swatch.pixels);
      if (gap >= SAME_COLOR_DISTANCE ** 2 && worth > bestWorth) {
        best = swatch;
        bestWorth = worth;
      }
    }
    if (best === undefined) break;
    const { color } = best;
    centres.push(color);
    for (const [n, swatch] of swatches.entries()) {
      nearest[n] = Math.min(nearest[n] ?? 1, distanceSquared(swatch.color, color));
    }
  }
  return centres;
}

/** Every swatch to its nearest centre (the first of equals); centres that get none are gone. */
function gather(swatches: readonly Swatch[], centres: readonly Oklab[]): ColorCluster[] {
  const members = centres.map((): Swatch[] => []);
  for (const swatch of swatches) {
    let nearest = 0;
    let least = Infinity;
    for (const [n, centre] of centres.entries()) {
      const distance = distanceSquared(swatch.color, centre);
      if (distance < least) {
        least = distance;
        nearest = n;
      }
    }
    members[nearest]?.push(swatch);
  }
  return members.filter((list) => list.length > 0).map(mean);
}

/** The pixel-weighted mean of at least one part. */
function mean(parts: readonly ColorCluster[]): ColorCluster {
  let [lightness, a, b, pixels, attention] = [0, 0, 0, 0, 0];
  for (const part of parts) {
    lightness += part.color.lightness * part.pixels;
    a += part.color.a * part.pixels;
    b += part.color.b * part.pixels;
    pixels += part.pixels;
    attention += part.attention;
  }
  const color = { lightness: lightness / pixels, a: a / pixels, b: b / pixels };
  return { color, pixels, attention };
}

/** Joins the closest pair until no pair is alike; a few dozen comparisons at most. */
function mergeAlike(clusters: readonly ColorCluster[]): ColorCluster[] {
  const merged = [...clusters];
  for (;;) {
    let pair: readonly [number, number] | undefined;
    let least = SAME_COLOR_DISTANCE ** 2;
    for (const [n, one] of merged.entries()) {
      for (const [m, other] of merged.slice(0, n).entries()) {
        const distance = distanceSquared(one.color, other.color);
        if (distance < least) {
          least = distance;
          pair = [m, n];
        }
      }
    }
    if (pair === undefined) return merged;
    const joined = mean(pair.flatMap((n) => merged[n] ?? []));
    merged.splice(pair[1], 1);
    merged.splice(pair[0], 1, joined);
  }
}
