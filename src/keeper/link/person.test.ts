import { describe, expect, test } from "vitest";
import { userSecret } from "../../base/ids.ts";
import { DAY_MS, instant, later } from "../../base/instant.ts";
import { defaultPacks } from "../../policy/packs.ts";
import { decideAgain, type PersonEnvelope, personEnvelope } from "./person.ts";

const at = instant(Date.UTC(2026, 10, 25, 12));
const user = userSecret("a-secret-of-one-person");
if (user === undefined) throw new Error("the test's secret is none");
const own: PersonEnvelope = {
  user,
  label: { dataType: "search.response", medium: "server" },
  purpose: "ownHistory",
};
const keep = { dataType: "search.response", action: "retain" } as const;
const decide = (
  envelope: PersonEnvelope,
  use: Parameters<typeof decideAgain>[1] = keep,
): (() => void) => {
  return () => decideAgain(envelope, use, { packs: defaultPacks, at });
};

describe("decideAgain", () => {
  test("lets a person's own history through", () => {
    expect(decide(own)).not.toThrow();
    expect(decide({ ...own, deadline: later(at, 10 * DAY_MS) })).not.toThrow();
  });

  test.each([
    ["to answer a query from it", { ...own, purpose: "answerQuery" as const }, keep],
    ["to learn from it", { ...own, purpose: "improveService" as const }, keep],
    ["on a device", { ...own, label: { ...own.label, medium: "device" as const } }, keep],
    [
      "with another label",
      { ...own, label: { ...own.label, dataType: "ledger.leaf" as const } },
      keep,
    ],
    ["of a query 21 days old", own, { ...keep, startedAt: later(at, -21 * DAY_MS) }],
    ["with a deadline that is past", { ...own, deadline: at }, keep],
    ["with a deadline after the clause's", { ...own, deadline: later(at, 22 * DAY_MS) }, keep],
  ])("refuses a response %s", (_, envelope, use) => {
    expect(decide(envelope, use)).toThrow(expect.objectContaining({ reason: "POLICY_DENIED" }));
  });
});

describe("personEnvelope", () => {
  test("takes no other words than the policy's and no text that is no secret", () => {
    expect(personEnvelope.safeParse(own).success).toBe(true);
    expect(personEnvelope.safeParse({ ...own, user: "short" }).success).toBe(false);
    expect(personEnvelope.safeParse({ ...own, purpose: "fun" }).success).toBe(false);
    expect(personEnvelope.safeParse({ ...own, role: "admin" }).success).toBe(false);
  });
});
