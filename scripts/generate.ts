/**
 * Generates the TypeScript of the wire messages, `gen/`, from the protocol definitions that come
 * with the installed packages. No network; nothing is done when `gen/` is up to date.
 *
 * The output is not committed: it carries other people's comments, and the packages pin it.
 *
 * Source   node_modules/google-gax and node_modules/@google-cloud/vision, build/protos.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const output = path.join(root, "gen");
const template = path.join(root, "scripts/proto/buf.gen.yaml");

/** Packages whose version decides what comes out. */
const packages = [
  "google-gax",
  "@google-cloud/vision",
  "@bufbuild/buf",
  "@bufbuild/protobuf",
  "@bufbuild/protoc-gen-es",
] as const;

/** Folders of definitions: package, folder of its include path, folders to take from there. */
const sources = [
  {
    from: "google-gax",
    folders: ["google/api", "google/longrunning", "google/rpc", "google/type"],
  },
  { from: "@google-cloud/vision", folders: ["google/cloud/vision/v1"] },
] as const;

/** What to generate; whatever these import comes along. */
const wanted = [
  "google/cloud/vision/v1",
  "google/longrunning/operations.proto",
  "google/rpc/status.proto",
  "google/rpc/error_details.proto",
] as const;

/** A sentence for the person at the keyboard, and nothing else. */
class Hint extends Error {}

function packageVersion(name: string): string {
  const file = path.join(root, "node_modules", name, "package.json");
  if (!fs.existsSync(file)) throw new Hint(`package ${name} is not installed: run \`npm ci\``);
  const parsed: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
  if (typeof parsed === "object" && parsed !== null && "version" in parsed) {
    return String(parsed.version);
  }
  throw new Hint(`${name}/package.json has no version: run \`npm ci\``);
}

/** Says what `gen/` was made from: equal stamps, equal output. */
function currentStamp(): string {
  const recipe = createHash("sha256")
    .update(fs.readFileSync(template))
    .update(fs.readFileSync(fileURLToPath(import.meta.url)));
  const versions = packages.map((name) => `${name} ${packageVersion(name)}`);
  return [...versions, `recipe ${recipe.digest("hex")}`].join("\n") + "\n";
}

function isUpToDate(stamp: string): boolean {
  const file = path.join(output, "STAMP");
  return fs.existsSync(file) && fs.readFileSync(file, "utf8") === stamp;
}

function copyDefinitions(into: string): void {
  for (const { from, folders } of sources) {
    for (const folder of folders) {
      const source = path.join(root, "node_modules", from, "build/protos", folder);
      if (!fs.existsSync(source)) {
        throw new Hint(`package ${from} has no build/protos/${folder}: run \`npm ci\``);
      }
      fs.cpSync(source, path.join(into, folder), {
        recursive: true,
        filter: (file) => fs.statSync(file).isDirectory() || file.endsWith(".proto"),
      });
    }
  }
}

function runBuf(definitions: string, into: string, cache: string): void {
  const bin = path.join(root, "node_modules/.bin");
  const paths = wanted.flatMap((wish) => ["--path", path.join(definitions, wish)]);
  const buf = spawnSync(
    path.join(bin, "buf"),
    [
      "generate",
      definitions,
      "--template",
      template,
      "--output",
      into,
      "--include-imports",
      ...paths,
    ],
    {
      encoding: "utf8",
      timeout: 120_000,
      env: {
        ...process.env,
        // protoc-gen-es is found by name and starts with `env node`: both must be ours.
        PATH: [bin, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
        BUF_CACHE_DIR: cache,
      },
    },
  );
  if (buf.error !== undefined) {
    throw new Hint(`buf did not start (${buf.error.message}): run \`npm ci\` for this platform`);
  }
  if (buf.status !== 0) {
    throw new Hint(`buf failed: ${buf.stderr.trim()}; run \`npm ci\` and try again`);
  }
}

/** Puts the finished folder in place; a run beside this one that was faster is left standing. */
function install(finished: string, work: string): void {
  if (fs.existsSync(output)) fs.renameSync(output, path.join(work, "previous"));
  fs.renameSync(finished, output);
}

function countFiles(folder: string): number {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts")).length;
}

/** Brings `gen/` up to date and says so in one line. */
function generate(): string {
  const stamp = currentStamp();
  if (isUpToDate(stamp)) return "gen/ is up to date";
  const startedAt = performance.now();
  const caches = path.join(root, "node_modules/.cache");
  fs.mkdirSync(caches, { recursive: true });
  const work = fs.mkdtempSync(path.join(caches, "lethe-generate-"));
  try {
    const definitions = path.join(work, "proto");
    const finished = path.join(work, "gen");
    copyDefinitions(definitions);
    fs.mkdirSync(finished);
    runBuf(definitions, finished, path.join(work, "cache"));
    const files = countFiles(finished);
    if (files === 0) throw new Hint("buf wrote nothing: run `npm ci` and try again");
    fs.writeFileSync(path.join(finished, "STAMP"), stamp);
    install(finished, work);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    return `gen/ generated: ${files} files from the protocol definitions in ${seconds} s`;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

try {
  console.log(generate());
} catch (error) {
  if (!(error instanceof Hint)) throw error;
  console.error(`generate: ${error.message}`);
  process.exitCode = 1;
}
