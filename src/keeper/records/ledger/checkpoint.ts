/**
 * Signs what the ledger is at a moment, and checks such a signature.
 *
 * Shapes   note: origin, size and root, each on a line; an empty line; a line with the signature.
 * Source   C2SP tlog-checkpoint and signed-note (https://c2sp.org/signed-note), Ed25519, type 1.
 */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { sha256 } from "../crypto.ts";

/** What the notes are about, and the name of the key. */
const ORIGIN = "lethe-ledger";
const ED25519 = 1;
/** What stands before a 32-byte seed in PKCS #8, and before a public key in SPKI (RFC 8410). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");
const SIGNATURE_LINE = /^\u2014 (\S+) (\S+)$/;

/** A key that signs notes. */
export interface Signer {
  /** `name+hash+key`, as verifiers of notes want it. */
  readonly publicKey: string;
  readonly sign: (size: number, root: Uint8Array) => string;
}

/** What a note says. */
export interface Checkpoint {
  readonly size: number;
  readonly root: Uint8Array;
}

/** A signer of the key that grows from `seed`, 32 bytes. */
export function createSigner(seed: Uint8Array): Signer {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, seed]),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const raw = Buffer.concat([Uint8Array.of(ED25519), spki.subarray(SPKI_HEAD.length)]);
  const hash = keyHash(raw);
  return {
    publicKey: `${ORIGIN}+${hash.toString("hex")}+${raw.toString("base64")}`,
    sign: (size, root) => {
      const text = `${ORIGIN}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
      const signature = sign(null, Buffer.from(text), privateKey);
      return `${text}\n\u2014 ${ORIGIN} ${Buffer.concat([hash, signature]).toString("base64")}\n`;
    },
  };
}

/** What a note says, when its signature is by this key; undefined otherwise. */
export function readCheckpoint(note: string, publicKey: string): Checkpoint | undefined {
  const key = parsePublicKey(publicKey);
  const end = note.indexOf("\n\n");
  if (key === undefined || end < 0) return undefined;
  const text = note.slice(0, end + 1);
  const [, name, encoded] = SIGNATURE_LINE.exec(note.slice(end + 2).trimEnd()) ?? [];
  const blob = Buffer.from(encoded ?? "", "base64");
  if (name !== key.name || !blob.subarray(0, 4).equals(key.hash)) return undefined;
  if (!verify(null, Buffer.from(text), key.object, blob.subarray(4))) return undefined;
  const [origin, size, root] = text.split("\n");
  if (origin !== ORIGIN || !/^(0|[1-9]\d*)$/.test(size ?? "")) return undefined;
  return { size: Number(size), root: Buffer.from(root ?? "", "base64") };
}

function parsePublicKey(
  publicKey: string,
): { name: string; hash: Buffer; object: KeyObject } | undefined {
  const [, name, hex, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(publicKey) ?? [];
  const raw = Buffer.from(base64 ?? "", "base64");
  if (name === undefined || raw.length !== 33 || raw[0] !== ED25519) return undefined;
  const hash = keyHash(raw);
  if (hash.toString("hex") !== hex) return undefined;
  const spki = Buffer.concat([SPKI_HEAD, raw.subarray(1)]);
  return { name, hash, object: createPublicKey({ key: spki, format: "der", type: "spki" }) };
}

function keyHash(raw: Uint8Array): Buffer {
  return sha256(`${ORIGIN}\n`, raw).subarray(0, 4);
}
