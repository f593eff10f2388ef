/**
 * DU-02, DU-03: no shipped binary knows the address of a collector. onnxruntime-node 1.29 and later carry
 * an uploader; the version before them is pinned, and this test is what notices a change of either.
 */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const packageDir = path.join(root, "node_modules/onnxruntime-node");

/** Hosts of the collectors that this maker's libraries report to, and of their common stand-ins. */
const collectors = [
  "events.data.microsoft.com",
  "vortex.data.microsoft.com",
  "vortex-win.data.microsoft.com",
  "settings-win.data.microsoft.com",
  "pipe.aria.microsoft.com",
  "dc.services.visualstudio.com",
  "applicationinsights.azure.com",
  "in.applicationinsights",
  "google-analytics.com",
  "ingest.sentry.io",
];

const encodings = ["latin1", "utf16le"] as const;

/** The collectors whose address is in these bytes, as text of one or of two bytes a letter. */
function collectorsIn(bytes: Buffer): string[] {
  // as bytes: a search for text of two bytes a letter would look at even offsets only
  return collectors.filter((host) =>
    encodings.some((encoding) => bytes.includes(Buffer.from(host, encoding))),
  );
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
}

const binaries = fs
  .readdirSync(packageDir, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:node|dll|dylib|so(?:\.[\d.]+)?)$/.test(file));

describe("the runtime of the models", () => {
  test("is pinned to the version without an uploader", () => {
    expect(readManifest(root).dependencies?.["onnxruntime-node"]).toBe("1.27.0");
    expect(readManifest(packageDir).version).toBe("1.27.0");
  });

  test("has binaries to look at, for this machine too", () => {
    const here = path.join(process.platform, process.arch);
    expect(binaries.filter((file) => file.includes(here)).length).toBeGreaterThanOrEqual(2);
  });

  test.each(binaries)("%s knows no collector", (file) => {
    expect(collectorsIn(fs.readFileSync(path.join(packageDir, file)))).toEqual([]);
  });

  test("an address would be found, whichever way it is written", () => {
    const host = "mobile.events.data.microsoft.com/OneCollector/1.0";
    for (const encoding of encodings) {
      const bytes = Buffer.concat([Buffer.alloc(99, 7), Buffer.from(host, encoding)]);
      expect(collectorsIn(bytes)).toEqual(["events.data.microsoft.com"]);
    }
  });
});
