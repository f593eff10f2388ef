/**
 * Pictures made for tests, as files of the formats we read. Tests only: it lets sharp write to memory.
 */
import { sharp } from "./codec.ts";
import { CHANNELS, type Picture } from "./picture.ts";

sharp.unblock({
  operation: [
    "VipsForeignSaveJpegBuffer",
    "VipsForeignSavePngBuffer",
    "VipsForeignSaveCgifBuffer",
    "VipsForeignSaveWebpBuffer",
    "VipsForeignSaveTiffBuffer",
  ],
});

/** A picture whose pixel at x, y is what `paint` says. */
export function paintPicture(
  widthPx: number,
  heightPx: number,
  paint: (x: number, y: number) => readonly [number, number, number],
): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * CHANNELS);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) rgb.set(paint(x, y), (y * widthPx + x) * CHANNELS);
  }
  return { widthPx, heightPx, rgb };
}

/** Noise that is the same each time: a linear congruential generator. */
export function noisePicture(widthPx: number, heightPx: number): Picture {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  return paintPicture(widthPx, heightPx, () => [next(), next(), next()]);
}

/** The picture as a file; `orientation` is written into its Exif note. */
export async function encodePicture(
  picture: Picture,
  format: "jpeg" | "png" | "gif" | "webp" | "tiff",
  orientation?: number,
): Promise<Uint8Array> {
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: CHANNELS } as const;
  const work = sharp(picture.rgb, { raw });
  if (orientation !== undefined) work.withMetadata({ orientation });
  const lossless = format === "webp" ? { lossless: true } : { quality: 95 };
  return await work.toFormat(format, lossless).toBuffer();
}
