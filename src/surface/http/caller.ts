/**
 * Who is calling: the rules of a server without keys.
 *
 * Such a server serves this machine only: the Host must be a loopback name, a browser's foreign Origin
 * is refused, and so is anything that came through a proxy, because then nobody knows where it came from.
 */
import type { FastifyRequest } from "fastify";
import type { Call, Log } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import { LOCAL_APPLICATION, userSecret } from "../../base/ids.ts";
import type { Instant } from "../../base/instant.ts";

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** Headers that only a proxy sets. */
const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/** What telling callers apart needs. */
export interface CallerNeeds {
  readonly now: () => Instant;
  readonly log: Log;
}

/** Makes the function that turns a request into a call. */
export function createCallOf(needs: CallerNeeds): (request: FastifyRequest) => Call {
  return (request) => {
    refuseStrangers(request);
    const gone = new AbortController();
    request.raw.socket.once("close", () => gone.abort());
    const stated = request.headers["lethe-user"]?.toString();
    const call = { application: LOCAL_APPLICATION, at: needs.now(), signal: gone.signal, log: needs.log };
    if (stated === undefined) return call;
    const user = userSecret(stated);
    if (user === undefined) {
      throw new ServiceError(
        "ARGUMENT_INVALID",
        "Lethe-User is a secret of 16 to 256 printable ASCII characters without blanks",
        { field: "Lethe-User" },
      );
    }
    return { ...call, user };
  };
}

/** @throws ServiceError CALLER_FORBIDDEN: not from this machine, as far as can be told. */
function refuseStrangers(request: FastifyRequest): void {
  const { headers } = request;
  // HTTP/2 says it in a pseudo-header
  const host = headers.host ?? headers[":authority"]?.toString() ?? "";
  if (!LOOPBACK.test(host)) {
    throw refused(`this server has no keys and serves its own machine only, not \`${host}\``, "Host");
  }
  const proxied = PROXY_HEADERS.find((name) => headers[name] !== undefined);
  if (proxied !== undefined) {
    throw refused("a server without keys serves nobody through a proxy", proxied);
  }
  const origin = headers.origin;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw refused("a server without keys serves no page of another origin", "Origin");
  }
}

function refused(message: string, field: string): ServiceError {
  return new ServiceError("CALLER_FORBIDDEN", message, { field });
}
