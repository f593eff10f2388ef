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
import { hangUpSignal } from "./hang-up.ts";

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** Headers that only a proxy sets. */
const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/** What telling callers apart needs. */
export interface CallerNeeds {
  readonly now: () => Instant;
  readonly log: Log;
}

/** What a request's head says under a lower-case name; HTTP/2's `:authority` counts as `host`. */
export type ReadHeader = (name: string) => string | undefined;

/** Makes the function that turns a request's head into a call. */
export function createCallFrom(
  needs: CallerNeeds,
): (header: ReadHeader, signal: AbortSignal) => Call {
  return (header, signal) => {
    refuseStrangers(header);
    const call = { application: LOCAL_APPLICATION, at: needs.now(), signal, log: needs.log };
    const stated = header("lethe-user");
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

/** The same for requests over HTTP; their signal is aborted when the caller hangs up. */
export function createCallOf(needs: CallerNeeds): (request: FastifyRequest) => Call {
  const callFrom = createCallFrom(needs);
  return (request) => {
    const header = (name: string): string | undefined => {
      const value =
        request.headers[name] ?? (name === "host" ? request.headers[":authority"] : undefined);
      return value?.toString();
    };
    return callFrom(header, hangUpSignal(request));
  };
}

/** @throws ServiceError CALLER_FORBIDDEN: not from this machine, as far as can be told. */
function refuseStrangers(header: ReadHeader): void {
  const host = header("host") ?? "";
  if (!LOOPBACK.test(host)) {
    throw refused(
      `this server has no keys and serves its own machine only, not \`${host}\``,
      "Host",
    );
  }
  const proxied = PROXY_HEADERS.find((name) => header(name) !== undefined);
  if (proxied !== undefined) {
    throw refused("a server without keys serves nobody through a proxy", proxied);
  }
  const origin = header("origin");
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw refused("a server without keys serves no page of another origin", "Origin");
  }
}

function refused(message: string, field: string): ServiceError {
  return new ServiceError("CALLER_FORBIDDEN", message, { field });
}
