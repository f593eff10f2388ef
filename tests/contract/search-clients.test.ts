/**
 * The two published generations of the official client library, unchanged, against our server: only the
 * endpoint differs from a program written for the original.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer } from "../conformance/search-v7/server.ts";
import { clientUrl, installClients } from "../clients/install.ts";

/** What both libraries give back of a search, as far as these tests look. */
interface Found {
  readonly queryContext?: { readonly originalQuery?: string };
  readonly webPages?: {
    readonly totalEstimatedMatches?: number;
    readonly webSearchUrl?: string;
    readonly value: readonly {
      readonly id?: string;
      readonly name?: string;
      readonly url?: string;
      readonly displayUrl?: string;
      readonly snippet?: string;
      readonly dateLastCrawled?: string;
    }[];
  };
  readonly rankingResponse?: {
    readonly mainline?: {
      readonly items: readonly { readonly answerType: string; readonly value?: { id?: string } }[];
    };
  };
}

type Options = Readonly<Record<string, unknown>>;
interface Client {
  readonly web: { search(query: string, options?: Options): Promise<Found> };
}
type ClientClass = new (credentials: object, options: { endpoint: string }) => Client;
type CredentialsClass = new (key: string) => object;

const server = createTestServer();
let endpoint = "";
let makers: Record<string, (key?: string) => Client> = {};

/** Loads a library of tests/clients; their types are not ours to check. */
async function load<Module>(name: string): Promise<Module> {
  return (await import(clientUrl(name))) as Module;
}

beforeAll(async () => {
  await installClients();
  endpoint = await server.app.listen({ host: "127.0.0.1", port: 0 });
  const azure = await load<{ WebSearchClient: ClientClass }>("@azure/cognitiveservices-websearch");
  const azureAuth = await load<{ CognitiveServicesCredentials: CredentialsClass }>(
    "@azure/ms-rest-azure-js",
  );
  const old = await load<{ default: ClientClass }>("azure-cognitiveservices-websearch");
  const oldAuth = await load<{ default: { CognitiveServicesCredentials: CredentialsClass } }>(
    "ms-rest-azure",
  );
  makers = {
    "@azure/cognitiveservices-websearch 3.0.1": (key = "0".repeat(32)) =>
      new azure.WebSearchClient(new azureAuth.CognitiveServicesCredentials(key), { endpoint }),
    "azure-cognitiveservices-websearch 2.0.0": (key = "0".repeat(32)) =>
      new old.default(new oldAuth.default.CognitiveServicesCredentials(key), {
        endpoint: `${endpoint}/`,
      }),
  };
});

afterAll(() => server.app.close());

describe.each([
  "@azure/cognitiveservices-websearch 3.0.1",
  "azure-cognitiveservices-websearch 2.0.0",
])("%s", (library) => {
  const client = (key?: string): Client => {
    const make = makers[library];
    if (make === undefined) throw new Error(`${library} is not loaded`);
    return make(key);
  };

  test("finds pages, with their order in the ranking", async () => {
    const found = await client().web.search("sailing");
    expect(found.queryContext?.originalQuery).toBe("sailing");
    expect(found.webPages?.totalEstimatedMatches).toBe(3);
    expect(found.webPages?.webSearchUrl).toBe(`${endpoint}/?q=sailing`);
    expect(found.webPages?.value.map((page) => page.url)).toEqual([
      "https://example.org/sailing/dinghy?a=1&b=2",
      "http://www.example.com/",
      "https://ko.example.org/wiki/%ED%95%9C%EA%B5%AD",
    ]);
    expect(found.webPages?.value[1]).toMatchObject({
      name: "Sailing club",
      displayUrl: "www.example.com",
      snippet: "A club for sailing on the lake.",
    });
    const ranked = found.rankingResponse?.mainline?.items.map((item) => item.value?.id);
    expect(ranked).toEqual(found.webPages?.value.map((page) => page.id));
  });

  test("carries every option of a search", async () => {
    const found = await client().web.search("tom cruise", {
      acceptLanguage: "en",
      answerCount: 2,
      countryCode: "us",
      count: 5,
      freshness: "Week",
      market: "en-us",
      offset: 10,
      promote: ["Videos", "News"],
      responseFilter: ["WebPages", "Images"],
      safeSearch: "Strict",
      setLang: "EN",
      textDecorations: true,
      textFormat: "Html",
      clientId: "0123456789ABCDEF0123456789ABCDEF",
      clientIp: "127.0.0.1",
      location: "westus2",
      pragma: "no-cache",
    });
    expect(found.webPages).toBeUndefined();
    expect(server.searcher.queries.at(-1)).toMatchObject({
      text: "tom cruise",
      count: 5,
      offset: 10,
      language: "en",
      safeSearch: "Strict",
    });
    expect(server.searcher.queries.at(-1)?.freshness?.to).toBeUndefined();
  });

  test("marks the query's words when asked", async () => {
    const found = await client().web.search("racing", {
      textDecorations: true,
      textFormat: "Html",
    });
    expect(found.webPages?.value[0]?.name).toBe("Dinghy sailing &amp; &lt;<b>racing</b>&gt;");
  });

  test("keeps Korean text whole, both ways", async () => {
    const found = await client().web.search("요트 바람", { market: "ko-kr" });
    expect(server.searcher.queries.at(-1)).toMatchObject({ text: "요트 바람", language: "ko" });
    expect(found.webPages?.value[0]?.name).toBe("한국의 요트");
    expect(found.webPages?.value[0]?.displayUrl).toBe("https://ko.example.org/wiki/한국");
  });

  test("leaves webPages out when nothing is found", async () => {
    const found = await client().web.search("nobody wrote this");
    expect(found.webPages).toBeUndefined();
  });

  test("rejects a bad value with the documented error", async () => {
    await expect(client().web.search("sailing", { count: -1 })).rejects.toMatchObject({
      statusCode: 400,
      body: {
        errors: [{ code: "InvalidRequest", subCode: "ParameterInvalidValue", parameter: "count" }],
      },
    });
  });

  test("rejects an unknown key with a message that its caller can read", async () => {
    await expect(client("unknown").web.search("sailing")).rejects.toMatchObject({
      statusCode: 401,
      code: "401",
      message: expect.stringContaining("invalid subscription key"),
    });
  });

  test("rejects at once when the server is busy, without asking again", async () => {
    const before = server.searcher.queries.length;
    await expect(client().web.search("queue")).rejects.toMatchObject({ statusCode: 429 });
    expect(server.searcher.queries.length).toBe(before + 1);
  });
});
