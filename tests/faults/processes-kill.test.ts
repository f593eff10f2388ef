/**
 * Kills (-9) keeper, gateway, a seer and the supervisor at random moments while documents are imported and
 * a history is written. Afterwards everything that was acknowledged is found, whole, and the ledger's
 * account is sound.
 *
 * LETHE_KILLS says how many (default 6; 20 and more for a whole run), LETHE_SEED repeats a run.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { connectKeeper } from "../../src/keeper/link/connect.ts";
import { findSocketPath } from "../../src/keeper/link/socket-path.ts";
import { isRunning, makeServerFolder, startServer, type RunningServer } from "../running-server.ts";
import { pause, randomFrom, readHistory, startWriters } from "./processes-world.ts";

const root = path.join(import.meta.dirname, "../..");
const KILLS = Number(process.env["LETHE_KILLS"] ?? 6);
const SEED = Number(process.env["LETHE_SEED"] ?? Date.now() % 1_000_000);
const victims = ["keeper", "gateway", "seer", "supervisor"] as const;

const folder = makeServerFolder();
const start = (): Promise<RunningServer> => startServer({ folder, args: ["--no-sample"] });
let server: RunningServer | undefined;
afterAll(async () => {
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Waits until the process is there again, as another one, and pages are answered. */
async function isWhole(of: RunningServer, victim: string, killed: number): Promise<void> {
  await expect
    .poll(() => of.pids().get(victim), { timeout: 20_000 })
    .not.toBeOneOf([killed, undefined]);
  const status = (): Promise<number> =>
    fetch(`${of.url}/readyz`).then(
      (response) => response.status,
      () => 0,
    );
  await expect.poll(status, { timeout: 20_000 }).toBe(200);
}

interface FoundPages {
  readonly webPages?: { readonly value: readonly { readonly url: string }[] };
}

async function urlsFor(word: string, url: string): Promise<readonly string[]> {
  const response = await fetch(`${url}/v7.0/search?q=${word}`, {
    headers: { "Ocp-Apim-Subscription-Key": "any" },
  });
  expect(response.status).toBe(200);
  const { webPages } = (await response.json()) as FoundPages;
  return webPages?.value.map((page) => page.url) ?? [];
}

describe("kills at random moments", () => {
  test(`${KILLS} kills lose nothing that was acknowledged (LETHE_SEED=${SEED})`, async () => {
    const random = randomFrom(SEED);
    let running = await start();
    server = running;
    const writers = await startWriters(running.data, SEED);
    const killed = [];
    const orphans = [];
    for (let n = 0; n < KILLS; n++) {
      // each of the four in turn, from a random one on, so that a short run kills all of them
      const victim = victims[(n + SEED) % victims.length] ?? "keeper";
      await pause(50 + random() * 700);
      const pids = running.pids();
      const pid = pids.get(victim) ?? 0;
      expect(pid).toBeGreaterThan(0);
      process.kill(pid, "SIGKILL");
      killed.push(victim);
      if (victim === "supervisor") {
        await running.gone;
        running = await start();
        server = running;
        orphans.push(...[...pids.values()].filter(isRunning));
      } else await isWhole(running, victim, pid);
    }
    await pause(300);
    await writers.stop();
    console.log(
      `LETHE_SEED=${SEED}: killed ${killed.join(", ")}; ${writers.acknowledged.words.length} documents ` +
        `and ${writers.acknowledged.history.length} history entries acknowledged, ` +
        `${writers.failures()} calls failed`,
    );

    expect(orphans).toEqual([]);
    expect(await running.stop()).toBe(0);
    running = await start();
    server = running;
    const { words, history } = writers.acknowledged;
    expect(words.length).toBeGreaterThan(0);
    expect(history.length).toBeGreaterThan(0);
    const link = await connectKeeper({ socketPath: findSocketPath(running.data) });
    expect((await link.call("documents.check", {})).result.problems).toEqual([]);
    for (const word of words) {
      expect(await urlsFor(word, running.url)).toEqual([`https://example.org/${word}`]);
    }
    const kept = await readHistory(link, writers.user);
    for (const { id, query } of history) expect(kept.get(id)).toBe(JSON.stringify({ query }));
    link.close();
    expect(await running.stop()).toBe(0);

    const audit = spawnSync(
      process.execPath,
      ["src/main/cli.ts", "audit", "verify", "--data", running.data],
      { cwd: root, encoding: "utf8", env: { ...process.env, XDG_CONFIG_HOME: `${folder}/config` } },
    );
    expect(audit.stdout + audit.stderr).toContain("every record that is left is as it was sealed");
    expect(audit.status).toBe(0);
  }, 600_000);
});
