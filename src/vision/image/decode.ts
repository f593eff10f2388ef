/**
 * A picture file's bytes into raw pixels: upright, sRGB, over white, at most 1600 px on the long side.
 *
 * The only decoding of a picture; everything else is derived from its result. Limits are held against
 * the header, before a pixel is decoded. The bytes are read in place and are the caller's to wipe.
 * Source   limits: Vision API, "Quotas and limits"; message: what that API says of an undecodable picture.
 */
import { ServiceError } from "../../base/errors.ts";
import { sharp } from "./codec.ts";
import { pictureFormat } from "./format.ts";
import { CHANNELS, type DecodedPicture, type Picture, wipePicture } from "./picture.ts";
import { swapsSides, turnUpright } from "./turn.ts";

/** A picture file's greatest size: 20 MB (Vision API, quotas). */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/**
 * A picture's greatest area. The original API scales down what is larger; we refuse it, because the
 * interlaced and progressive forms of our formats must be held in memory whole (docs/differences.md).
 */
export const MAX_PIXELS = 75_000_000;

/** The long side after decoding: more than any network of ours looks at. */
export const MAX_SIDE_PX = 1600;

/** What the original API says of every picture it cannot take. */
const BAD_IMAGE = "Bad image data.";

/**
 * `error` refuses a picture that ends early or breaks in the middle, so that nothing is said about grey
 * filling; it lets pass what a decoder merely remarks upon (an odd profile, bytes after the end).
 */
const OPENING = {
  failOn: "error",
  limitInputPixels: MAX_PIXELS,
  sequentialRead: true,
  page: 0,
  pages: 1,
} as const;

/**
 * Decodes one file; an animation's or a document's first picture.
 *
 * @throws ServiceError IMAGE_TOO_LARGE: more than MAX_FILE_BYTES or MAX_PIXELS.
 * @throws ServiceError IMAGE_UNREADABLE: no picture, a format we do not open, or a broken file.
 */
export async function decodePicture(bytes: Uint8Array): Promise<DecodedPicture> {
  if (bytes.length > MAX_FILE_BYTES) {
    throw new ServiceError("IMAGE_TOO_LARGE", BAD_IMAGE, { cause: `${bytes.length} bytes` });
  }
  if (pictureFormat(bytes) === undefined) {
    throw new ServiceError("IMAGE_UNREADABLE", BAD_IMAGE, { cause: "no format that is opened" });
  }
  const header = await readHeader(bytes);
  const stored = await readPixels(bytes);
  const upright = turnUpright(stored, header.orientation);
  if (upright !== stored) wipePicture(stored);
  const [fileWidthPx, fileHeightPx] = swapsSides(header.orientation)
    ? [header.heightPx, header.widthPx]
    : [header.widthPx, header.heightPx];
  return { ...upright, fileWidthPx, fileHeightPx };
}

interface Header {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly orientation: number | undefined;
}

/** Reads no pixel, and refuses by area, whatever the decoder would have said first. */
async function readHeader(bytes: Uint8Array): Promise<Header> {
  // the area is checked here and again, by the decoder itself, in readPixels
  const { width, height, orientation } = await readable(
    sharp(bytes, { ...OPENING, limitInputPixels: false }).metadata(),
  );
  if (width * height > MAX_PIXELS) {
    throw new ServiceError("IMAGE_TOO_LARGE", BAD_IMAGE, { cause: `${width} x ${height} pixels` });
  }
  return { widthPx: width, heightPx: height, orientation };
}

async function readPixels(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await readable(
    sharp(bytes, OPENING)
      .resize({ width: MAX_SIDE_PX, height: MAX_SIDE_PX, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true }),
  );
  if (info.channels !== CHANNELS) {
    throw new ServiceError("IMAGE_UNREADABLE", BAD_IMAGE, { cause: `${info.channels} channels` });
  }
  return { widthPx: info.width, heightPx: info.height, rgb: data };
}

/** The decoder throws plain errors for bad files; its text stays in the log. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new ServiceError("IMAGE_UNREADABLE", BAD_IMAGE, { cause });
  }
}
