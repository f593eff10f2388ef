/**
 * Reads the files of a models folder, each against its row in that folder's MANIFEST.json.
 *
 * Keeps out of what is in a file: a network or a vocabulary is its reader's business. The bytes that
 * were hashed are the bytes handed on, so that a file cannot change between the check and its use.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ServiceError } from "../base/errors.ts";

/** What the manifest says of one file, as far as loading needs it. */
export interface WeightRow {
  readonly file: string;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
}

/** The checked files of one models folder. */
export interface Weights {
  /**
   * The whole file.
   *
   * @throws ServiceError MODEL_MISMATCH: the file is not in the manifest, is missing, or is another
   * file than the manifest's; the message names it.
   */
  read(file: string): Promise<Uint8Array>;
}

/** Nothing is read before the first file is asked for; the manifest is then kept. */
export function openWeights(modelsDir: string): Weights {
  let rows: Promise<readonly WeightRow[]> | undefined;
  return {
    async read(file) {
      rows ??= readManifest(modelsDir).catch((cause: unknown) => {
        rows = undefined;
        throw cause;
      });
      const row = (await rows).find((candidate) => candidate.file === file);
      if (row === undefined) {
        throw new ServiceError("MODEL_MISMATCH", `\`${file}\` is not in the models' manifest`);
      }
      return await readChecked(modelsDir, row);
    },
  };
}

async function readManifest(modelsDir: string): Promise<readonly WeightRow[]> {
  const bytes = await readModelFile(modelsDir, "MANIFEST.json");
  return parseManifest(new TextDecoder().decode(bytes));
}

/**
 * The rows of a manifest's text, in its order.
 *
 * @throws ServiceError MODEL_MISMATCH: the text is no manifest.
 */
export function parseManifest(text: string): readonly WeightRow[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw new ServiceError("MODEL_MISMATCH", "the models' manifest is not JSON", { cause });
  }
  if (typeof manifest === "object" && manifest !== null && "models" in manifest) {
    const { models } = manifest;
    if (Array.isArray(models) && models.every(isWeightRow)) return models;
  }
  throw new ServiceError("MODEL_MISMATCH", "the models' manifest has no list of files with hashes");
}

/** A file name, never a path: the manifest cannot point out of its folder. */
const FILE_NAME = /^[a-z0-9][\w.-]*$/i;

function isWeightRow(row: unknown): row is WeightRow {
  if (typeof row !== "object" || row === null || !("file" in row) || !("sha256" in row)) {
    return false;
  }
  const { file, sha256 } = row;
  if (typeof file !== "string" || typeof sha256 !== "string") return false;
  return FILE_NAME.test(file) && /^[0-9a-f]{64}$/.test(sha256);
}

async function readChecked(modelsDir: string, row: WeightRow): Promise<Uint8Array> {
  const bytes = await readModelFile(modelsDir, row.file);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== row.sha256) {
    throw new ServiceError(
      "MODEL_MISMATCH",
      `\`${row.file}\` is not the file that the models' manifest names`,
      { cause: `SHA-256 ${found}, expected ${row.sha256}` },
    );
  }
  return bytes;
}

async function readModelFile(modelsDir: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(path.join(modelsDir, file));
  } catch (cause) {
    throw new ServiceError("MODEL_MISMATCH", `the model file \`${file}\` cannot be read`, {
      cause,
    });
  }
}
