/**
 * Makes a page of each package installed beside the program: what its manifest and its README say.
 *
 * Each page leads to the package's own address and names its licence. Two packages never share an
 * address: the one that comes first in the order of names has it, the other takes its next best.
 */
import fs from "node:fs";
import path from "node:path";
import type { WebPageDocument } from "../../search/document/document.ts";
import { languageOfScript } from "../extract/language-of-script.ts";
import { extractMarkdown } from "../markdown/extract-markdown.ts";
import { clip } from "../html/page-text.ts";
import { readManifest, type PackageManifest } from "./package-manifest.ts";

/** Longest part of a README that is kept, and most of its headings. */
const MAX_README_UNITS = 40_000;
const MAX_HEADINGS = 100;
const MAX_KEYWORDS = 50;
const MAX_TITLE_UNITS = 160;

/** One page for each package in `modulesDir` that has an address, in the order of their names. */
export function packageDocuments(modulesDir: string): WebPageDocument[] {
  const taken = new Set<string>();
  return packageFolders(modulesDir).flatMap((folder) => {
    const manifest = readManifest(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const url = manifest?.addresses
      .map((address) => new URL(address).href)
      .find((address) => !taken.has(address));
    if (manifest === undefined || url === undefined) return [];
    taken.add(url);
    return [packagePage(manifest, url, folder)];
  });
}

/** Folders of packages, scoped ones too; links to elsewhere are none. */
function packageFolders(modulesDir: string): string[] {
  return fs
    .globSync(["*/package.json", "@*/*/package.json"], { cwd: modulesDir })
    .toSorted()
    .map((file) => path.join(modulesDir, path.dirname(file)))
    .filter((folder) => !fs.lstatSync(folder).isSymbolicLink());
}

function packagePage(manifest: PackageManifest, url: string, folder: string): WebPageDocument {
  const { name, version, description, licence, keywords } = manifest;
  const readme = readReadme(folder);
  const facts = [
    `npm package ${name} ${version}.`,
    description === "" ? "" : ensureStop(description),
    licence === "" ? "" : `Licence: ${licence}.`,
  ];
  const text = [facts.filter((fact) => fact !== "").join(" "), readme.text].join("\n").trim();
  return {
    kind: "webPage",
    url,
    title: clip(description === "" ? name : `${name}: ${description}`, MAX_TITLE_UNITS),
    text: clip(text, MAX_README_UNITS),
    language: languageOfScript(readme.text) ?? "en",
    headings: readme.headings.slice(0, MAX_HEADINGS),
    anchors: [name, ...keywords.slice(0, MAX_KEYWORDS).map((keyword) => clip(keyword, 100))],
    isFamilyFriendly: true,
  };
}

function ensureStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function readReadme(folder: string): { text: string; headings: readonly string[] } {
  const file = fs.readdirSync(folder).find((name) => /^readme\.(?:md|markdown)$/i.test(name));
  if (file === undefined) return { text: "", headings: [] };
  return extractMarkdown(fs.readFileSync(path.join(folder, file), "utf8"));
}
