/**
 * Other sizes and cuts of a decoded picture; each result is memory of its own, to be wiped by its maker.
 *
 * Keeps out of files: raw pixels in, raw pixels out.
 */
import { type Sharp, sharp } from "./codec.ts";
import { CHANNELS, type Picture, wipePicture } from "./picture.ts";

/** How the pixels between pixels are made; all average over what they shrink. */
export type Kernel = "linear" | "cubic" | "lanczos3";

function open(picture: Picture): Sharp {
  const { widthPx: width, heightPx: height, rgb } = picture;
  return sharp(rgb, { raw: { width, height, channels: CHANNELS } });
}

async function pixels(work: Sharp): Promise<Picture> {
  const { data, info } = await work.raw().toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, rgb: data };
}

/** The whole picture, with its proportions, inside a square; never enlarged. */
export async function fitInside(
  picture: Picture,
  sidePx: number,
  kernel: Kernel,
): Promise<Picture> {
  const size = { width: sidePx, height: sidePx, fit: "inside", withoutEnlargement: true } as const;
  return await pixels(open(picture).resize({ ...size, kernel }));
}

/** The picture scaled, up or down, until its short side is `sidePx`, and the square in its middle. */
export async function middleSquare(
  picture: Picture,
  sidePx: number,
  kernel: Kernel,
): Promise<Picture> {
  return await pixels(
    open(picture).resize({ width: sidePx, height: sidePx, fit: "cover", kernel }),
  );
}

/**
 * The middle `sidePx` of a square scaled to `outerPx`: what a classifier trained on centre crops sees.
 * An odd rest goes to the right and the bottom.
 */
export async function centreCrop(
  picture: Picture,
  outerPx: number,
  sidePx: number,
  kernel: Kernel,
): Promise<Picture> {
  const outer = await middleSquare(picture, outerPx, kernel);
  try {
    return cut(outer, Math.floor((outerPx - sidePx) / 2), sidePx);
  } finally {
    wipePicture(outer);
  }
}

function cut(picture: Picture, marginPx: number, sidePx: number): Picture {
  const rgb = new Uint8Array(sidePx * sidePx * CHANNELS);
  for (let y = 0; y < sidePx; y++) {
    const from = ((y + marginPx) * picture.widthPx + marginPx) * CHANNELS;
    rgb.set(picture.rgb.subarray(from, from + sidePx * CHANNELS), y * sidePx * CHANNELS);
  }
  return { widthPx: sidePx, heightPx: sidePx, rgb };
}
