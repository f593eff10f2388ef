import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  EMPTY_ROOT,
  emptyTree,
  grow,
  inclusionProof,
  leafHash,
  rootOf,
  rootOfHashes,
  rootOfProof,
} from "./merkle.ts";

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("hex");

describe("rootOf", () => {
  test("is the known root of the known leaves", () => {
    // RFC 6962's reference vectors: the empty tree and the tree of one empty leaf
    expect(hex(EMPTY_ROOT)).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    expect(hex(rootOf(grow(emptyTree, "")))).toBe(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
  });

  test("grows to the same root as the whole tree has, at every size", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 70 }), (leaves) => {
        const tree = leaves.reduce(grow, emptyTree);
        expect(tree.size).toBe(leaves.length);
        expect(hex(rootOf(tree))).toBe(hex(rootOfHashes(leaves.map(leafHash))));
      }),
    );
  });
});

describe("inclusionProof", () => {
  test("leads from every leaf to the root, and from no other leaf", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 }),
        fc.nat(),
        (leaves, pick) => {
          const hashes = leaves.map(leafHash);
          const index = pick % leaves.length;
          const proof = inclusionProof(index, hashes);
          const root = hex(rootOfHashes(hashes));
          const lead = (leaf: Uint8Array, at = index): string =>
            hex(rootOfProof(at, leaves.length, leaf, proof));
          expect(lead(leafHash(leaves[index] ?? ""))).toBe(root);
          expect(lead(leafHash("another leaf that is not there"))).not.toBe(root);
          expect(lead(leafHash(leaves[index] ?? ""), leaves.length)).not.toBe(root);
        },
      ),
    );
  });
});
