/**
 * Bundles the page's script and style into `gen/web/`, with a hash of the content in each name.
 * Nothing is done when the folder is up to date. No network.
 *
 * The processes that serve the page cannot write files, so this is done at set-up.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { keptCss } from "../web/styles/kept.ts";
import { resultsCss } from "../web/styles/results.ts";
import { searchBoxCss } from "../web/styles/search-box.ts";
import { tokensCss } from "../web/styles/tokens.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where the running server looks. */
export const WEB_OUTPUT = path.join(root, "gen/web");

const sources = path.join(root, "web");
const types = [".ts", ".css"];

/** What the bundle is made from: equal stamps, equal output. */
function currentStamp(): string {
  const hash = createHash("sha256");
  const files = fs
    .readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((name) => types.includes(path.extname(name)) && !name.endsWith(".test.ts"))
    .sort();
  const inputs = files.map((name) => path.join(sources, name));
  for (const file of [
    ...inputs,
    path.join(root, "package-lock.json"),
    fileURLToPath(import.meta.url),
  ]) {
    hash.update(path.relative(root, file)).update("\0").update(fs.readFileSync(file)).update("\0");
  }
  return `${hash.digest("hex")}\n`;
}

function named(prefix: string, extension: string, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return `${prefix}-${hash}${extension}`;
}

async function bundleScript(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [path.join(sources, "app.ts")],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "inline",
    write: false,
    logLevel: "silent",
    // The sources are checked for Node; the browser's build of lit has to be named.
    conditions: ["browser", "production"],
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error("esbuild made no script");
  return script.contents;
}

/** The elements' styles too: what the server writes looks like what the elements show. */
async function bundleStyle(): Promise<Uint8Array> {
  const page = fs.readFileSync(path.join(sources, "page.css"), "utf8");
  const all = [tokensCss, searchBoxCss, resultsCss, keptCss, page].join("\n");
  const { code } = await transform(all, { loader: "css", minify: true, target: "es2022" });
  return new TextEncoder().encode(code);
}

/**
 * Makes the folder if it is not up to date, whole or not at all. Answers what was done, in a sentence.
 */
export async function bundleWeb(output: string = WEB_OUTPUT): Promise<string> {
  const stamp = currentStamp();
  const stampFile = path.join(output, "STAMP");
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === stamp) {
    return "the page is up to date";
  }
  const [script, style] = await Promise.all([bundleScript(), bundleStyle()]);
  const parent = path.dirname(output);
  fs.mkdirSync(parent, { recursive: true });
  const work = fs.mkdtempSync(path.join(parent, ".bundle-"));
  try {
    const finished = path.join(work, "web");
    fs.mkdirSync(finished);
    fs.writeFileSync(path.join(finished, named("app", ".js", script)), script);
    fs.writeFileSync(path.join(finished, named("page", ".css", style)), style);
    fs.writeFileSync(path.join(finished, "STAMP"), stamp);
    if (fs.existsSync(output)) fs.renameSync(output, path.join(work, "previous"));
    fs.renameSync(finished, output);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  const kilobytes = ((script.length + style.length) / 1000).toFixed(0);
  return `the page is bundled: ${kilobytes} kB of script and style`;
}

if (import.meta.main) console.log(await bundleWeb());
