/**
 * Reads what an npm package says about itself, and where on the web it can be read about.
 *
 * Pure. Manifests are other people's: a field of the wrong form counts as absent.
 *
 * Source   docs.npmjs.com, package.json: `homepage`, `repository`, `license`, `licenses` (the old form).
 */
import * as z from "zod";

const text = z.string().trim().catch("");
const licenceForm = z.union([z.string(), z.looseObject({ type: z.string() })]);

const manifest = z.looseObject({
  name: z.string().min(1),
  version: text.default(""),
  description: text.default(""),
  homepage: text.default(""),
  license: licenceForm.optional().catch(undefined),
  licenses: z.array(licenceForm).optional().catch(undefined),
  keywords: z.array(z.string()).catch([]).default([]),
  repository: z
    .union([z.string(), z.looseObject({ url: z.string(), directory: z.string().optional() })])
    .optional()
    .catch(undefined),
});

/** A package, as its manifest describes it. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** As written: `MIT`; empty when the manifest has none. */
  readonly licence: string;
  readonly keywords: readonly string[];
  /** Addresses of pages about it, best first; http and https only. */
  readonly addresses: readonly string[];
  /** The page of its source files, when it is known. */
  readonly repository?: string;
}

/** The manifest in `json`; undefined when it names no package. */
export function readManifest(json: string): PackageManifest | undefined {
  const parsed = manifest.safeParse(parse(json));
  if (!parsed.success) return undefined;
  const { name, version, description, homepage, license, licenses, keywords } = parsed.data;
  const given = parsed.data.repository;
  const repository = webAddress(typeof given === "string" ? given : (given?.url ?? ""));
  const directory = typeof given === "object" ? given.directory : undefined;
  const folder = repository === undefined ? undefined : folderAddress(repository, directory);
  const home = isWebUrl(homepage) ? homepage : undefined;
  return {
    name,
    version,
    description,
    licence: [license, ...(licenses ?? [])].flatMap(licenceName).join(", "),
    keywords,
    addresses: [home, folder, repository].filter((address) => address !== undefined),
    ...(repository !== undefined && { repository }),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // a manifest that is no JSON describes nothing
  }
}

function licenceName(licence: z.infer<typeof licenceForm> | undefined): string[] {
  if (licence === undefined) return [];
  return [typeof licence === "string" ? licence : licence.type];
}

function isWebUrl(address: string): boolean {
  return /^https?:$/.test(URL.parse(address)?.protocol ?? "");
}

/**
 * The page of a repository, from any of the ways manifests write it: `git+https://host/a/b.git`,
 * `git://…`, `git@host:a/b.git`, `github:a/b`, `a/b`.
 */
export function webAddress(repository: string): string | undefined {
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(repository);
  const long = /^(?:git\+)?(?:https?|git|ssh):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?[/:](.+)$/.exec(
    repository,
  );
  const scp = /^[\w.-]+@([\w.-]+):(.+)$/.exec(repository);
  const [host, path] =
    short === null ? [(long ?? scp)?.[1], (long ?? scp)?.[2]] : ["github.com", short[1]];
  if (host === undefined || path === undefined) return undefined;
  const address = `https://${host}/${path.replace(/#.*$/, "").replace(/\.git\/?$/, "")}`;
  return isWebUrl(address) ? address : undefined;
}

/** The folder of a package in a repository that holds several. */
function folderAddress(repository: string, directory: string | undefined): string | undefined {
  const isKnownForm = repository.startsWith("https://github.com/");
  if (directory === undefined || !isKnownForm) return undefined;
  const path = directory
    .replace(/^\.?\//, "")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  return `${repository}/tree/HEAD/${path}`;
}
