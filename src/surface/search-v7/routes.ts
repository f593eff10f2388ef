/**
 * Serves the Search v7 API. Paths are canonical here: the server brings every spelling to `/v7.0/…`
 * with `normalizePath` before it routes.
 *
 * Handlers return a value or throw; headers and errors are written in one place each.
 */
import { randomBytes } from "node:crypto";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Call, Log } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import type { AnswerWebSearch } from "./answer.ts";
import { decodeWebSearch } from "./decode.ts";
import endpoints from "./endpoints.json" with { type: "json" };
import { encodeError, encodeRefused, encodeWrongMethod, type ErrorAnswer } from "./errors.ts";
import { commonHeaders } from "./headers.ts";
import { MAX_URL_CHARACTERS } from "./limits.ts";

/** What the routes need. */
export interface SearchV7Needs {
  readonly answerWebSearch: AnswerWebSearch;
  readonly callOf: (request: FastifyRequest) => Call;
  /** Where failures that no caller caused are reported. */
  readonly log: Log;
  /** The server as this caller reached it, `http://host:port`; without a slash at the end. */
  readonly originOf?: (request: FastifyRequest) => string;
  /** 32 upper-case hexadecimal digits, new each time. */
  readonly newId?: () => string;
}

const PREFIX = "/v7.0";
const ALL_METHODS: HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const requestOrigin = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;
const randomId = (): string => randomBytes(16).toString("hex").toUpperCase();

/** The routes of Search v7, as a plugin for the server. */
export function createSearchV7Routes(needs: SearchV7Needs): FastifyPluginAsync {
  const { callOf, log, originOf = requestOrigin, newId = randomId } = needs;
  return async (server) => {
    server.removeAllContentTypeParsers();
    // Old clients state a JSON body where there is none. No route here reads a body, so none is parsed.
    server.addContentTypeParser("*", (_request, _payload, done) => done(null));

    server.addHook("onRequest", async (request, reply) => {
      const sent = request.headers["x-msedge-clientid"];
      reply.headers(commonHeaders({ clientId: sent?.toString(), newId }));
      refuseLongUrl(originOf(request) + request.originalUrl);
    });
    server.setErrorHandler((error, _request, reply) => sendError(reply, errorAnswer(error, log)));

    for (const { path, methods, api } of endpoints) {
      const url = PREFIX + path;
      const handler = path === "/search" ? webSearch(needs, originOf) : notBuilt(api, callOf);
      const allowed = ALL_METHODS.filter((method) => methods.includes(method));
      const others = ALL_METHODS.filter((method) => !methods.includes(method));
      server.route({ method: allowed, url, exposeHeadRoute: false, handler });
      server.route({ method: others, url, handler: wrongMethod(allowed.join(", ")) });
    }
    for (const url of [PREFIX, `${PREFIX}/*`]) {
      server.route({ method: ALL_METHODS, url, handler: unknownPath });
    }
  };
}

function webSearch(
  { answerWebSearch, callOf }: SearchV7Needs,
  originOf: (request: FastifyRequest) => string,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const call = callOf(request);
    const asked = decodeWebSearch(request.url, request.headers, call.at);
    const answer = await answerWebSearch(call, asked, originOf(request));
    reply.header("BingAPIs-Market", answer.market);
    return sendJson(reply, answer.body);
  };
}

function refuseLongUrl(url: string): void {
  if (url.length <= MAX_URL_CHARACTERS) return;
  throw new ServiceError(
    "NOT_FOUND",
    `the URL has ${url.length} characters; ${MAX_URL_CHARACTERS} are allowed`,
  );
}

function notBuilt(api: string, callOf: SearchV7Needs["callOf"]) {
  return (request: FastifyRequest): never => {
    callOf(request); // an unknown caller learns only that
    throw new ServiceError("METHOD_NOT_BUILT", `${api} is not built yet`);
  };
}

function wrongMethod(allowed: string) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    reply.header("Allow", allowed);
    return sendError(reply, encodeWrongMethod(request.method, allowed));
  };
}

function unknownPath(request: FastifyRequest): never {
  const path = request.originalUrl.split("?")[0] ?? "";
  throw new ServiceError("NOT_FOUND", `there is nothing at \`${path}\``);
}

/** What was thrown, as an answer. What the caller could not have caused is logged whole. */
function errorAnswer(error: unknown, log: Log): ErrorAnswer {
  const refused = error instanceof ServiceError ? undefined : statusOf(error);
  if (refused !== undefined && refused < 500) return encodeRefused(refused);
  const answer = encodeError(error);
  if (answer.status === 500) log("error", "a Search v7 request failed", error);
  return answer;
}

function statusOf(error: unknown): number | undefined {
  const isTold = error instanceof Error && "statusCode" in error;
  return isTold && typeof error.statusCode === "number" ? error.statusCode : undefined;
}

function sendError(
  reply: FastifyReply,
  { status, body, retryAfterSeconds }: ErrorAnswer,
): FastifyReply {
  reply.code(status);
  if (retryAfterSeconds !== undefined) reply.header("Retry-After", retryAfterSeconds);
  return sendJson(reply, new TextEncoder().encode(JSON.stringify(body)));
}

/** Bytes, so that the media type stays exactly this one: client libraries read no other. */
function sendJson(reply: FastifyReply, body: Uint8Array): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(body);
}
