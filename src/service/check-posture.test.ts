import { describe, expect, test } from "vitest";
import { checkPosture, isLoopback, refuseWeakPosture } from "./check-posture.ts";
import type { ObservedMachine, ObservedProcess } from "./observe-processes.ts";

const machine: ObservedMachine = { platform: "linux", swaps: [] };
const closed = (name: string): ObservedProcess => ({
  name,
  maxFileBytes: 0,
  maxCoreBytes: 0,
  coreFilter: 0,
  commandLine: ["node", "--disable-sigusr1", `${name}.ts`],
  writableFiles: [],
  isOffNetwork: name.startsWith("seer"),
});
const keeper: ObservedProcess = {
  ...closed("keeper"),
  maxFileBytes: Number.POSITIVE_INFINITY,
  writableFiles: ["/data/documents.sqlite"],
};
const processes = [keeper, closed("gateway"), closed("seer 1"), closed("seer 2")];
const strict = { host: "127.0.0.1", mode: "strict" };
const warn = { host: "127.0.0.1", mode: "warn" };

const withSeer = (some: Partial<ObservedProcess>) =>
  checkPosture({
    machine,
    processes: [keeper, closed("gateway"), { ...closed("seer 1"), ...some }],
  });

describe("checkPosture", () => {
  test("is green when nothing can leave memory; the keeper may write and has a network", () => {
    const report = checkPosture({ machine, processes });
    expect(report.facts.filter(({ state }) => state !== "kept")).toEqual([]);
    expect(report.state).toBe("green");
    expect(() => refuseWeakPosture(report, strict)).not.toThrow();
  });

  test.each([
    ["coreDumps", { maxCoreBytes: 4096 }, "the seer 1 may leave its memory in a core dump"],
    ["coreDumps", { coreFilter: 0x33 }, "the seer 1 may leave its memory in a core dump"],
    ["inspector", { commandLine: ["node", "--inspect=9229", "--disable-sigusr1"] }, "is debugged"],
    ["inspector", { commandLine: ["node"] }, "can be debugged after a signal"],
    ["fileLimit", { maxFileBytes: 1 }, "the seer 1 may write to files"],
    ["openFiles", { writableFiles: ["/tmp/x"] }, "the seer 1 has /tmp/x open for writing"],
    ["network", { isOffNetwork: false }, "the seer 1 has a network"],
    ["fileLimit", { maxFileBytes: undefined }, "can't be seen"],
    ["network", { isOffNetwork: undefined }, "can't be seen"],
  ] as const)("warns of %s in one sentence: %o", (topic, some, sentence) => {
    const report = withSeer(some);
    const warnings = report.facts.filter(({ state }) => state === "warned");
    expect(report.state).toBe("amber");
    expect(warnings.map((fact) => fact.topic)).toEqual([topic]);
    expect(warnings[0]?.sentence).toContain(sentence);
  });

  test("warns of swap by name, and where it can't be seen", () => {
    const on = checkPosture({ machine: { ...machine, swaps: ["/dev/zram0"] }, processes });
    expect(on.facts[0]).toMatchObject({ topic: "swap", state: "warned" });
    expect(on.facts[0]?.sentence).toContain("/dev/zram0");
    const unseen = checkPosture({ machine: { platform: "darwin", swaps: undefined }, processes });
    expect(unseen.facts[0]?.sentence).toContain("darwin");
  });
});

describe("refuseWeakPosture", () => {
  const weak = withSeer({ maxFileBytes: 1, maxCoreBytes: 1 });

  test("lets a warning pass on loopback only, and not when strict", () => {
    expect(() => refuseWeakPosture(weak, warn)).not.toThrow();
    const refusals = [strict, { host: "0.0.0.0", mode: "warn" }, { host: "::", mode: "warn" }];
    for (const where of refusals) {
      expect(() => refuseWeakPosture(weak, where)).toThrow(
        expect.objectContaining({ reason: "POSTURE_REFUSED" }),
      );
    }
  });

  test("names everything that is wrong at once", () => {
    expect(() => refuseWeakPosture(weak, strict)).toThrow(/core dump.*write to files/);
  });
});

describe("isLoopback", () => {
  test("knows loopback by its addresses alone", () => {
    expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.org"].some(isLoopback)).toBe(false);
  });
});
