/**
 * The sample index as a first start builds it, from the packages that are installed here.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "../../../src/search/document/document.ts";
import { sampleDocuments } from "../../../src/service/build-sample.ts";

const root = path.join(import.meta.dirname, "../../..");

describe("sampleDocuments", () => {
  const started = performance.now();
  const documents = sampleDocuments(root);
  const elapsedMs = performance.now() - started;
  const page = (url: string) =>
    documents.find((document) => document.kind === "webPage" && document.url === url);

  test("makes more than five hundred documents in less than two seconds", () => {
    expect(documents.length).toBeGreaterThan(500);
    expect(elapsedMs).toBeLessThan(2000);
  });

  test("makes only documents that an import would take as they are, each once", () => {
    expect(documents.map((document) => parseDocument(document))).toEqual(documents);
    const names = new Set(documents.map(({ kind, url }) => `${kind} ${url}`));
    expect(names.size).toBe(documents.length);
  });

  test("gives the same documents in the same order again", () => {
    expect(sampleDocuments(root)).toEqual(documents);
  });

  test("describes a country in two languages and as an entity, with its licence", () => {
    expect(page("https://en.wikipedia.org/wiki/South_Korea")).toMatchObject({
      title: "South Korea",
      language: "en",
      text: expect.stringMatching(
        /^South Korea, officially the Republic of Korea, is a country .*Seoul.*ODbL/,
      ),
    });
    expect(page(`https://ko.wikipedia.org/wiki/${encodeURIComponent("프랑스")}`)).toMatchObject({
      title: "프랑스",
      language: "ko",
      text: expect.stringMatching(/^프랑스는 서유럽에 있는 나라이다\. .*통화: 유로\(EUR\)/),
    });
    expect(documents).toContainEqual(
      expect.objectContaining({
        kind: "entity",
        name: "Georgia",
        url: "https://en.wikipedia.org/wiki/Georgia_(country)",
        contractualRules: expect.arrayContaining([
          expect.objectContaining({ license: expect.objectContaining({ name: "ODbL-1.0" }) }),
        ]),
      }),
    );
  });

  test("calls no country by another one's name", () => {
    const dominica = documents.filter(
      ({ url }) => url === "https://en.wikipedia.org/wiki/Dominica",
    );
    expect(dominica).toHaveLength(2);
    expect(JSON.stringify(dominica)).not.toContain("공화국");
    expect(page(`https://ko.wikipedia.org/wiki/${encodeURIComponent("도미니카")}`)).toMatchObject({
      text: expect.not.stringContaining("정식 이름"),
    });
  });

  test("describes an installed package with its licence and its own address", () => {
    expect(page("https://fastify.dev/")).toMatchObject({
      title: expect.stringMatching(/^fastify: /),
      text: expect.stringMatching(/^npm package fastify [\d.]+\. .*Licence: MIT\./),
    });
  });

  test("leads to no address but the web's", () => {
    for (const { url } of documents) expect(url).toMatch(/^https?:\/\/[a-z0-9.-]+\.[a-z]+\//);
  });

  test("holds the project's own documents where its manifest says they can be read", () => {
    const project = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-sample-"));
    try {
      const repository = "https://git.example/lethe";
      fs.mkdirSync(path.join(project, "docs"));
      fs.writeFileSync(path.join(project, "docs", "a b.md"), "# A and B\n\nText.");
      fs.writeFileSync(
        path.join(project, "package.json"),
        JSON.stringify({ name: "x", repository }),
      );
      expect(sampleDocuments(project)[0]).toMatchObject({
        url: "https://git.example/lethe/blob/HEAD/docs/a%20b.md",
        title: "A and B",
      });
    } finally {
      fs.rmSync(project, { recursive: true });
    }
  });
});
