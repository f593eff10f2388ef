/**
 * Reads a segment file into shared memory and checks it there, once for all threads.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { corrupt } from "../index/format.ts";
import type { GenerationSegment } from "../index/generation.ts";
import { readSegment } from "../index/reader.ts";

/**
 * The file's content in memory that all threads share.
 *
 * @throws ServiceError INDEX_CORRUPT: it is not the file that the keeper announced, or not whole.
 */
export function loadSegment(dir: string, { name, sha256 }: GenerationSegment): SharedArrayBuffer {
  const file = fs.openSync(path.join(dir, path.basename(name)), "r");
  try {
    const shared = new SharedArrayBuffer(fs.fstatSync(file).size);
    const bytes = new Uint8Array(shared);
    let filled = 0;
    while (filled < bytes.length) {
      const read = fs.readSync(file, bytes, filled, bytes.length - filled, filled);
      if (read === 0) throw corrupt(`\`${name}\` is cut short`);
      filled += read;
    }
    const sum = createHash("sha256").update(bytes).digest("hex");
    if (sum !== sha256) throw corrupt(`\`${name}\` is not what was written`);
    readSegment(shared);
    return shared;
  } finally {
    fs.closeSync(file);
  }
}
