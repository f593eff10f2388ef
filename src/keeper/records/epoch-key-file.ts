/**
 * Keeps the outside keys in one file that only its owner can read, outside the data folder and outside
 * every backup of it.
 *
 * A new version is written beside the old one, synced and renamed over it; the old bytes are overwritten
 * first through the same inode, as well as a file system allows. What a disk keeps in spare blocks is
 * out of reach: docs/sources/lethe-1.md says so.
 */
import fs from "node:fs";
import path from "node:path";
import { ServiceError } from "../../base/errors.ts";
import { instant } from "../../base/instant.ts";
import { KEY_BYTES } from "./crypto.ts";
import type { EpochKeySource, OutsideKeys } from "./epoch-key.ts";

const FILE_NAME = "records.keys.json";
const FORMAT = 1;

/**
 * Keys in `dir`, which is made (0700) when it is missing.
 *
 * @throws ServiceError FILE_UNREADABLE: from `read`: others can read the file, or it is no such file.
 */
export function fileEpochKey(dir: string): EpochKeySource {
  const file = path.join(dir, FILE_NAME);
  return {
    profile: "file",
    read: () => {
      if (!fs.existsSync(file)) return undefined;
      const keys = readKeys(file);
      // what a crash in the middle of a change left behind
      shred(oldOf(file));
      shred(nextOf(file));
      return keys;
    },
    write: (keys) => {
      fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
      replace(file, `${JSON.stringify(toStored(keys))}\n`);
    },
  };
}

function replace(file: string, text: string): void {
  const next = nextOf(file);
  const old = oldOf(file);
  shred(next);
  shred(old);
  writeSynced(next, text, "wx");
  if (fs.existsSync(file)) fs.linkSync(file, old);
  fs.renameSync(next, file);
  syncFolder(path.dirname(file));
  shred(old);
}

const nextOf = (file: string): string => `${file}.next`;
/** A second name of the old bytes, so that they can be overwritten after they are replaced. */
const oldOf = (file: string): string => `${file}.old`;

/** Overwrites a file of keys and removes it; nothing happens when there is none. */
function shred(file: string): void {
  if (!fs.existsSync(file)) return;
  // After a crash before the rename, this name and the true file are the same bytes.
  if (fs.statSync(file).nlink === 1) writeSynced(file, "0".repeat(fs.statSync(file).size), "r+");
  fs.rmSync(file);
}

function writeSynced(file: string, text: string, flags: string): void {
  const handle = fs.openSync(file, flags, 0o600);
  try {
    fs.writeSync(handle, text, 0);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function syncFolder(dir: string): void {
  const handle = fs.openSync(dir, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function readKeys(file: string): OutsideKeys {
  const mode = fs.statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw unreadable(file, `others may read it (mode ${mode.toString(8)}): run chmod 600`);
  }
  try {
    return fromStored(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch (cause) {
    throw unreadable(file, "it does not hold the keys of the records", cause);
  }
}

function toStored({ ownerKey, signingSeed, epochs }: OutsideKeys) {
  return {
    format: FORMAT,
    ownerKey: toHex(ownerKey),
    signingSeed: toHex(signingSeed),
    epochs: epochs.map(({ id, day, key }) => ({ id, day, key: toHex(key) })),
  };
}

function fromStored(stored: unknown): OutsideKeys {
  const keys = stored as ReturnType<typeof toStored>;
  if (keys.format !== FORMAT || keys.epochs.length === 0) throw new TypeError("another format");
  return {
    ownerKey: fromHex(keys.ownerKey),
    signingSeed: fromHex(keys.signingSeed),
    epochs: keys.epochs.map(({ id, day, key }) => {
      if (!Number.isSafeInteger(id) || !Number.isSafeInteger(day)) throw new TypeError("no number");
      return { id, day: instant(day), key: fromHex(key) };
    }),
  };
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function fromHex(text: string): Uint8Array {
  const bytes = Buffer.from(text, "hex");
  if (bytes.length !== KEY_BYTES) throw new TypeError("a key of another length");
  return bytes;
}

function unreadable(file: string, why: string, cause?: unknown): ServiceError {
  return new ServiceError("FILE_UNREADABLE", `the key file \`${file}\` cannot be used: ${why}`, {
    cause,
  });
}
