/**
 * Keeps, deletes and sweeps until it is killed, and says on standard output what it has done: a line
 * after each deed that has returned. Started by records-kill.test.ts.
 *
 * Arguments: the records' folder, the keys' folder, the instant to start from.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { userSecret } from "../../src/base/ids.ts";
import { HOUR_MS, instant, later } from "../../src/base/instant.ts";
import { fileEpochKey } from "../../src/keeper/records/epoch-key-file.ts";
import { openRecords } from "../../src/keeper/records/open-records.ts";
import { defaultPacks } from "../../src/policy/packs.ts";

const [dir = "", keysDir = "", start = ""] = process.argv.slice(2);
const user = userSecret("ada-lovelace-0123456789");
if (user === undefined) throw new Error("no secret");

let now = instant(Number(start));
const records = openRecords({
  dir,
  epochKey: fileEpochKey(keysDir),
  packs: defaultPacks,
  now: () => now,
  randomBytes,
  uptime: { elapsedMs: () => now, bootId: "one" },
});
const say = (line: string): void => {
  fs.writeSync(1, `${line} ${now}\n`);
};
const ada = records.for(user);
ada.setKeepingHistory(true, now);
say("on -");
for (let round = 0; ; round += 1) {
  const entry = { query: `q${round}`, market: "", response: randomBytes(4000), queriedAt: now };
  const id = ada.keepHistory(entry);
  if (id === undefined) throw new Error("nothing was kept");
  say(`kept ${id}`);
  if (round % 3 === 0) {
    say(`deleting ${id}`);
    ada.deleteHistory(id, now);
    say(`deleted ${id}`);
  }
  if (round % 4 === 0) {
    now = later(now, 5 * HOUR_MS);
    records.sweep(now);
    say("swept -");
  }
}
