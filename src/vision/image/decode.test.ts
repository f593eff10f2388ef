import { deflateSync, crc32 } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../../base/errors.ts";
import { sharp } from "./codec.ts";
import { decodePicture, MAX_FILE_BYTES } from "./decode.ts";
import { encodePicture, noisePicture, paintPicture } from "./sample-pictures.ts";

const RED = [255, 0, 0] as const;
const BLUE = [0, 0, 255] as const;
/** Red on the left, blue on the right. */
const halves = paintPicture(40, 20, (x) => (x < 20 ? RED : BLUE));

const pixel = (picture: { widthPx: number; rgb: Uint8Array }, x: number, y: number): number[] => {
  const at = (y * picture.widthPx + x) * 3;
  return [...picture.rgb.subarray(at, at + 3)];
};

/** One chunk of a PNG: length, type, body, checksum. */
function chunk(type: string, body: Buffer): Buffer {
  const name = Buffer.from(type, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(Buffer.concat([name, body])));
  return Buffer.concat([length, name, body, sum]);
}

/** The start of a PNG of any size, with little behind it. */
function pngOf(widthPx: number, heightPx: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(64))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("decodePicture", () => {
  test.each(["jpeg", "png", "gif", "webp", "tiff"] as const)("reads %s", async (format) => {
    const picture = await decodePicture(await encodePicture(halves, format));
    expect(picture).toMatchObject({ widthPx: 40, heightPx: 20, fileWidthPx: 40, fileHeightPx: 20 });
    const [red = 0, green = 0, blue = 0] = pixel(picture, 5, 10);
    expect([red > 245, green < 10, blue < 10]).toEqual([true, true, true]);
  });

  test("turns a picture upright by its Exif note and gives the upright size", async () => {
    const picture = await decodePicture(await encodePicture(halves, "png", 6));
    expect(picture).toMatchObject({ widthPx: 20, heightPx: 40, fileWidthPx: 20, fileHeightPx: 40 });
    expect(pixel(picture, 10, 5)).toEqual([...RED]);
    expect(pixel(picture, 10, 35)).toEqual([...BLUE]);
  });

  test("scales the long side to 1600 px and still knows the file's size", async () => {
    const wide = await encodePicture(
      paintPicture(3201, 100, () => RED),
      "png",
    );
    const picture = await decodePicture(wide);
    expect(picture).toMatchObject({ widthPx: 1600, heightPx: 50, fileWidthPx: 3201 });
    expect(picture.rgb.length).toBe(1600 * 50 * 3);
  });

  test("lays transparency over white", async () => {
    const clear = Buffer.from([0, 0, 0, 0]);
    const file = await sharp(clear, { raw: { width: 1, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    expect([...(await decodePicture(file)).rgb]).toEqual([255, 255, 255]);
  });

  test("brings greyscale and 16 bits to three bytes", async () => {
    const grey = Uint16Array.of(0x8000, 0x8000);
    const file = await sharp(grey, { raw: { width: 2, height: 1, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer();
    expect([...(await decodePicture(file)).rgb]).toEqual([128, 128, 128, 128, 128, 128]);
  });

  test("follows an embedded colour profile to sRGB", async () => {
    const green = paintPicture(8, 8, () => [0, 200, 0]);
    const wide = await sharp(green.rgb, { raw: { width: 8, height: 8, channels: 3 } })
      .withIccProfile("p3")
      .png()
      .toBuffer();
    const [red = 255, value = 0] = (await decodePicture(wide)).rgb;
    expect(red).toBeLessThan(12);
    expect(Math.abs(value - 200)).toBeLessThan(4);
  });

  test.each([
    ["a text file", Buffer.from("hello, I am a text file")],
    ["nothing", new Uint8Array(0)],
    ["an SVG, which is not listed", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a JPEG's first bytes alone", Uint8Array.of(0xff, 0xd8, 0xff)],
    ["a PNG without its pixels", pngOf(64, 64)],
  ])("says Bad image data. of %s", async (_, bytes) => {
    await expect(decodePicture(bytes)).rejects.toMatchObject({
      reason: "IMAGE_UNREADABLE",
      message: "Bad image data.",
    });
  });

  test.each(["jpeg", "png", "gif", "webp"] as const)("refuses a %s cut in half", async (format) => {
    const file = await encodePicture(noisePicture(64, 64), format);
    await expect(decodePicture(file.subarray(0, file.length / 2))).rejects.toMatchObject({
      reason: "IMAGE_UNREADABLE",
    });
  });

  test("refuses 30,000 x 30,000 by the header, at once and without the memory", async () => {
    const before = process.memoryUsage().rss;
    const startedMs = performance.now();
    await expect(decodePicture(pngOf(30_000, 30_000))).rejects.toMatchObject({
      reason: "IMAGE_TOO_LARGE",
      message: "Bad image data.",
    });
    expect(performance.now() - startedMs).toBeLessThan(500);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test("refuses a file over 20 MB before it looks at it", async () => {
    const file = new Uint8Array(MAX_FILE_BYTES + 1);
    await expect(decodePicture(file)).rejects.toMatchObject({ reason: "IMAGE_TOO_LARGE" });
  });

  test("answers any damage with a picture or a ServiceError, and leaves the bytes alone", async () => {
    const files = await Promise.all(
      (["jpeg", "png", "gif", "webp", "tiff"] as const).map((format) =>
        encodePicture(noisePicture(24, 16), format),
      ),
    );
    const damage = fc.record({
      file: fc.constantFrom(...files),
      cut: fc.integer({ min: 0, max: 2000 }),
      at: fc.nat(2000),
      byte: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, cut, at, byte }) => {
        const bytes = file.slice(0, file.length - cut);
        if (at < bytes.length) bytes[at] = byte;
        const given = bytes.slice();
        const outcome = await decodePicture(bytes).catch((cause: unknown) => cause);
        expect(outcome instanceof ServiceError || (outcome as { rgb: unknown }).rgb).toBeTruthy();
        expect(bytes).toEqual(given);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 5000 },
    );
  });
});

describe("sharp", () => {
  test("opens no file and no format beyond the five", async () => {
    const heif = Buffer.from("\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "latin1");
    await expect(sharp(import.meta.filename).metadata()).rejects.toThrow(
      "unsupported image format",
    );
    await expect(sharp(heif).metadata()).rejects.toThrow("unsupported image format");
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(sharp(svg).metadata()).rejects.toThrow("unsupported image format");
  });
});
