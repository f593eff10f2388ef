/**
 * The Merkle tree of the ledger: hashes of leaves, a root that grows, proofs.
 *
 * Pure. A growing tree needs only the roots of its full subtrees, at most one per power of two.
 *
 * Source   RFC 6962, section 2.1 (hashes), 2.1.1 (audit paths).
 */
import { sha256 } from "../crypto.ts";

/** The root of no leaves. */
export const EMPTY_ROOT: Uint8Array = sha256();

/** A tree that can grow: its size and the roots of its full subtrees, largest first. */
export interface GrowingTree {
  readonly size: number;
  readonly roots: readonly Uint8Array[];
}

export const emptyTree: GrowingTree = { size: 0, roots: [] };

/** The hash of a leaf's text. */
export function leafHash(leaf: string): Uint8Array {
  return sha256(Uint8Array.of(0), leaf);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(Uint8Array.of(1), left, right);
}

/** The tree with one more leaf. */
export function grow({ size, roots }: GrowingTree, leaf: string): GrowingTree {
  const grown = [...roots, leafHash(leaf)];
  // As many full subtrees of equal size meet as the old size has ones at its end.
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const right = grown.pop();
    const left = grown.pop();
    if (left !== undefined && right !== undefined) grown.push(nodeHash(left, right));
  }
  return { size: size + 1, roots: grown };
}

/** The root over all leaves. */
export function rootOf({ roots }: GrowingTree): Uint8Array {
  return roots.length === 0
    ? EMPTY_ROOT
    : roots.reduceRight((right, left) => nodeHash(left, right));
}

/** The root over these leaf hashes. */
export function rootOfHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return EMPTY_ROOT;
  if (hashes.length === 1) return first;
  const split = splitOf(hashes.length);
  return nodeHash(rootOfHashes(hashes.slice(0, split)), rootOfHashes(hashes.slice(split)));
}

/** The hashes beside the way from leaf `index` up to the root, lowest first. `index` is below the length. */
export function inclusionProof(index: number, hashes: readonly Uint8Array[]): Uint8Array[] {
  if (hashes.length <= 1) return [];
  const split = splitOf(hashes.length);
  return index < split
    ? [...inclusionProof(index, hashes.slice(0, split)), rootOfHashes(hashes.slice(split))]
    : [...inclusionProof(index - split, hashes.slice(split)), rootOfHashes(hashes.slice(0, split))];
}

/** The root that a proof leads to; the leaf is in the tree when it is the tree's root. */
export function rootOfProof(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  if (size <= 1) return proof.length === 0 && index === 0 ? leaf : undefined;
  const beside = proof.at(-1);
  if (beside === undefined || index >= size) return undefined;
  const split = splitOf(size);
  const below = proof.slice(0, -1);
  if (index < split) {
    const left = rootOfProof(index, split, leaf, below);
    return left === undefined ? undefined : nodeHash(left, beside);
  }
  const right = rootOfProof(index - split, size - split, leaf, below);
  return right === undefined ? undefined : nodeHash(beside, right);
}

/** The largest power of two below `size`, which is at least two. */
function splitOf(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}
