/** The whole server from outside: one port, bad input, history, stopping. */
import fs from "node:fs";
import http2 from "node:http2";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type RunningServer } from "../running-server.ts";

const USER = "a-secret-of-a-test-person";
let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  fs.rmSync(server.folder, { recursive: true, force: true });
});

const annotate = (body: string): Promise<Response> =>
  fetch(`${server.url}/v1/images:annotate`, { method: "POST", body });
const search = (query: string): Promise<Response> => fetch(`${server.url}/v7.0/search?${query}`);
const asUser = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(server.url + path, {
    ...init,
    headers: { "Lethe-User": USER, "Content-Type": "application/json" },
  });

/** Sends the pieces with a pause between them; what comes back until the connection ends. */
async function talk(...pieces: readonly string[]): Promise<string> {
  const socket = net.connect(Number(new URL(server.url).port), "127.0.0.1");
  const closed = new Promise((resolve) => {
    socket.once("close", resolve);
  });
  let heard = "";
  socket.setEncoding("latin1").on("data", (text: string) => {
    heard += text;
  });
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  await closed;
  return heard;
}

describe("one port", () => {
  test("takes a first packet of one byte", async () => {
    const heard = await talk(
      "G",
      "ET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    expect(heard).toContain("200 OK");
  });

  test("cuts a connection that says half a header and no more", { timeout: 30_000 }, async () => {
    const heard = await talk("GET /healthz HTTP/1.1\r\nHos");
    expect(heard).toContain("408");
  });

  test("serves a browser's HTTP/2 with the same pages", async () => {
    const session = http2.connect(server.url);
    const stream = session.request({ ":path": "/healthz" });
    const status = await new Promise((resolve) => {
      stream.once("response", (headers) => resolve(headers[":status"]));
    });
    session.close();
    expect(status).toBe(200);
  });

  test("refuses a Host of elsewhere, a foreign page and a proxy", async () => {
    const head = "GET /v7.0/search?q=a HTTP/1.1\r\nConnection: close\r\n";
    expect(await talk(`${head}Host: evil.example\r\n\r\n`)).toContain("403");
    const local = `${head}Host: localhost:${new URL(server.url).port}\r\n`;
    expect(await talk(`${local}Origin: https://evil.example\r\n\r\n`)).toContain("403");
    expect(await talk(`${local}X-Forwarded-For: 10.0.0.1\r\n\r\n`)).toContain("403");
    expect(await talk(`${local}\r\n`)).toContain("200 OK");
  });
});

describe("bad input for pictures", () => {
  const one = `{"image":{"content":"aGVsbG8="},"features":[{"type":"LABEL_DETECTION"}]}`;
  test.each([
    ["malformed JSON", "{", 400, "Invalid JSON payload received"],
    ["an unknown field", `{"requests":[{"x":1}]}`, 400, `at 'requests[0]': Cannot find field.`],
    ["bad base64", `{"requests":[{"image":{"content":"!"}}]}`, 400, "Base64 decoding failed"],
    [
      "17 images",
      `{"requests":[${Array(17).fill(one).join()}]}`,
      400,
      "Too many images per request.",
    ],
    [
      "no features",
      `{"requests":[{"image":{"content":"aGVsbG8="}}]}`,
      400,
      "Request must specify image",
    ],
    ["a text as an image", `{"requests":[${one}]}`, 200, "Bad image data."],
  ])("%s", async (_what, body, status, text) => {
    const response = await annotate(body);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });

  test("a body of 10 MB and a byte", async () => {
    const response = await annotate(" ".repeat(10_485_761));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(
      "Request payload size exceeds the limit: 10485760 bytes.",
    );
  });

  test("an unknown path and a wrong method", async () => {
    expect((await fetch(`${server.url}/v1/pictures`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/images:annotate`)).status).toBe(404);
  });

  test("a method that is not built says its name", async () => {
    const response = await fetch(`${server.url}/v1/files:annotate`, {
      method: "POST",
      body: "{}",
    });
    expect(response.status).toBe(501);
    expect(await response.text()).toContain("BatchAnnotateFiles");
  });
});

describe("bad input for searches", () => {
  test.each([
    ["no q", "mkt=en-us", 400, "ParameterMissing"],
    ["a count below zero", "q=a&count=-1", 400, "ParameterInvalidValue"],
    ["an unknown freshness", "q=a&freshness=yesterday", 400, "ParameterInvalidValue"],
    ["a URL that is too long", `q=${"a".repeat(2100)}`, 404, ""],
  ])("%s", async (_what, query, status, text) => {
    const response = await search(query);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });
});

describe("a history", () => {
  test("begins when it is turned on, lists what was asked, and is gone when it is deleted", async () => {
    await asUser("/v7.0/search?q=before");
    await asUser("/governance/v1/history/settings", { method: "PUT", body: `{"keep":true}` });
    await asUser("/v7.0/search?q=france");
    const listed = await (await asUser("/governance/v1/history")).text();
    expect(listed).toContain("france");
    expect(listed).not.toContain("before");
    await asUser("/governance/v1/history", { method: "DELETE" });
    expect(await (await asUser("/governance/v1/history")).text()).not.toContain("france");
  });
});

describe("the sample index", () => {
  test("answers with real pages, in English and Korean", async () => {
    expect(await (await search("q=capital+of+france")).text()).toContain(
      "en.wikipedia.org/wiki/France",
    );
    expect(await (await search("q=%ED%94%84%EB%9E%91%EC%8A%A4")).text()).toContain(
      "ko.wikipedia.org",
    );
  });
});

describe("stopping", () => {
  test("takes less than five seconds and ends with 0", async () => {
    const another = await startServer({ args: ["--no-sample"] });
    const startedAt = performance.now();
    expect(await another.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    fs.rmSync(another.folder, { recursive: true, force: true });
  });
});
