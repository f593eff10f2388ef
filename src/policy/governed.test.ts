import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { DAY_MS, instant, later } from "../base/instant.ts";
import { govern, type Label } from "./governed.ts";
import { defaultPacks } from "./packs.ts";

const at = instant(1_795_608_000_000);
const SECRET = "albatross";
const label: Label = {
  dataTypes: ["search.response"],
  medium: "server",
  owner: "ada",
  startedAt: at,
  deadline: later(at, 20 * DAY_MS),
};
const own = { purpose: "ownHistory", action: "display", by: "ada", at } as const;
const governed = (value: unknown = SECRET, more: Partial<Label> = {}) =>
  govern(value, { ...label, ...more }, defaultPacks);

describe("Governed", () => {
  test("shows its content in no JSON, inspection, text, copy or enumeration", () => {
    const content = governed({ answer: SECRET });
    const seen = [
      JSON.stringify({ content }),
      inspect(content, { showHidden: true, depth: 9 }),
      inspect({ deep: [content] }, { depth: 9, customInspect: false, showHidden: true }),
      `${String(content)}`,
      JSON.stringify(structuredClone(content)),
      JSON.stringify({ ...content }),
      Object.entries(content).join(""),
      Reflect.ownKeys(content).map(String).join(""),
      new Error("x", { cause: content }).cause?.toString(),
    ].join("\n");
    expect(seen).not.toContain(SECRET);
    expect(seen).not.toContain("ada");
    expect(seen).toContain("[governed search.response]");
  });

  test("opens for its owner's report, and for nothing else", () => {
    expect(governed().open(own)).toBe(SECRET);
    expect(() => governed().open({ ...own, by: "bob" })).toThrow("UD-54");
    expect(() => governed().open({ ...own, purpose: "answerQuery" })).toThrow("UD-52");
    expect(() => governed().open({ ...own, action: "learn" })).toThrow("UD-20");
    expect(() => governed(SECRET, { dataTypes: [] }).open(own)).toThrow("no clause permits it");
  });

  test("does not open from its deadline on, nor after the clause's clock", () => {
    expect(governed().open({ ...own, at: later(label.deadline, -1) })).toBe(SECRET);
    expect(() => governed().open({ ...own, at: label.deadline })).toThrow("not for");
    const longer = governed(SECRET, { deadline: later(at, 99 * DAY_MS) });
    expect(() => longer.open({ ...own, at: later(at, 21 * DAY_MS) })).toThrow("UD-51");
  });

  test("hands the strictest label of its sources to what is derived", () => {
    const early = governed("b", { deadline: later(at, DAY_MS) });
    const both = governed("a").derive((a, [b]) => `${String(a)}${String(b)}`, [early]);
    expect(both.open(own)).toBe("ab");
    expect(() => both.open({ ...own, at: later(at, DAY_MS) })).toThrow("not for");
    const suggestion = governed("s", { dataTypes: ["search.suggestion"] });
    expect(() =>
      governed("a")
        .derive((a) => a, [suggestion])
        .open(own),
    ).toThrow("not for");
    expect(() => governed().derive((a) => a, [governed("b", { owner: "bob" })])).toThrow(
      "content of two persons is not mixed",
    );
  });

  test("overwrites bytes when it is wiped, and never opens again", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const content = governed(bytes);
    content.wipe();
    expect([...bytes]).toEqual([0, 0, 0]);
    expect(() => content.open(own)).toThrow("it was wiped");
    expect(() => content.derive((value) => value)).toThrow("it was wiped");
  });
});
