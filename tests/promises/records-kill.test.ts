/**
 * Kills the process that keeps records, at moments nobody chose, in the middle of keeping, deleting,
 * sweeping and changing keys: nothing acknowledged is lost, nothing deleted comes back, the ledger holds.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { recordId } from "../../src/base/ids.ts";
import { instant, type Instant } from "../../src/base/instant.ts";
import { fileEpochKey } from "../../src/keeper/records/epoch-key-file.ts";
import { verifyLedger } from "../../src/keeper/records/ledger/verify.ts";
import { openRecords } from "../../src/keeper/records/open-records.ts";
import { defaultPacks } from "../../src/policy/packs.ts";
import { ADA, refusal, START } from "./records-world.ts";

const KILLS = 5;
const CHILD = path.join(import.meta.dirname, "records-kill-child.ts");
const FIRST_DEED_MS = 30_000;

/** What the child said it had done. */
interface Acknowledged {
  readonly kept: ReadonlySet<string>;
  /** Begun: may be there or not. */
  readonly doubtful: ReadonlySet<string>;
  readonly deleted: ReadonlySet<string>;
  readonly last: Instant;
}

/** Runs the child until `lifeMs` after its first deed, then kills it. */
async function liveAndDie(dir: string, keysDir: string, from: Instant, lifeMs: number) {
  const child = spawn(process.execPath, [CHILD, dir, keysDir, String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  const tooLate = setTimeout(() => child.kill("SIGKILL"), FIRST_DEED_MS);
  child.stdout.on("data", (chunk: Buffer) => {
    if (said === "") setTimeout(() => child.kill("SIGKILL"), lifeMs);
    said += chunk.toString();
  });
  await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(tooLate);
  return said;
}

function read(said: string, from: Instant): Acknowledged {
  const lines = said.split("\n").filter((line) => /^\w+ \S+ \d+$/.test(line));
  const ids = (deed: string): Set<string> =>
    new Set(
      lines.filter((line) => line.startsWith(`${deed} `)).map((line) => line.split(" ")[1] ?? ""),
    );
  const last = lines.at(-1)?.split(" ")[2];
  return {
    kept: ids("kept"),
    doubtful: ids("deleting"),
    deleted: ids("deleted"),
    last: last === undefined ? from : instant(Number(last)),
  };
}

describe("openRecords", () => {
  test("finds everything acknowledged and nothing deleted after kills in the middle of work", async () => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-kill-"));
    const dir = path.join(root, "records");
    const keysDir = path.join(root, "keys");
    let now = START;
    let checked = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const said = await liveAndDie(dir, keysDir, now, 40 + kill * 53);
      const { kept, doubtful, deleted, last } = read(said, now);
      expect(kept.size).toBeGreaterThan(0);
      now = last;
      expect(verifyLedger(dir).findings).toEqual([]);
      const records = openRecords({
        dir,
        epochKey: fileEpochKey(keysDir),
        packs: defaultPacks,
        now: () => now,
        randomBytes,
        uptime: { elapsedMs: () => now, bootId: "one" },
      });
      const open = (id: string): string =>
        refusal(() => records.for(ADA).openHistory(recordId(id), now, "ownHistory"));
      const left = [...kept].filter((id) => !doubtful.has(id));
      const lost = left.filter((id) => !["none", "RECORD_EXPIRED"].includes(open(id)));
      expect(lost).toEqual([]);
      expect([...deleted].filter((id) => open(id) !== "NOT_FOUND")).toEqual([]);
      checked += left.length;
      records.close();
      expect(verifyLedger(dir).findings).toEqual([]);
    }
    expect(checked).toBeGreaterThan(KILLS);
    fs.rmSync(root, { recursive: true });
  });
});
