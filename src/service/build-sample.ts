/**
 * The sample index of a first start: real things with true links, from what is installed with the program.
 *
 * The countries of the world as pages (English and Korean) and entities, a page for each installed
 * package, and the project's own documents when its manifest says where they can be read. What is not
 * ours names its licence in the document.
 */
import fs from "node:fs";
import path from "node:path";
import type { Country } from "world-countries";
import countryData from "world-countries/countries.json" with { type: "json" };
import { countryDocuments } from "../ingest/sample/countries.ts";
import { readManifest } from "../ingest/sample/package-manifest.ts";
import { packageDocuments } from "../ingest/sample/packages.ts";
import { projectDocuments } from "../ingest/sample/project.ts";
import type { Document } from "../search/document/document.ts";

// the package states the type of its data
const countries = countryData as unknown as readonly Country[];

/**
 * The documents, in an order that depends on nothing but names; `root` is the folder of the program.
 * Each pair of kind and address is there once.
 */
export function sampleDocuments(root: string): Document[] {
  const modulesDir = path.join(root, "node_modules");
  const packages = fs.existsSync(modulesDir) ? packageDocuments(modulesDir) : [];
  const manifest = readManifest(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const project =
    manifest?.repository === undefined ? [] : projectDocuments(root, manifest.repository);
  return [...project, ...countryDocuments(countries), ...packages];
}
