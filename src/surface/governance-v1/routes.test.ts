import type { IncomingHttpHeaders } from "node:http";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import type { Call } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import { LOCAL_APPLICATION, recordId, userSecret, type UserSecret } from "../../base/ids.ts";
import { DAY_MS, instant, later } from "../../base/instant.ts";
import { defaultPacks } from "../../policy/packs.ts";
import { createForgetHistory } from "../../service/forget-history.ts";
import { createKeepHistory, type HistoryKeeper } from "../../service/keep-history.ts";
import { createListHistory } from "../../service/list-history.ts";
import { createListPromises, type RecordsEvidence } from "../../service/list-promises.ts";
import { createOpenHistory } from "../../service/open-history.ts";
import { createKeeping } from "../../service/set-keeping.ts";
import { createGovernanceV1Routes } from "./routes.ts";

const NOW = instant(Date.UTC(2026, 10, 25, 12));
const ADA = "ada-lovelace-0123456789";
const RESPONSE = '{"_type":"SearchResponse",  "webPages":{"value":[1.50]}}';

interface Kept {
  readonly query: string;
  readonly market: string;
  readonly response: Uint8Array;
  readonly queriedAt: typeof NOW;
}

/** A keeper in memory, which forgets nothing by itself. */
function ramKeeper(): HistoryKeeper {
  const on = new Set<UserSecret>();
  const kept = new Map<string, Map<string, Kept>>();
  const of = (user: UserSecret): Map<string, Kept> => {
    const own = kept.get(user) ?? new Map<string, Kept>();
    kept.set(user, own);
    return own;
  };
  const found = (user: UserSecret, id: string): Kept => {
    const entry = of(user).get(id);
    if (entry === undefined) throw new ServiceError("NOT_FOUND", "there is no such record");
    return entry;
  };
  const item = (id: string, { query, market, queriedAt }: Kept) => {
    return { id: recordId(id), query, market, queriedAt, expiresAt: later(queriedAt, 20 * DAY_MS) };
  };
  return {
    isKeeping: async (user) => on.has(user),
    setKeeping: async (user, isOn) => {
      if (isOn) on.add(user);
      else on.delete(user);
    },
    keep: async (user, entry) => {
      const id = String(of(user).size).padStart(32, "0");
      of(user).set(id, entry);
      return recordId(id);
    },
    list: async (user) => [...of(user)].map(([id, entry]) => item(id, entry)),
    open: async (user, id) => {
      const entry = found(user, id);
      return { ...item(id, entry), response: entry.response };
    },
    delete: async (user, id) => {
      found(user, id);
      of(user).delete(id);
    },
    deleteAll: async (user) => {
      const count = of(user).size;
      of(user).clear();
      return count;
    },
  };
}

const evidence: RecordsEvidence = {
  at: NOW,
  lastSweepAt: later(NOW, -1000),
  records: 2,
  nextDeadline: later(NOW, DAY_MS),
  isClockTrusted: true,
  isLogEmptied: true,
  epochKey: "file",
  policyHash: "00",
  ledger: { size: 3, root: "root", publicKey: "key" },
};

const apps: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

function server(more: { readonly isKeeperAway?: boolean } = {}) {
  const keeper = ramKeeper();
  const logged: string[] = [];
  const callOf = (headers: IncomingHttpHeaders): Call => {
    const user = userSecret(headers["lethe-user"]?.toString() ?? "");
    return {
      application: LOCAL_APPLICATION,
      at: NOW,
      signal: new AbortController().signal,
      log: (_level, message) => logged.push(message),
      ...(user !== undefined && { user }),
    };
  };
  const app = Fastify();
  app.register(
    createGovernanceV1Routes({
      callOf: ({ headers }) => callOf(headers),
      listHistory: createListHistory({ keeper }),
      openHistory: createOpenHistory({ keeper, packs: defaultPacks }),
      forgetHistory: createForgetHistory({ keeper }),
      keeping: createKeeping({ keeper }),
      listPromises: createListPromises({
        packs: defaultPacks,
        witness: {
          evidence: async () => {
            if (more.isKeeperAway === true) throw new ServiceError("KEEPER_UNAVAILABLE", "away");
            return evidence;
          },
        },
      }),
      log: (_level, message) => logged.push(message),
      newSecret: () => "a-fresh-secret-0123456789",
    }),
  );
  apps.push(app);
  const keepHistory = createKeepHistory({ keeper, packs: defaultPacks });
  const keep = (query: string, user = ADA) =>
    keepHistory(callOf({ "lethe-user": user }), {
      query,
      market: "en-US",
      response: Buffer.from(RESPONSE),
    });
  const ask = async (
    method: "GET" | "PUT" | "DELETE" | "POST",
    path: string,
    headers: Record<string, string> = { "lethe-user": ADA },
    payload?: string,
  ) => {
    const answer = await app.inject({
      method,
      url: `/governance/v1${path}`,
      headers,
      ...(payload !== undefined && { payload }),
    });
    expect(answer.headers["cache-control"]).toBe("no-store");
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers, answer };
  };
  return { ask, keep, keeper, logged };
}

const put = (text: string): readonly ["PUT", string, Record<string, string>, string] => [
  "PUT",
  "/history/settings",
  { "lethe-user": ADA, "content-type": "application/json" },
  text,
];

describe("createGovernanceV1Routes", () => {
  test("keeps nothing before a person wants it, and stops when the person does", async () => {
    const { ask, keep } = server();
    expect(await keep("before")).toBeUndefined();
    expect((await ask("GET", "/history/settings")).body).toEqual({ keep: false });
    expect((await ask(...put('{"keep": true}'))).body).toEqual({ keep: true });
    await keep("during");
    const off = await ask(...put('{"keep": false}'));
    expect(off.body).toMatchObject({ keep: false, note: /stays until it is deleted/ });
    expect(await keep("after")).toBeUndefined();
    expect((await ask("GET", "/history")).body).toEqual({
      keep: false,
      items: [
        {
          id: "0".repeat(32),
          query: "during",
          market: "en-US",
          queriedAt: "2026-11-25T12:00:00.000Z",
          expiresAt: "2026-12-15T12:00:00.000Z",
        },
      ],
    });
  });

  test("opens a kept response byte for byte, with what has to be seen beside it", async () => {
    const { ask, keep } = server();
    await ask(...put('{"keep": true}'));
    await keep("tea & cake");
    const { answer, body } = await ask("GET", `/history/${"0".repeat(32)}`);
    expect(answer.body).toContain(`"response":${RESPONSE}}`);
    expect(body.rerun).toBe("/?q=tea%20%26%20cake");
    expect(body.show).toEqual(
      expect.arrayContaining(["queryTime", "rerunButton", "brand", "links", "order"]),
    );
  });

  test("deletes one, and all", async () => {
    const { ask, keep } = server();
    await ask(...put('{"keep": true}'));
    await keep("one");
    await keep("two");
    expect((await ask("DELETE", `/history/${"0".repeat(32)}`)).body).toEqual({ deleted: 1 });
    const again = await ask("DELETE", `/history/${"0".repeat(32)}`);
    expect([again.status, again.body.error.status]).toEqual([404, "NOT_FOUND"]);
    expect((await ask("DELETE", "/history")).body).toEqual({ deleted: 1 });
    expect((await ask("GET", "/history")).body.items).toEqual([]);
  });

  test("shows one person nothing of another, and nobody nothing", async () => {
    const { ask, keep } = server();
    await ask(...put('{"keep": true}'));
    await keep("ada's");
    for (const headers of [{ "lethe-user": "bob-babbage-0123456789" }, {}]) {
      expect((await ask("GET", "/history", headers)).body).toEqual({ keep: false, items: [] });
      expect((await ask("GET", `/history/${"0".repeat(32)}`, headers)).status).toBe(404);
      expect((await ask("DELETE", `/history/${"0".repeat(32)}`, headers)).status).toBe(404);
      expect((await ask("DELETE", "/history", headers)).body).toEqual({ deleted: 0 });
    }
    expect((await ask("GET", "/history")).body.items).toHaveLength(1);
  });

  test("makes somebody of who turns keeping on, and nobody again when nothing is left", async () => {
    const { ask } = server();
    const own = { "sec-fetch-site": "same-origin", "content-type": "application/json" };
    const on = await ask("PUT", "/history/settings", own, '{"keep":true}');
    const cookie = String(on.headers["set-cookie"]);
    expect(cookie).toMatch(/=a-fresh-secret-0123456789; .*HttpOnly; SameSite=Strict/);
    const withCookie = { ...own, cookie: cookie.split(";")[0] ?? "" };
    expect((await ask("GET", "/history/settings", withCookie)).body).toEqual({ keep: true });
    const off = await ask("PUT", "/history/settings", withCookie, '{"keep":false}');
    expect(off.headers["set-cookie"]).toMatch(/Max-Age=0/);
    const stated = await ask(...put('{"keep":true}'));
    expect(stated.headers["set-cookie"]).toBeUndefined();
  });

  test("answers no page of another site", async () => {
    const { ask, logged } = server();
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://example.com" }]) {
      expect((await ask("GET", "/history", headers)).status).toBe(403);
      expect((await ask("PUT", "/history/settings", headers, '{"keep":true}')).status).toBe(403);
    }
    expect(logged).toEqual([]);
  });

  test.each([
    ["no JSON", "{keep", "BODY_MALFORMED", undefined],
    ["no object", "[true]", "BODY_MALFORMED", undefined],
    ["an empty body", "", "BODY_MALFORMED", undefined],
    ["a missing field", "{}", "ARGUMENT_MISSING", "keep"],
    ["a wrong type", '{"keep":"yes"}', "ARGUMENT_INVALID", "keep"],
    ["an unknown field", '{"keep":true,"for":1}', "ARGUMENT_INVALID", "for"],
  ])("refuses %s and names the field", async (_what, payload, reason, field) => {
    const { ask } = server();
    const { status, body } = await ask(...put(payload));
    expect([status, body.error.status]).toEqual([400, "INVALID_ARGUMENT"]);
    expect(body.error.details[0].reason).toBe(reason);
    expect(body.error.details[1]?.fieldViolations[0].field).toBe(field);
  });

  test("refuses a body that is too large, wrong methods, unknown paths and odd ids", async () => {
    const { ask } = server();
    const large = await ask(...put(`{"keep":true,"x":"${"x".repeat(2000)}"}`));
    expect([large.status, large.body.error.details[0].reason]).toEqual([400, "BODY_TOO_LARGE"]);
    const post = await ask("POST", "/history");
    expect([post.status, post.headers.allow]).toEqual([405, "GET, DELETE"]);
    expect((await ask("GET", "/nothing")).status).toBe(404);
    for (const id of ["x", "0".repeat(33), "%2e%2e", "0".repeat(31) + "G"]) {
      expect((await ask("GET", `/history/${id}`)).status).toBe(404);
    }
  });

  test("lists every clause with its state, and the records' figures", async () => {
    const { ask } = server();
    const { body } = await ask("GET", "/promises", {});
    expect(body.clauses).toHaveLength(92);
    expect(body.clauses.find((row: { id: string }) => row.id === "UD-51")).toMatchObject({
      pack: "search/2018-04",
      gate: "sweep",
      state: "enforced",
      test: "tests/promises/records-deadline.test.ts",
    });
    expect(body.records).toMatchObject({ records: 2, nextDeadlineSeconds: 86_400 });
    expect(body.packs[0].sources[0].sha256).toBe("not recorded");
  });

  test("claims nothing of records that cannot be asked", async () => {
    const { ask, logged } = server({ isKeeperAway: true });
    const { status, body } = await ask("GET", "/promises", {});
    expect([status, body.clauses.length, body.records]).toEqual([200, 92, undefined]);
    expect(logged).toHaveLength(1);
  });
});
