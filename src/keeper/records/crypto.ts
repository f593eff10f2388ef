/**
 * The few cryptographic steps of the records, each in one place.
 *
 * Shapes   sealed: 12 bytes nonce, ciphertext, 16 bytes tag. Keys: 32 bytes.
 * Source   AES-256-GCM: NIST SP 800-38D. HKDF: RFC 5869. A nonce is random; a key seals at most a few
 *          thousand times, far from the bound of 2^32 of SP 800-38D, section 8.3.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from "node:crypto";
import { ServiceError } from "../../base/errors.ts";

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

/** Where randomness comes from. */
export type RandomBytes = (count: number) => Uint8Array;

/** Seals `plain` so that it opens only with the same key and the same `bound` bytes beside it. */
export function seal(
  key: Uint8Array,
  plain: Uint8Array,
  bound: Uint8Array,
  randomBytes: RandomBytes,
): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws ServiceError LEDGER_BROKEN: another key, other bound bytes, or changed since it was sealed. */
export function unseal(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Buffer {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const cipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(bound).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
    return Buffer.concat([cipher.update(body), cipher.final()]);
  } catch (cause) {
    throw new ServiceError("LEDGER_BROKEN", "a record was changed and does not open", { cause });
  }
}

/** A key made of a secret, a salt and the name of its use. */
export function deriveKey(secret: string | Uint8Array, salt: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, salt, `lethe/${use}/1`, KEY_BYTES));
}

export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

export function sha256(...parts: readonly (Uint8Array | string)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Text as bytes. */
export function utf8(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}
