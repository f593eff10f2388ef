import { describe, expect, test } from "vitest";
import { createAuditCommand } from "./audit.ts";

/** Runs the command over a server that is as `state` says. */
async function run(
  args: readonly string[],
  state: { isSound?: boolean; isTrusted?: boolean } = {},
) {
  const { isSound = true, isTrusted = true } = state;
  const said: string[] = [];
  const asked: unknown[] = [];
  const { run: audit } = createAuditCommand({
    verifyLedger: async (data, key) => {
      asked.push(["verify", data, key]);
      return { isSound, sentences: ["a sentence"] };
    },
    readClock: async (data) => {
      asked.push(["clock", data]);
      return { isTrusted };
    },
    acceptClock: async (data) => {
      asked.push(["accept", data]);
    },
    say: (line) => said.push(line),
  });
  return { code: await audit(args), said, asked };
}

describe("createAuditCommand", () => {
  test("verifies, and exits with 1 when something is broken", async () => {
    expect(await run(["verify"])).toEqual({
      code: 0,
      said: ["a sentence"],
      asked: [["verify", undefined, undefined]],
    });
    const broken = await run(["verify", "--data", "d", "--key=k+1+2"], { isSound: false });
    expect(broken).toMatchObject({ code: 1, asked: [["verify", "d", "k+1+2"]] });
  });

  test("says whether the clock is believed, and accepts it only when told to", async () => {
    expect(await run(["clock"])).toMatchObject({ code: 0, asked: [["clock", undefined]] });
    expect(await run(["clock"], { isTrusted: false })).toMatchObject({ code: 1 });
    const accepted = await run(["clock", "--accept", "--data=d"]);
    expect(accepted).toMatchObject({ code: 0, asked: [["accept", "d"]] });
  });

  test.each([
    [[]],
    [["page"]],
    [["verify", "--accept"]],
    [["clock", "--data"]],
    [["clock", "now"]],
  ])("exits with 2 and says how it is called on %j", async (args) => {
    const { code, said, asked } = await run(args);
    expect([code, asked]).toEqual([2, []]);
    expect(said.join("\n")).toContain("Usage: ./lethe audit verify");
  });

  test("explains itself", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, asked: [] });
  });
});
