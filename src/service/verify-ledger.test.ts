import { describe, expect, test } from "vitest";
import { instant } from "../base/instant.ts";
import type { VerifyReport } from "../keeper/records/port.ts";
import { createVerifyLedger } from "./verify-ledger.ts";

const sound: VerifyReport = {
  isSound: true,
  findings: [],
  leaves: 9,
  opened: 3,
  closed: 1,
  records: 2,
  awaitingStart: 0,
  root: "r",
  publicKey: "k",
  policies: [],
  aliveUntil: instant(0),
};

describe("createVerifyLedger", () => {
  test("says what was found in sentences, and how many there are beyond twenty", () => {
    const findings = Array.from({ length: 25 }, (_, n) => {
      return { kind: "row", sentence: `record ${n} was changed` } as const;
    });
    const report = { ...sound, isSound: false, findings, awaitingStart: 1 };
    const { isSound, sentences } = createVerifyLedger({ verify: () => report })("dir");
    expect(isSound).toBe(false);
    expect(sentences[0]).toBe("Broken: record 0 was changed.");
    expect(sentences[20]).toBe("And 5 more findings.");
    expect(sentences.at(-1)).toBe("The records do not keep their promises: 25 findings.");
    expect(sentences.join(" ")).toContain("1 of them are due now");
  });

  test("says what a sound ledger shows", () => {
    const { isSound, sentences } = createVerifyLedger({ verify: () => sound })("dir");
    expect(isSound).toBe(true);
    expect(sentences[0]).toBe(
      "The ledger has 9 leaves. Records opened: 3; closed: 1; kept now: 2.",
    );
    expect(sentences.join("\n")).toContain("1970-01-01T00:00:00.000Z");
  });
});
