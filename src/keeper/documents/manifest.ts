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
const UNFINISHED = ".new";
/** Raise when the manifest's shape changes; one of another format is not read, and the index made anew. */
const FORMAT = 2;

const manifest = z.strictObject({
  format: z.literal(FORMAT),
  number: z.int().min(0),
  segments: z.array(
    z.strictObject({
      name: z.string().regex(/^[\w-]+\.segment$/),
      sha256: z.string().length(64),
      documents: z.int().min(0),
      tokens: z.int().min(0),
      /** As in SegmentFacts: what the next segment's scores are measured by. */
      fieldTotals: z.array(z.number().min(0)),
      fieldDocuments: z.array(z.int().min(0)),
      from: z.int().min(0),
      to: z.int().min(0),
    }),
  ),
});

/** The segments in force, in the order of their ranges, which do not overlap. */
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

/** Puts a manifest in force. */
export function writeManifest(dir: string, next: Manifest): void {
  writeWhole(dir, MANIFEST, [Buffer.from(JSON.stringify(next))]);
}

/** Takes away the segments that are not in `kept`, and, when nobody writes, what was left unfinished. */
export function removeOthers(
  dir: string,
  kept: ReadonlySet<string>,
  { isAlone }: { readonly isAlone: boolean },
): void {
  for (const name of fs.readdirSync(dir)) {
    const isRetired = name.endsWith(ENDING) && !kept.has(name);
    if (isRetired || (isAlone && name.endsWith(UNFINISHED))) fs.rmSync(path.join(dir, name));
  }
}

/** The file name of a segment. */
export function segmentName(stem: string): string {
  return stem + ENDING;
}

/** Writes a segment's file; returns the hash of its content. */
export function writeSegmentFile(dir: string, name: string, pieces: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  writeWhole(dir, name, pieces);
  return hash.digest("hex");
}

function writeWhole(dir: string, name: string, pieces: readonly Uint8Array[]): void {
  const temporary = path.join(dir, name + UNFINISHED);
  try {
    const file = fs.openSync(temporary, "w", 0o600);
    try {
      for (const piece of pieces) writeAll(file, piece);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(temporary, path.join(dir, name));
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  const folder = fs.openSync(dir, "r");
  try {
    fs.fsyncSync(folder);
  } finally {
    fs.closeSync(folder);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += fs.writeSync(file, bytes, at);
}
