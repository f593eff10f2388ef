import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pictureFormat } from "./format.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

describe("pictureFormat", () => {
  test.each([
    ["jpeg", "\xff\xd8\xff\xe0\0\x10JFIF"],
    ["png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
    ["gif", "GIF87a\x01\0"],
    ["gif", "GIF89a\x01\0"],
    ["webp", "RIFF\x24\0\0\0WEBPVP8 "],
    ["tiff", "II*\0\x08\0\0\0"],
    ["tiff", "MM\0*\0\0\0\x08"],
  ])("knows %s by its first bytes", (format, start) => {
    expect(pictureFormat(latin1(start))).toBe(format);
  });

  test.each([
    ["text", "hello, I am a text file"],
    ["PDF", "%PDF-1.7"],
    ["SVG", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["AVIF", "\0\0\0\x1cftypavif"],
    ["a RIFF sound", "RIFF\x24\0\0\0WAVEfmt "],
    ["half a signature", "\x89PNG"],
    ["nothing", ""],
  ])("does not name %s", (_, start) => {
    expect(pictureFormat(latin1(start))).toBeUndefined();
  });

  test("takes any bytes and never looks past the first twelve", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(pictureFormat(bytes)).toBe(pictureFormat(bytes.subarray(0, 12)));
      }),
    );
  });
});
