/**
 * Writes a URL as a person reads it in a list of results. It need not work as a link.
 *
 * Pure. Keeps what could mislead (control characters, changes of direction, blanks) percent-encoded,
 * and never decodes a host name.
 */
import { DISPLAY_URL_CHARACTERS } from "./limits.ts";

/** Characters that could make a decoded URL look like another one. */
const MISLEADING = /[\p{C}\p{Z}\p{M}\u115F\u1160\u3164\uFFA0]/u;

/** `https://host/path`, without `http://`, without a slash that stands alone, shortened with dots. */
export function displayUrl(url: string): string {
  const shown = url.replace(/^http:\/\//i, "").replace(/^((?:https:\/\/)?[^/?#]+)\/$/i, "$1");
  const readable = decodeReadable(shown);
  const characters = Array.from(readable);
  return characters.length <= DISPLAY_URL_CHARACTERS
    ? readable
    : `${characters.slice(0, DISPLAY_URL_CHARACTERS - 3).join("")}...`;
}

/** Runs of escapes that are letters become letters; any other run stays as it is. */
function decodeReadable(url: string): string {
  return url.replace(/(?:%[89A-F][0-9A-F])+/gi, (run) => {
    try {
      const text = decodeURIComponent(run);
      return MISLEADING.test(text) ? run : text;
    } catch {
      return run; // not UTF-8: an escape of another encoding, shown as it stands
    }
  });
}
