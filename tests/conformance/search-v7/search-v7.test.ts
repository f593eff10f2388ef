/**
 * Search v7 on the wire, as cases: a request, the page that says how it is answered, and the answer.
 *
 * The body of each answer is in golden/, compared byte for byte but for the layout of the file. To write
 * them anew, run with LETHE_WRITE_GOLDEN=1 and read the difference.
 */
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import cases from "./cases.json" with { type: "json" };
import { createTestServer, NOW, type TestServer } from "./server.ts";

interface Case {
  readonly name: string;
  /** The page that says so. */
  readonly source: string;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly expect: {
    readonly status: number;
    /** Headers that the answer has, among others. */
    readonly headers?: Readonly<Record<string, string>>;
  };
}

const golden = path.join(import.meta.dirname, "golden");
// their shape is this one; a case that had another would fail
const all = cases as unknown as readonly Case[];

let server: TestServer;

beforeEach(() => {
  server = createTestServer();
});
afterEach(() => server.app.close());

async function ask({ method, target, headers }: Case["request"]) {
  const response = await server.app.inject({
    method: method as "GET",
    url: `http://search.test${target}`,
    headers: { host: "search.test", ...headers },
  });
  return { status: response.statusCode, headers: response.headers, body: response.body };
}

/** What the file holds, without its layout. */
function readGolden(name: string): string {
  return JSON.stringify(JSON.parse(fs.readFileSync(path.join(golden, `${name}.json`), "utf8")));
}

function writeGolden(name: string, body: string): void {
  if (process.env["LETHE_WRITE_GOLDEN"] !== "1") return;
  const text = `${JSON.stringify(JSON.parse(body), undefined, 2)}\n`;
  fs.writeFileSync(path.join(golden, `${name}.json`), text);
}

describe("Search v7", () => {
  test.each(all)("$name", async ({ name, request, expect: expected }) => {
    const { status, headers, body } = await ask(request);
    writeGolden(name, body);
    expect(status).toBe(expected.status);
    expect(headers).toMatchObject(expected.headers ?? {});
    expect(body).toBe(readGolden(name));
  });

  test("has one answer on file for every case, and no other", () => {
    const files = fs.readdirSync(golden).toSorted();
    expect(files).toEqual(all.map(({ name }) => `${name}.json`).toSorted());
  });

  test("answers HEAD without searching", async () => {
    const { status, headers } = await ask({ method: "HEAD", target: "/v7.0/search?q=a" });
    expect([status, headers["allow"]]).toEqual([405, "GET"]);
    expect(server.searcher.queries).toEqual([]);
  });

  test("refuses a broken escape in a path and takes one in a query as it stands", async () => {
    expect((await ask({ method: "GET", target: "/v7.0/%zz" })).status).toBe(400);
    expect((await ask({ method: "GET", target: "/v7.0/search?q=100%" })).status).toBe(200);
    expect(server.searcher.queries[0]?.text).toBe("100%");
  });

  test("reports a bug to the operator and nothing of it to the caller", async () => {
    const { body } = await ask({ method: "GET", target: "/v7.0/search?q=break+the+engine" });
    expect(server.problems).toEqual(["a Search v7 request failed"]);
    expect(body).not.toContain("secret");
  });

  test("hands a named person's response to their history, and nobody else's", async () => {
    const headers = { "Lethe-User": "0123456789abcdef0123456789abcdef" };
    const target = "/v7.0/search?q=club&mkt=en-gb";
    const { body } = await ask({ method: "GET", target, headers });
    await ask({ method: "GET", target });
    expect(server.history).toHaveLength(1);
    const [entry] = server.history;
    expect(entry).toMatchObject({ query: "club", market: "en-GB", queriedAt: NOW });
    expect(new TextDecoder().decode(entry?.response)).toBe(body);
  });

  test("answers a person whose history cannot be kept", async () => {
    await server.app.close();
    server = createTestServer({ isKeeperGone: true });
    const headers = { "Lethe-User": "0123456789abcdef0123456789abcdef" };
    const { status } = await ask({ method: "GET", target: "/v7.0/search?q=club", headers });
    expect(status).toBe(200);
    expect(server.problems).toHaveLength(1);
  });
});
