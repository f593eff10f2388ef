/**
 * Brings the many spellings of a Search v7 path to one, so that a router needs only the canonical form.
 *
 * Clients of seven years have used four families of paths, capitals, doubled and trailing slashes.
 * Pure. What is no v7 path comes back exactly as it was.
 *
 * Source   Base paths: Web Search API v7 reference (MicrosoftDocs/bing-docs), "Endpoints", and the OpenAPI
 *          files of the client libraries (Azure/azure-rest-api-specs, data-plane/WebSearch and its siblings).
 */

/** `/v7.0/…`, `/bing/v7.0/…`, `/api/v7/…`, `/v7/…`; what follows the version is in group 1. */
const PLAIN = /^(?:\/bing|\/api)?\/v7(?:\.0)?((?:\/.*)?)$/;

/** `/bingcustomsearch/v7.0/…`: the custom search of the first years. */
const CUSTOM = /^\/bingcustomsearch\/v7(?:\.0)?((?:\/.*)?)$/;

/** `/bing/localbusinesses/v7.0/search`: a preview that had the version in the middle. */
const LOCAL = /^\/bing\/localbusinesses\/v7(?:\.0)?((?:\/.*)?)$/;

/**
 * The canonical form of a request target: `/v7.0/…` in lower case without doubled or trailing slashes,
 * followed by the query string as it was. Custom search becomes `/v7.0/custom/…`.
 */
export function normalizePath(target: string): string {
  const queryAt = target.indexOf("?");
  const path = queryAt < 0 ? target : target.slice(0, queryAt);
  const canonical = canonicalPath(path);
  if (canonical === undefined) return target;
  return queryAt < 0 ? canonical : canonical + target.slice(queryAt);
}

function canonicalPath(path: string): string | undefined {
  const tidy = path
    .toLowerCase()
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
  const local = LOCAL.exec(tidy);
  if (local !== null) return `/v7.0/localbusinesses${local[1] ?? ""}`;
  const custom = CUSTOM.exec(tidy);
  if (custom !== null) return `/v7.0/custom${custom[1] ?? ""}`;
  const plain = PLAIN.exec(tidy);
  return plain === null ? undefined : `/v7.0${plain[1] ?? ""}`;
}
