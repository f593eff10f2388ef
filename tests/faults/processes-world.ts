/**
 * Two writers against a running server, who remember what was acknowledged, and somebody who kills its
 * processes meanwhile.
 */
import { createHash } from "node:crypto";
import { recordId, userSecret, type RecordId, type UserSecret } from "../../src/base/ids.ts";
import { instant } from "../../src/base/instant.ts";
import { connectKeeper, type KeeperLink } from "../../src/keeper/link/connect.ts";
import { createRemoteHistory } from "../../src/keeper/link/history.ts";
import { findSocketPath } from "../../src/keeper/link/socket-path.ts";

/** What the server said it has. */
export interface Acknowledged {
  /** Words, each of which is in one document alone. */
  readonly words: string[];
  readonly history: { readonly id: RecordId; readonly query: string }[];
}

/** Writers at work. */
export interface Writers {
  readonly acknowledged: Acknowledged;
  readonly user: UserSecret;
  /** Calls that failed because the keeper was gone. */
  readonly failures: () => number;
  stop(): Promise<void>;
}

const BATCH = 5;

function newUser(seed: number): UserSecret {
  const user = userSecret(`person-of-the-kill-test-${seed}`);
  if (user === undefined) throw new Error("the test's secret is none");
  return user;
}

/** A word that stands in no other document: letters only, so that no analysis takes it apart. */
export function uniqueWord(seed: number, n: number): string {
  const digest = createHash("sha256").update(`${seed}/${n}`).digest();
  return `zq${[...digest.subarray(0, 12)].map((byte) => "bdfghjklmnprstvw"[byte & 15]).join("")}`;
}

/** Starts writing, through one link that comes back by itself, until it is told to stop. */
export async function startWriters(data: string, seed: number): Promise<Writers> {
  const link = await connectKeeper({ socketPath: () => findSocketPath(data) });
  const acknowledged: Acknowledged = { words: [], history: [] };
  const user = newUser(seed);
  const history = createRemoteHistory(link);
  await history.setKeeping(user, true, instant(Date.now()));
  const stopped = new AbortController();
  let failures = 0;
  let next = acknowledged.words.length;

  async function repeat(work: () => Promise<void>): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await work();
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (!isUnavailable(error)) throw error;
        failures += 1;
      }
    }
  }

  async function importBatch(): Promise<void> {
    const words = Array.from({ length: BATCH }, () => uniqueWord(seed, next++));
    await link.call("documents.put", { documents: words.map(documentOf) });
    acknowledged.words.push(...words);
    await pause(20);
  }

  async function keepOne(): Promise<void> {
    const query = `query ${acknowledged.history.length}`;
    const response = new TextEncoder().encode(JSON.stringify({ query }));
    const entry = { query, market: "en-US", response, queriedAt: instant(Date.now()) };
    const id = await history.keep(user, entry);
    if (id === undefined) throw new Error("keeping was turned on, and nothing was kept");
    acknowledged.history.push({ id: recordId(id), query });
    await pause(10);
  }

  const work = Promise.all([repeat(importBatch), repeat(keepOne)]);
  return {
    acknowledged,
    user,
    failures: () => failures,
    stop: async () => {
      stopped.abort();
      await work;
      link.close();
    },
  };
}

function documentOf(word: string): object {
  return {
    kind: "webPage",
    url: `https://example.org/${word}`,
    title: `About ${word}`,
    text: `The word ${word} is in this page alone.`,
    language: "en",
  };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && "reason" in error && error.reason === "KEEPER_UNAVAILABLE";
}

/** Everything a person's history holds, with its responses opened. */
export async function readHistory(
  link: KeeperLink,
  user: UserSecret,
): Promise<ReadonlyMap<RecordId, string>> {
  const history = createRemoteHistory(link);
  const now = instant(Date.now());
  const found = new Map<RecordId, string>();
  for (const { id } of await history.list(user, now)) {
    const { response } = await history.open(user, id, now);
    found.set(id, new TextDecoder().decode(response));
  }
  return found;
}

/** Numbers from 0 to 1, the same for the same seed (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Waits. */
export function pause(forMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, forMs);
  });
}
