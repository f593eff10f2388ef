/**
 * What the ledger's leaves say: that something was opened, closed, swept, refused, and when; nothing of
 * what it was or whose.
 *
 * A record is named by its subject: a code of its row under a salt that is destroyed with its key. After
 * that nobody can tell which row a subject was.
 *
 * Units    times are whole minutes, `2026-11-25T06:44Z`, rounded down.
 */
import { MINUTE_MS, instant, toRfc3339, type Instant } from "../../../base/instant.ts";
import { canonicalJson } from "../../../policy/canonical-json.ts";

/** A minute, as leaves print it. */
export type Minute = string;

/** Why a record was closed. */
export type ClosingCause = "deadline" | "person" | "superseded" | "keyLost";

/** Why a reading was refused. */
export type RefusalCause = "expired" | "purpose" | "clock" | "damaged";

export type Leaf =
  | { readonly kind: "ledger.key"; readonly at: Minute; readonly publicKey: string }
  | { readonly kind: "policy.loaded"; readonly at: Minute; readonly policy: string }
  /** `aliveUntil`: the last sign of life before. */
  | {
      readonly kind: "boot";
      readonly at: Minute;
      readonly aliveUntil?: Minute;
      readonly epochKey: string;
    }
  | {
      readonly kind: "retention.opened";
      readonly at: Minute;
      readonly subject: string;
      readonly clause: string;
      readonly policy: string;
      readonly deadline: Minute;
    }
  | {
      readonly kind: "retention.closed";
      readonly at: Minute;
      readonly subject: string;
      readonly cause: ClosingCause;
      /** Whole minutes after the deadline; 0 before it. */
      readonly lateMinutes: number;
    }
  | {
      readonly kind: "key.destroyed";
      readonly at: Minute;
      readonly of: "records" | "days" | "epoch";
      readonly count: number;
    }
  | { readonly kind: "sweep"; readonly at: Minute; readonly closed: number }
  | {
      readonly kind: "refused";
      readonly at: Minute;
      readonly cause: RefusalCause;
      readonly count: number;
    }
  | { readonly kind: "clock.jumped"; readonly at: Minute; readonly aheadMinutes: number }
  /** The clock came back to where it was believed to be. */
  | { readonly kind: "clock.settled"; readonly at: Minute }
  | { readonly kind: "clock.accepted"; readonly at: Minute; readonly aheadMinutes: number };

/** The minute of an instant. */
export function minuteOf(at: Instant): Minute {
  return `${toRfc3339(instant(Math.floor(at / MINUTE_MS) * MINUTE_MS)).slice(0, 16)}Z`;
}

/** The instant a minute starts at; NaN when the text is none. */
export function startOfMinute(minute: Minute): Instant {
  return instant(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(minute) ? Date.parse(minute) : Number.NaN);
}

/** The leaf's text, which the tree is made of. */
export function leafText(leaf: Leaf): string {
  return canonicalJson(leaf);
}

const kinds: readonly Leaf["kind"][] = [
  "ledger.key",
  "policy.loaded",
  "boot",
  "retention.opened",
  "retention.closed",
  "key.destroyed",
  "sweep",
  "refused",
  "clock.jumped",
  "clock.settled",
  "clock.accepted",
];

/** A leaf from its text; undefined when the text is no leaf of ours in its canonical form. */
export function parseLeaf(text: string): Leaf | undefined {
  try {
    const leaf = JSON.parse(text) as Leaf;
    const isOurs =
      kinds.includes(leaf.kind) &&
      Number.isFinite(startOfMinute(leaf.at)) &&
      canonicalJson(leaf) === text;
    return isOurs ? leaf : undefined;
  } catch {
    return undefined; // not JSON: the caller reports the leaf by its number
  }
}
