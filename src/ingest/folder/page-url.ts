/**
 * Finds the address of a page that lies in a folder, from the address of the folder.
 *
 * Pure.
 */
import { ServiceError } from "../../base/errors.ts";

/**
 * A base address as a person states it: absolute, http or https; a missing slash at the end is added,
 * a query or fragment dropped.
 *
 * @throws ServiceError ARGUMENT_INVALID: it is no such address.
 */
export function parseBaseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ServiceError("ARGUMENT_INVALID", `\`${text}\` is not an http or https address`, {
      field: "--base-url",
      value: text,
    });
  }
  url.search = "";
  url.hash = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/** The address of the file at `relativePath` (with `/`). A folder's index page has the folder's address. */
export function pageUrl(base: URL, relativePath: string): string {
  const path = relativePath.replace(/(^|\/)index\.x?html?$/i, "$1");
  const escaped = path
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
  return base.href + escaped;
}

/**
 * The page's own word on its address, when that lies on the same site; else `url`. Another site's
 * address is not believed: the caller said where these pages are.
 */
export function canonicalUrl(url: string, canonical: string | undefined): string {
  const stated = canonical === undefined ? null : URL.parse(canonical, url);
  if (stated === null || stated.origin !== new URL(url).origin) return url;
  stated.hash = "";
  return stated.href;
}
