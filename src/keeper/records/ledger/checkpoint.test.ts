import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSigner, readCheckpoint } from "./checkpoint.ts";

const signer = createSigner(new Uint8Array(32).fill(5));
const root = new Uint8Array(32).fill(9);

describe("createSigner", () => {
  test("writes a note that says origin, size and root, and reads back", () => {
    const note = signer.sign(42, root);
    expect(note.split("\n").slice(0, 4)).toEqual([
      "lethe-ledger",
      "42",
      "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=",
      "",
    ]);
    expect(readCheckpoint(note, signer.publicKey)?.size).toBe(42);
    expect(signer.publicKey).toMatch(/^lethe-ledger\+[0-9a-f]{8}\+A/);
  });
});

describe("readCheckpoint", () => {
  test("believes no other key and no changed note", () => {
    const note = signer.sign(7, root);
    const other = createSigner(new Uint8Array(32)).publicKey;
    expect(readCheckpoint(note, other)).toBeUndefined();
    expect(readCheckpoint(note.replace("\n7\n", "\n8\n"), signer.publicKey)).toBeUndefined();
    fc.assert(
      fc.property(fc.nat({ max: note.length - 2 }), fc.constantFrom("x", "\n", "A"), (at, put) => {
        fc.pre(note[at] !== put);
        const changed = note.slice(0, at) + put + note.slice(at + 1);
        const read = readCheckpoint(changed, signer.publicKey);
        // Base64 has spare bits at its end: a note may be spelled otherwise, never say something else.
        expect(read === undefined || read.size === 7).toBe(true);
      }),
    );
  });

  test("takes anything at all without throwing", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (note, key) => {
        expect(readCheckpoint(note, key)).toBeUndefined();
      }),
    );
  });
});
