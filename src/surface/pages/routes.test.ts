import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ServiceError } from "../../base/errors.ts";
import { LOCAL_APPLICATION } from "../../base/ids.ts";
import { instant } from "../../base/instant.ts";
import type { WebSearchRequest } from "../search-v7/decode.ts";
import { CONTENT_SECURITY_POLICY } from "./headers.ts";
import { createPageRoutes, type PageHistory } from "./routes.ts";

const at = instant(Date.UTC(2026, 10, 25, 4, 50));
const cookie = "lethe_user=a-secret-of-enough-characters";
const fromOurPage = { "sec-fetch-site": "same-origin" };
const form = { ...fromOurPage, "content-type": "application/x-www-form-urlencoded" };

let app: FastifyInstance;
let deeds: string[];
let asked: WebSearchRequest[];
let problems: string[];
let isKeeperAway: boolean;

/** Notes what it is asked to do, and by whom. */
const history: PageHistory = {
  isKeeping: async ({ user }) => user !== undefined,
  setKeeping: async ({ user }, isOn) => void deeds.push(`${isOn ? "on" : "off"} ${user}`),
  list: async () => {
    if (isKeeperAway) throw new ServiceError("KEEPER_UNAVAILABLE", "away");
    return [];
  },
  open: async ({ user }, id) => {
    deeds.push(`open ${id} ${user}`);
    const response = new TextEncoder().encode("not a response");
    return { id, query: "q", queriedAt: at, expiresAt: instant(at + 1), response };
  },
  delete: async ({ user }, id) => void deeds.push(`delete ${id} ${user}`),
  deleteAll: async ({ user }) => deeds.push(`delete all ${user}`),
};

beforeEach(async () => {
  [deeds, asked, problems, isKeeperAway] = [[], [], [], false];
  const log = (_level: string, message: string): void => void problems.push(message);
  app = Fastify();
  await app.register(
    createPageRoutes({
      callOf: () => {
        const { signal } = new AbortController();
        return { application: LOCAL_APPLICATION, at, signal, log };
      },
      answerWebSearch: async ({ user }, request) => {
        asked.push(request);
        const { text } = request.query;
        if (text === "crash") throw new Error("a secret");
        return {
          response: {
            _type: "SearchResponse",
            queryContext: { originalQuery: text },
            rankingResponse: {},
          },
          body: new Uint8Array(),
          market: "en-US",
          history: user === undefined ? "none" : text === "lost" ? "failed" : "kept",
        };
      },
      history,
      listPromises: async () => [],
      assets: {
        script: "app-1.js",
        style: "page-1.css",
        files: new Map([["app-1.js", { mediaType: "text/javascript", bytes: Buffer.from("x") }]]),
      },
      log,
      newSecret: () => "a-fresh-secret-of-the-server",
    }),
  );
});
afterEach(() => app.close());

describe("createPageRoutes", () => {
  test("sends every page with a policy that allows nothing from elsewhere and nothing inline", async () => {
    for (const url of ["/", "/?q=a", "/picture", "/history", "/promises", "/history/x"]) {
      const { headers, body } = await app.inject({ url });
      expect(headers["content-security-policy"]).toBe(CONTENT_SECURITY_POLICY);
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "x-robots-tag": expect.stringContaining("noindex"),
        "x-content-type-options": "nosniff",
        "content-type": "text/html; charset=utf-8",
      });
      expect(body).not.toMatch(/ style=| on[a-z]+="|<style|https?:\/\/(?!www\.w3\.org)/);
    }
    expect(CONTENT_SECURITY_POLICY).not.toContain("unsafe");
  });

  test("sends no referrer, but lets our own forms be told from a stranger's", async () => {
    const found = await app.inject({ url: "/?q=a" });
    expect(found.headers["referrer-policy"]).toBe("no-referrer");
    const kept = await app.inject({ url: "/history" });
    expect(kept.headers["referrer-policy"]).toBe("same-origin");
    expect(kept.body).not.toContain('name="referrer"');
  });

  test("sets no cookie before a person turns keeping on", async () => {
    for (const url of ["/", "/?q=a", "/history", "/promises", "/picture"]) {
      expect((await app.inject({ url })).headers["set-cookie"]).toBeUndefined();
    }
  });

  test("makes a secret when keeping is turned on, and keeps the one there is", async () => {
    const first = await app.inject({
      method: "POST",
      url: "/history/keeping?lang=ko",
      headers: form,
      payload: "keep=on",
    });
    expect(first.statusCode).toBe(303);
    expect(first.headers.location).toBe("/history?done=on&lang=ko");
    expect(first.headers["set-cookie"]).toContain("lethe_user=a-fresh-secret-of-the-server;");
    await app.inject({
      method: "POST",
      url: "/history/keeping",
      headers: { ...form, cookie },
      payload: "keep=on",
    });
    expect(deeds).toEqual(["on a-fresh-secret-of-the-server", "on a-secret-of-enough-characters"]);
  });

  test("takes the cookie away when it could open nothing any more", async () => {
    const off = await app.inject({
      method: "POST",
      url: "/history/keeping",
      headers: { ...form, cookie },
      payload: "keep=off",
    });
    expect(off.headers["set-cookie"]).toContain("Max-Age=0");
  });

  test.each(["/history/keeping", "/history/forget", "/history/forget-all"])(
    "does nothing at %s for a form of another site",
    async (url) => {
      for (const headers of [{}, { "sec-fetch-site": "cross-site" }, { origin: "null" }]) {
        const answer = await app.inject({
          method: "POST",
          url,
          headers: { "content-type": form["content-type"], ...headers, cookie },
          payload: "keep=on&id=record",
        });
        expect(answer.statusCode).toBe(403);
      }
      expect(deeds).toEqual([]);
    },
  );

  test("opens and forgets for the person of the cookie, and for nobody else", async () => {
    expect((await app.inject({ url: "/history/record" })).statusCode).toBe(404);
    const opened = await app.inject({ url: "/history/record", headers: { cookie } });
    expect(opened.body).toContain("The results came in a form this page cannot read.");
    await app.inject({
      method: "POST",
      url: "/history/forget",
      headers: { ...form, cookie },
      payload: "id=record",
    });
    expect(deeds).toEqual([
      "open record a-secret-of-enough-characters",
      "delete record a-secret-of-enough-characters",
    ]);
  });

  test("refuses a form that is larger than any of ours", async () => {
    const answer = await app.inject({
      method: "POST",
      url: "/history/forget",
      headers: { ...form, cookie },
      payload: `id=${"x".repeat(3000)}`,
    });
    expect(answer.statusCode).toBe(413);
    expect(deeds).toEqual([]);
  });

  test("says whether a search was kept, and renews the cookie when it was", async () => {
    const kept = await app.inject({ url: "/?q=a", headers: { cookie } });
    expect(kept.body).toContain("This search is kept in your history.");
    expect(kept.headers["set-cookie"]).toContain("Max-Age=1814400");
    const lost = await app.inject({ url: "/?q=lost", headers: { cookie } });
    expect(lost.body).toContain("could not be added to your history");
    const none = await app.inject({ url: "/?q=a" });
    expect(none.body).toContain("This search is not kept anywhere.");
  });

  test("does not search for what is too long, and says how long it may be", async () => {
    const answer = await app.inject({ url: `/?q=${"x".repeat(1001)}` });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain("up to 1,000 work");
    expect(asked).toEqual([]);
  });

  test("answers a failure without its text, and reports it without the query", async () => {
    const answer = await app.inject({ url: "/?q=crash" });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain("It is not your fault");
    expect(answer.body).not.toContain("a secret");
    expect(problems).toEqual(["a search on the page failed"]);
  });

  test("says that the memory is away when it is", async () => {
    isKeeperAway = true;
    const answer = await app.inject({ url: "/history", headers: { cookie } });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain("The memory is away for a moment");
  });

  test("serves the picture page under its other name too", async () => {
    const [one, other] = await Promise.all(
      ["/picture", "/?tab=picture"].map((url) => app.inject({ url })),
    );
    expect(other?.body).toContain("<lethe-picture-report");
    expect(one?.body).toContain("<lethe-picture-report");
  });

  test("serves bundled files for good, and no other file", async () => {
    const script = await app.inject({ url: "/assets/app-1.js" });
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    for (const url of ["/assets/app-2.js", "/assets/..%2f..%2fpackage.json", "/assets/__proto__"]) {
      const missing = await app.inject({ url });
      expect(missing.statusCode).toBe(404);
      expect(missing.headers["cache-control"]).toBe("no-store");
    }
  });

  test("tells crawlers to stay out, and browsers how to search here", async () => {
    expect((await app.inject({ url: "/robots.txt" })).body).toContain("Disallow: /");
    const description = await app.inject({ url: "/opensearch.xml", headers: { host: "a.test:1" } });
    expect(description.body).toContain('template="http://a.test:1/?q={searchTerms}"');
    expect(description.body).toContain("<SyndicationRight>private</SyndicationRight>");
    expect((await app.inject({ url: "/favicon.ico" })).headers["content-type"]).toContain("svg");
  });
});
