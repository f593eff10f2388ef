/**
 * The cookie that stands for a person, and the check that a form was sent from our own page.
 *
 * The cookie holds a random secret and is there only after a person turned keeping on (RD-14). The API
 * never reads it. It lasts as long as the last kept search could, and is renewed with each one.
 */
import type { FastifyRequest } from "fastify";
import { userSecret, type UserSecret } from "../../base/ids.ts";
import { DAY_MS, SECOND_MS } from "../../base/instant.ts";

const NAME = "lethe_user";

/** No kept search outlives this (UD-51), so a secret that was not used for as long opens nothing. */
const MAX_AGE_SECONDS = (21 * DAY_MS) / SECOND_MS;

/** The secret in a `Cookie` header; undefined when there is none, or none that could be ours. */
export function readUser(cookieHeader: string | undefined): UserSecret | undefined {
  for (const pair of (cookieHeader ?? "").split(";")) {
    const [name, ...value] = pair.split("=");
    if (name?.trim() === NAME) return userSecret(value.join("=").trim());
  }
  return undefined;
}

/** A `Set-Cookie` that keeps `user` for three weeks. */
export function keepUser(user: UserSecret, isOverTls: boolean): string {
  return `${NAME}=${user}; Max-Age=${MAX_AGE_SECONDS}; ${attributes(isOverTls)}`;
}

/** A `Set-Cookie` that takes the cookie away. */
export function forgetUser(isOverTls: boolean): string {
  return `${NAME}=; Max-Age=0; ${attributes(isOverTls)}`;
}

function attributes(isOverTls: boolean): string {
  return `Path=/; HttpOnly; SameSite=Strict${isOverTls ? "; Secure" : ""}`;
}

/**
 * Whether a browser says that a form came from a page of ours. Every browser of today sends
 * `Sec-Fetch-Site` or, with a POST, `Origin`; a request with neither is no person's browser.
 */
export function isFromOurPage(headers: FastifyRequest["headers"], origin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  return headers.origin === origin;
}
