/** Documents that repeat something of the code are held to it. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { reasons } from "../src/base/errors.ts";
import { describeSettings, settingRows } from "../src/config/settings.ts";
import { defaultPacks } from "../src/policy/packs.ts";

const root = path.dirname(import.meta.dirname);
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
/** Cells of a table's rows, trimmed: a formatter may pad them. */
const rowsOf = (markdown: string): string[][] =>
  markdown
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe("docs/errors.md", () => {
  test("has every reason with its code, in the order of the code, and no other", () => {
    const written = rowsOf(read("docs/errors.md")).map(([reason, code]) => [reason, code]);
    expect(written).toEqual(
      Object.entries(reasons).map(([reason, code]) => [`\`${reason}\``, code]),
    );
  });
});

describe("docs/settings.md", () => {
  test("is what the settings say of themselves", () => {
    expect(rowsOf(read("docs/settings.md"))).toEqual(rowsOf(describeSettings()));
    expect(rowsOf(describeSettings())).toHaveLength(Object.keys(settingRows).length);
  });
});

describe("links between documents", () => {
  const files = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    ...fs.globSync("docs/**/*.md", { cwd: root }),
  ];

  test.each(files)("of %s lead somewhere", (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      (match) => match[1] ?? "",
    );
    const lost = links.filter((link) => !fs.existsSync(path.join(root, path.dirname(file), link)));
    expect(lost).toEqual([]);
  });
});

describe("the packs", () => {
  test("have the 18 clauses about pictures and the 71 about searches", () => {
    const ids = defaultPacks.flatMap(({ clauses }) => clauses.map(({ id }) => id.slice(0, 2)));
    expect([
      ids.filter((id) => id === "DU").length,
      ids.filter((id) => id === "UD").length,
    ]).toEqual([18, 71]);
  });
});
