/**
 * Programs that break a promise about records, one step each. A promise whose check does not fail on its
 * mutant is not being checked.
 */
import type { Decision } from "../../src/policy/decide.ts";
import type { RecordsParts } from "../../src/keeper/records/parts.ts";
import { realParts } from "../../src/keeper/records/parts.ts";

type Mutant = Partial<RecordsParts>;

/** A reader that does not look at the deadline. */
export const ignoresDeadline: Mutant = { isPastDeadline: () => false };

/** A clock that is believed whatever it says. */
export const believesAnyClock: Mutant = { isJump: () => false };

/** A sweeper that removes the rows and leaves the keys. */
export const leavesKeys: Mutant = { destroyKeys: () => undefined, destroyDayKeys: () => 0 };

/** A sweeper that does nothing at all to the rows. */
export const leavesRows: Mutant = { removeRows: () => undefined };

/** A policy that permits everything it is asked, for as long as the clauses say. */
export const permitsAnyPurpose: Mutant = {
  decide: (use, packs): Decision =>
    realParts.decide({ ...use, purpose: "ownHistory", ageMs: 0 }, packs),
};

/** Encryption bound to nothing but the record's own id. */
export const bindsNothing: Mutant = { boundBytes: ({ id }) => Buffer.from(id) };

/** Keys that do not depend on the person, and records bound to no owner. */
export const sharesKeys: Mutant = {
  deriveKey: (_secret, salt, use) => realParts.deriveKey("everybody", salt, use),
  boundBytes: ({ id }) => Buffer.from(id),
};

/** An envelope that is none. */
export const sealsNothing: Mutant = {
  seal: (_key, plain) => Buffer.from(plain),
  unseal: (_key, sealed) => Buffer.from(sealed),
};

/** A ledger that is not told what was closed. */
export const hidesClosings: Mutant = {
  leavesOf: (leaves) => leaves.filter(({ kind }) => kind !== "retention.closed"),
};

/** A log that is never emptied. */
export const keepsLog: Mutant = { emptyLog: () => true };
