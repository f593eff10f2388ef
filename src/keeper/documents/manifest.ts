/**
 * The files of the index: segments, written once, and a manifest that names those in force.
 *
 * INVARIANT (whole or absent): a file has its name only when its content is on disk; the manifest is
 * swapped by rename.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import * as z from "zod";

const MANIFEST = "manifest.json";
const ENDING = ".segment";
const FORMAT = 1;

const manifest = z.strictObject({
  format: z.literal(FORMAT),
  number: z.int().min(0),
  segments: z.array(
    z.strictObject({
      name: z.string().regex(/^[\w-]+\.segment$/),
      sha256: z.string().length(64),
      documents: z.int().min(0),
      from: z.int().min(0),
      to: z.int().min(0),
    }),
  ),
});

/** The segments in force. */
export type Manifest = z.infer<typeof manifest>;
/** One of them; it stands for the sequence numbers `from` to `to`, both included. */
export type ManifestSegment = Manifest["segments"][number];

export const EMPTY_MANIFEST: Manifest = { format: FORMAT, number: 0, segments: [] };

/** The manifest of a folder; undefined when there is none that can be read: the index is made anew. */
export function readManifest(dir: string): Manifest | undefined {
  const file = path.join(dir, MANIFEST);
  if (!fs.existsSync(file)) return undefined;
  try {
    return manifest.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    // derived data: whatever is wrong with it, the documents make it anew
    return undefined;
  }
}

/** Puts a manifest in force and takes away the segments that it does not name, but for `kept`. */
export function writeManifest(dir: string, next: Manifest, kept: ReadonlySet<string>): void {
  writeWhole(dir, MANIFEST, [Buffer.from(JSON.stringify(next))]);
  const named = new Set(next.segments.map(({ name }) => name));
  for (const name of fs.readdirSync(dir)) {
    if (name.endsWith(ENDING) && !named.has(name) && !kept.has(name))
      fs.rmSync(path.join(dir, name));
  }
}

/** Writes a segment's file; its name and the hash of its content. */
export function writeSegmentFile(
  dir: string,
  stem: string,
  pieces: readonly Uint8Array[],
): { readonly name: string; readonly sha256: string } {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  const name = stem + ENDING;
  writeWhole(dir, name, pieces);
  return { name, sha256: hash.digest("hex") };
}

function writeWhole(dir: string, name: string, pieces: readonly Uint8Array[]): void {
  const temporary = path.join(dir, `${name}.new`);
  const file = fs.openSync(temporary, "w", 0o600);
  try {
    for (const piece of pieces) writeAll(file, piece);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(temporary, path.join(dir, name));
  const folder = fs.openSync(dir, "r");
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += fs.writeSync(file, bytes, at);
}
