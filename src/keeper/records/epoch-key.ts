/**
 * The keys that are never in the data folder: without them what the folder holds does not open, even
 * for somebody who has the persons' secrets.
 *
 * The epoch key wraps every day key once more and changes daily. A change is in two durable steps, so
 * that a crash in between loses nothing: both keys are known, everything is wrapped anew, the old one
 * is forgotten.
 */
import { startOfDay } from "../../policy/retention.ts";
import type { Instant } from "../../base/instant.ts";
import { KEY_BYTES, type RandomBytes } from "./crypto.ts";

/** One day's key. */
export interface EpochKey {
  readonly id: number;
  /** The start of the day it was made on. */
  readonly day: Instant;
  readonly key: Uint8Array;
}

/** Everything that is kept outside. */
export interface OutsideKeys {
  /** Under which persons' pseudonyms are made; stays. */
  readonly ownerKey: Uint8Array;
  /** The seed of the key that signs the ledger; stays. */
  readonly signingSeed: Uint8Array;
  /** One; two during a change, the new one last. */
  readonly epochs: readonly EpochKey[];
}

/** Where the outside keys are. */
export interface EpochKeySource {
  /** `ram`: gone with the process, and every record with it. `file`: see `epoch-key-file.ts`. */
  readonly profile: "file" | "ram";
  /** Undefined when there are none yet. */
  read(): OutsideKeys | undefined;
  /** Returns when they are durable, as far as the profile goes. */
  write(keys: OutsideKeys): void;
}

/** Keys in memory only. */
export function ramEpochKey(): EpochKeySource {
  let keys: OutsideKeys | undefined;
  return {
    profile: "ram",
    read: () => keys,
    write: (written) => {
      keys = written;
    },
  };
}

/** The first keys of a server. */
export function newOutsideKeys(at: Instant, randomBytes: RandomBytes): OutsideKeys {
  return {
    ownerKey: randomBytes(KEY_BYTES),
    signingSeed: randomBytes(KEY_BYTES),
    epochs: [{ id: 1, day: startOfDay(at), key: randomBytes(KEY_BYTES) }],
  };
}
