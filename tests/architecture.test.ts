/** Holds the import table of ARCHITECTURE.md: who may import whom, types included. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.dirname(import.meta.dirname);

/** Folder of src/ → folders it may import besides itself. */
const table: Readonly<Record<string, readonly string[]>> = {
  base: [],
  policy: ["base"],
  inference: ["base"],
  net: ["base", "policy"],
  vision: ["base", "inference"],
  search: ["base", "inference"],
  keeper: ["base", "policy", "search"],
  ingest: ["base", "policy", "search", "net"],
  service: ["base", "policy", "keeper", "vision", "search", "ingest"],
  // the pages and the elements draw with the same views
  surface: ["base", "service", "gen", "web"],
  cli: ["base", "service", "config"],
  config: ["base"],
  main: [
    "base",
    "policy",
    "inference",
    "net",
    "vision",
    "search",
    "keeper",
    "ingest",
    "service",
    "surface",
    "config",
    "cli",
  ],
};

/** Folders in which nothing comes from Node or from a package. */
const bare = ["base", "policy"];

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
}

const isTest = (file: string): boolean => /\.(test|suite)\.ts$/.test(file);

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(file, "utf8");
  const folder = path.relative(path.join(root, "src"), file).split(path.sep)[0] ?? "";
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']/g,
  );
  return [...found].map((match) => ({
    file: path.relative(root, file),
    folder,
    target: match[1] ?? match[2] ?? "",
  }));
}

const files = fs
  .globSync("src/**/*.ts", { cwd: root })
  .map((file) => path.join(root, file))
  .filter((file) => !isTest(file));
const imports = files.flatMap(importsOf);

function targetFolder({ file, target }: Import): string {
  const resolved = path.relative(root, path.resolve(root, path.dirname(file), target));
  const [first = "", second = ""] = resolved.split(path.sep);
  return first === "src" ? second : first;
}

describe("the import table", () => {
  test("was held against real imports", () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  test("has a row for every folder of src/", () => {
    const folders = fs.readdirSync(path.join(root, "src")).filter((name) => !name.includes("."));
    expect(folders.filter((folder) => !(folder in table))).toEqual([]);
  });

  test("is kept by every import", () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith("."))
      .filter((each) => {
        const to = targetFolder(each);
        return to !== each.folder && to !== "models" && !(table[each.folder] ?? []).includes(to);
      })
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test("keeps Node and packages out of base and policy", () => {
    const wrong = imports
      .filter(({ folder, target }) => bare.includes(folder) && !target.startsWith("."))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });
});
