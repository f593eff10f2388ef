/**
 * Real pages of the web as they were found, broken markup and all: every one becomes a document, soon.
 * Not run where no corpora lie.
 */
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeText } from "../../../src/ingest/extract/decode-text.ts";
import { pageDocument } from "../../../src/ingest/folder/read-page.ts";
import { extractHtml } from "../../../src/ingest/html/extract-html.ts";

const corpora = process.env["LETHE_CORPORA"];

/** Twenty times what the slowest page takes on a small machine. */
const SLOWEST_MS = 2000;

function pagesOf(root: string): string[] {
  return fs
    .readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /pages\/.*html(?:\.gz)?$/.test(file))
    .map((file) => path.join(root, file));
}

function read(file: string): Uint8Array {
  const bytes = fs.readFileSync(file);
  return file.endsWith(".gz") ? zlib.gunzipSync(bytes) : bytes;
}

describe.skipIf(corpora === undefined)("pages of the web", () => {
  test("all become documents with text, none slowly", async () => {
    const pages = pagesOf(path.join(corpora ?? "", "html"));
    let withText = 0;
    let slowestMs = 0;
    for (const page of pages) {
      const started = performance.now();
      const extracted = extractHtml(decodeText(read(page)));
      const document = await pageDocument(extracted, "https://example.org/", path.basename(page));
      slowestMs = Math.max(slowestMs, performance.now() - started);
      if (document.kind === "webPage" && (document.text ?? "").length >= 200) withText += 1;
    }
    expect(pages.length).toBeGreaterThan(400);
    expect(withText / pages.length).toBeGreaterThan(0.98);
    expect(slowestMs).toBeLessThan(SLOWEST_MS);
  });
});
