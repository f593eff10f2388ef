/**
 * Tells a picture file's format by its first bytes, never by a name.
 *
 * Pure. Only formats that the decoder is allowed to open are named; everything else (text, PDF, SVG,
 * archives, formats the original API does not list) is undefined.
 * Source   the signature sections of ITU T.81 B.1.1, PNG 5.2, GIF89a 17, RFC 9649 2.4, TIFF 6.0 section 2
 *          (and BigTIFF's version 43).
 */

/** A format that is decoded. */
export type PictureFormat = "jpeg" | "png" | "gif" | "webp" | "tiff";

/** Bytes at an offset that a format starts with. */
interface Signature {
  readonly format: PictureFormat;
  readonly parts: readonly (readonly [offset: number, text: string])[];
}

/** In Latin-1, so that each character is one byte. */
const SIGNATURES: readonly Signature[] = [
  { format: "jpeg", parts: [[0, "\xff\xd8\xff"]] },
  { format: "png", parts: [[0, "\x89PNG\r\n\x1a\n"]] },
  { format: "gif", parts: [[0, "GIF87a"]] },
  { format: "gif", parts: [[0, "GIF89a"]] },
  {
    format: "webp",
    parts: [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  },
  { format: "tiff", parts: [[0, "II\x2a\0"]] },
  { format: "tiff", parts: [[0, "MM\0\x2a"]] },
  { format: "tiff", parts: [[0, "II\x2b\0"]] },
  { format: "tiff", parts: [[0, "MM\0\x2b"]] },
];

/** The format, or undefined when the bytes are no picture that we open. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  return SIGNATURES.find((signature) =>
    signature.parts.every(([offset, text]) => startsAt(bytes, offset, text)),
  )?.format;
}

function startsAt(bytes: Uint8Array, offset: number, text: string): boolean {
  for (let n = 0; n < text.length; n++) {
    if (bytes[offset + n] !== text.charCodeAt(n)) return false;
  }
  return true;
}
