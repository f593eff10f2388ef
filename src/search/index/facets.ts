/**
 * Terms for what is filtered by, not searched for: site, language, file type, exact URL.
 *
 * Pure. A facet begins with a control character that no word can contain, has no score and no
 * positions; a filter is then one more posting list.
 */

const MARK = "\u0001";
/** `site:` reaches two directories deep, as the original documents it. */
const MAX_SITE_DIRECTORIES = 2;

/** Every facet of a document: its host and parent domains, the first directories, and so on. */
export function facetsOf(url: string, language: string | undefined): readonly string[] {
  const parsed = new URL(url);
  const facets = new Set([urlFacet(url), ...siteFacets(parsed)]);
  const extension = fileExtension(parsed.pathname);
  if (extension !== undefined) facets.add(fileTypeFacet(extension));
  if (language !== undefined) {
    facets.add(languageFacet(language));
    facets.add(languageFacet(language.split("-", 1)[0] ?? language));
  }
  return [...facets];
}

/** What `site:value` looks up; undefined when the value is no site. */
export function siteFacet(value: string): string | undefined {
  const stripped = value.replace(/^[a-z]+:\/\//i, "").replace(/^\.+/, "");
  const parsed = URL.parse(`http://${stripped}`);
  if (parsed === null || parsed.hostname === "") return undefined;
  const directories = parsed.pathname.split("/").filter((part) => part !== "");
  return siteTerm(parsed.hostname.replace(/\.$/, ""), directories.slice(0, MAX_SITE_DIRECTORIES));
}

export function languageFacet(value: string): string {
  return `${MARK}language:${value.toLowerCase()}`;
}

export function fileTypeFacet(value: string): string {
  const type = value.replace(/^\./, "").toLowerCase();
  return `${MARK}filetype:${ALIASES[type] ?? type}`;
}

/** What `url:value` looks up: the address without scheme, `www.` and a slash at the end. */
export function urlFacet(value: string): string {
  const bare = value.replace(/^https?:\/\//i, "").replace(/^www\./i, "");
  return `${MARK}url:${bare.replace(/\/$/, "").toLowerCase()}`;
}

/** The same type under several names. */
const ALIASES: Readonly<Record<string, string>> = { htm: "html", jpeg: "jpg", tiff: "tif" };

/** `docs.example.com/a/b` is of docs.example.com, example.com and com, and of /a and /a/b in each. */
function siteFacets(url: URL): string[] {
  const host = url.hostname.replace(/\.$/, "");
  const isAddress = /^[\d.]+$|^\[/.test(host);
  const labels = host.split(".");
  const domains = isAddress ? [host] : labels.map((_, n) => labels.slice(n).join("."));
  const parts = url.pathname.split("/").filter((part) => part !== "");
  const depths = Array.from(
    { length: Math.min(parts.length, MAX_SITE_DIRECTORIES) + 1 },
    (_, depth) => parts.slice(0, depth),
  );
  return domains.flatMap((domain) => depths.map((directories) => siteTerm(domain, directories)));
}

function siteTerm(host: string, directories: readonly string[]): string {
  const path = directories.length === 0 ? "" : `/${directories.join("/").toLowerCase()}`;
  return `${MARK}site:${host}${path}`;
}

function fileExtension(pathname: string): string | undefined {
  const found = /\.([a-z0-9]{1,8})$/i.exec(pathname);
  return found?.[1];
}
