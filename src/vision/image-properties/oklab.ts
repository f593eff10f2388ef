/**
 * sRGB bytes to Oklab and back: a space in which distance is about what a person sees.
 *
 * Pure. Units   sRGB 0 … 255 per channel; lightness 0 … 1; a (green to red) and b (blue to yellow) about
 *               -0.4 … 0.4.
 * Source   Björn Ottosson, "A perceptual color space for image processing" (2020); the lightness of its
 *          sequel "Okhsv and Okhsl" (2021), which does not stretch near-blacks apart as plain Oklab does;
 *          sRGB: IEC 61966-2-1.
 */

/** A colour in Oklab, its lightness with the toe. */
export interface Oklab {
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
}

/** A colour in sRGB, 0 … 255 per channel. */
export interface Srgb {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** The light of each of the 256 bytes. */
const LIGHT = Float64Array.from({ length: 256 }, (_, byte) => {
  const v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

/** Of whole bytes; fractions are cut off. */
export function toOklab({ red, green, blue }: Srgb): Oklab {
  const r = LIGHT[red | 0] ?? 0;
  const g = LIGHT[green | 0] ?? 0;
  const b = LIGHT[blue | 0] ?? 0;
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const middle = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    lightness: toeOf(0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short),
    a: 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  };
}

/** Whole bytes; a colour outside sRGB is cut to its nearest channel values. */
export function toSrgb({ lightness, a, b }: Oklab): Srgb {
  const plain = plainOf(lightness);
  const long = (plain + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (plain - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (plain - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    red: toByte(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    green: toByte(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    blue: toByte(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  };
}

function toByte(light: number): number {
  const v = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, v)) * 255);
}

const TOE_1 = 0.206;
const TOE_2 = 0.03;
const TOE_3 = (1 + TOE_1) / (1 + TOE_2);

function toeOf(plain: number): number {
  const rest = TOE_3 * plain - TOE_1;
  return 0.5 * (rest + Math.sqrt(Math.max(0, rest ** 2 + 4 * TOE_2 * TOE_3 * plain)));
}

function plainOf(lightness: number): number {
  return (lightness * (lightness + TOE_1)) / (TOE_3 * (lightness + TOE_2));
}

/**
 * The square of the distance; cheap, and enough to compare. Hue and chroma count double, as Ottosson
 * advises for differences: light and shade on one thing are less of a difference than another paint.
 */
export function distanceSquared(one: Oklab, other: Oklab): number {
  const hue = (one.a - other.a) ** 2 + (one.b - other.b) ** 2;
  return (one.lightness - other.lightness) ** 2 + 4 * hue;
}

/** How far from grey: 0 for grey, about 0.26 for sRGB's pure red. */
export function chroma({ a, b }: Oklab): number {
  return Math.hypot(a, b);
}
