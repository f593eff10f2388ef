/**
 * Measures what remembering costs: a decision, sealing, opening, a ledger leaf, and the deeds as a whole.
 *
 * What: medians and 95th percentiles in microseconds, one thread, a response of 18 kB (ten results).
 * Watch: `keep` and `delete` wait for the disk (FULL sync), so they measure the disk as much as us; a
 * search does not wait for `keep`. The first rounds are not counted.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { userSecret } from "../src/base/ids.ts";
import { instant, MINUTE_MS } from "../src/base/instant.ts";
import { seal, unseal } from "../src/keeper/records/crypto.ts";
import { ramEpochKey } from "../src/keeper/records/epoch-key.ts";
import { createSigner } from "../src/keeper/records/ledger/checkpoint.ts";
import { emptyTree, grow, rootOf, type GrowingTree } from "../src/keeper/records/ledger/merkle.ts";
import { openRecords } from "../src/keeper/records/open-records.ts";
import { decide } from "../src/policy/decide.ts";
import { defaultPacks } from "../src/policy/packs.ts";

const RESPONSE_BYTES = 18_000;
const WARM_UP = 50;
const DISK_ROUNDS = 400;
const PURE_ROUNDS = 5000;

/** Times `deed` alone, round by round, and prints a row. */
function measure(name: string, rounds: number, deed: (round: number) => unknown): void {
  const times: number[] = [];
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    const start = process.hrtime.bigint();
    deed(round);
    if (round >= WARM_UP) times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * rounds)] ?? 0).toFixed(1);
  console.log(`${name.padEnd(44)}${at(0.5).padStart(10)}${at(0.95).padStart(10)}`);
}

/** Prints the table. */
export async function bench(_args: readonly string[]): Promise<void> {
  console.log(`${"µs".padEnd(44)}${"p50".padStart(10)}${"p95".padStart(10)}`);
  benchPure();
  benchRecords();
}

function benchPure(): void {
  const use = {
    dataType: "search.response",
    action: "retain",
    medium: "server",
    purpose: "ownHistory",
    owner: "self",
    ageMs: 0,
  } as const;
  measure("decision (92 clauses)", PURE_ROUNDS, () => decide(use, defaultPacks));
  const key = randomBytes(32);
  const bound = randomBytes(300);
  const response = randomBytes(RESPONSE_BYTES);
  const sealed = seal(key, response, bound, randomBytes);
  measure("seal 18 kB", PURE_ROUNDS, () => seal(key, response, bound, randomBytes));
  measure("open 18 kB", PURE_ROUNDS, () => unseal(key, sealed, bound));
  let tree: GrowingTree = emptyTree;
  const signer = createSigner(randomBytes(32));
  measure("leaf: grow the tree", PURE_ROUNDS, (round) => {
    tree = grow(tree, `{"at":"2026-11-25T06:44Z","kind":"sweep","closed":${round}}`);
  });
  measure("checkpoint: root and signature", PURE_ROUNDS / 5, () =>
    signer.sign(tree.size, rootOf(tree)),
  );
}

function benchRecords(): void {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-bench-"));
  const user = userSecret(randomBytes(16).toString("hex"));
  if (user === undefined) throw new Error("no secret");
  let at = instant(Date.UTC(2026, 10, 25, 0, 1));
  const records = openRecords({
    dir,
    epochKey: ramEpochKey(),
    packs: defaultPacks,
    now: () => at,
    randomBytes,
    uptime: { elapsedMs: () => at, bootId: "bench" },
  });
  try {
    const own = records.for(user);
    own.setKeepingHistory(true, at);
    const response = randomBytes(RESPONSE_BYTES);
    const ids = measureKeeping(own, response, () => {
      at = instant(at + MINUTE_MS / 10);
      return at;
    });
    measure("isKeeping", DISK_ROUNDS, () => own.isKeepingHistory());
    measure("open one record", DISK_ROUNDS, (round) => {
      const id = ids[round % ids.length];
      if (id !== undefined) own.openHistory(id, at, "ownHistory");
    });
    measure(`list ${ids.length} records`, 40, () => own.listHistory(at));
    measure("sweep with nothing due", DISK_ROUNDS, () => records.sweep(at));
    const doomed = [...ids];
    measure("delete one record (on disk)", DISK_ROUNDS - WARM_UP, () => {
      const id = doomed.pop();
      if (id !== undefined) own.deleteHistory(id, at);
    });
  } finally {
    records.close();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function measureKeeping(
  own: ReturnType<ReturnType<typeof openRecords>["for"]>,
  response: Uint8Array,
  tick: () => ReturnType<typeof instant>,
) {
  const ids: NonNullable<ReturnType<typeof own.keepHistory>>[] = [];
  measure("keep: seal, row, key, leaf, signature (on disk)", DISK_ROUNDS, (round) => {
    const entry = { query: `query ${round}`, market: "en-US", response, queriedAt: tick() };
    const id = own.keepHistory(entry);
    if (id !== undefined) ids.push(id);
  });
  return ids;
}
