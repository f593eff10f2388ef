/**
 * Serves `/governance/v1`: a person's history and whether there is one, and what the server promises.
 *
 * A person is named by `Lethe-User`, or on this server's own pages by their cookie. Nothing here is ever
 * stored by a cache on the way.
 */
import { randomBytes } from "node:crypto";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Call, Log } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import { userSecret, type UserSecret } from "../../base/ids.ts";
import type { ForgetHistory } from "../../service/forget-history.ts";
import type { ListHistory } from "../../service/list-history.ts";
import type { ListPromises } from "../../service/list-promises.ts";
import type { OpenHistory } from "../../service/open-history.ts";
import type { Keeping } from "../../service/set-keeping.ts";
import { forgetUser, keepUser, readUser } from "../pages/session.ts";
import { decodeId, decodeKeeping } from "./decode.ts";
import { encodeEntry, encodeHistory, encodePromises } from "./encode.ts";
import { encodeError, encodeWrongMethod, type ErrorAnswer } from "./errors.ts";
import { MAX_BODY_BYTES } from "./limits.ts";
import type { WireDeleted, WireKeeping } from "./wire.ts";

/** What the routes need. */
export interface GovernanceV1Needs {
  readonly callOf: (request: FastifyRequest) => Call;
  readonly listHistory: ListHistory;
  readonly openHistory: OpenHistory;
  readonly forgetHistory: ForgetHistory;
  readonly keeping: Keeping;
  readonly listPromises: ListPromises;
  /** Where failures that no caller caused are reported. */
  readonly log: Log;
  /** A fresh secret for a person who turns keeping on: 16 to 256 printable characters. */
  readonly newSecret?: () => string;
}

const PREFIX = "/governance/v1";
const SECRET_BYTES = 32;
const ALL_METHODS: HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const OFF_NOTE =
  "nothing more is kept; what was kept stays until it is deleted or due: DELETE /governance/v1/history deletes it now";

const randomSecret = (): string => randomBytes(SECRET_BYTES).toString("base64url");

type Handler = (
  needs: GovernanceV1Needs,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<unknown>;

const routes: Readonly<Record<string, readonly (readonly [HTTPMethods, Handler])[]>> = {
  "/history": [
    ["GET", list],
    ["DELETE", forgetAll],
  ],
  "/history/settings": [
    ["GET", readKeeping],
    ["PUT", setKeeping],
  ],
  "/history/:id": [
    ["GET", open],
    ["DELETE", forgetOne],
  ],
  "/promises": [["GET", listPromises]],
};

/** The routes of Lethe's own API, as a plugin for the server. */
export function createGovernanceV1Routes(needs: GovernanceV1Needs): FastifyPluginAsync {
  return async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES },
      (_request, body, done) => done(null, body),
    );
    server.addHook("onRequest", async (request, reply) => {
      reply.headers({ "Cache-Control": "no-store", "Content-Usage": "train-ai=n" });
      refuseForeignPage(request);
    });
    server.setErrorHandler((error, _request, reply) =>
      sendError(reply, answerOf(error, needs.log)),
    );

    for (const [path, handlers] of Object.entries(routes)) addRoute(path, handlers);
    for (const url of [PREFIX, `${PREFIX}/*`]) {
      server.route({ method: ALL_METHODS, url, exposeHeadRoute: false, handler: unknownPath });
    }

    function addRoute(path: string, handlers: readonly (readonly [HTTPMethods, Handler])[]): void {
      const url = PREFIX + path;
      for (const [method, handler] of handlers) {
        server.route({
          method,
          url,
          exposeHeadRoute: false,
          handler: async (request, reply) => send(reply, await handler(needs, request, reply)),
        });
      }
      const methods = handlers.map(([method]) => method);
      const allowed = methods.join(", ");
      server.route({
        method: ALL_METHODS.filter((method) => !methods.includes(method)),
        url,
        exposeHeadRoute: false,
        handler: (request, reply) => {
          reply.header("Allow", allowed);
          return sendError(reply, encodeWrongMethod(request.method, allowed));
        },
      });
    }
  };
}

async function list(needs: GovernanceV1Needs, request: FastifyRequest): Promise<unknown> {
  const call = personOf(needs, request);
  const [keep, items] = await Promise.all([needs.keeping.isOn(call), needs.listHistory(call)]);
  return encodeHistory(keep, items);
}

async function open(needs: GovernanceV1Needs, request: FastifyRequest): Promise<unknown> {
  const call = personOf(needs, request);
  return encodeEntry(await needs.openHistory(call, decodeId(request.params)));
}

async function forgetOne(needs: GovernanceV1Needs, request: FastifyRequest): Promise<WireDeleted> {
  await needs.forgetHistory.one(personOf(needs, request), decodeId(request.params));
  return { deleted: 1 };
}

async function forgetAll(
  needs: GovernanceV1Needs,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<WireDeleted> {
  const call = personOf(needs, request);
  const deleted = await needs.forgetHistory.all(call);
  await dropIdleCookie(needs, request, reply, call);
  return { deleted };
}

async function readKeeping(
  needs: GovernanceV1Needs,
  request: FastifyRequest,
): Promise<WireKeeping> {
  return { keep: await needs.keeping.isOn(personOf(needs, request)) };
}

/** Who turns keeping on and is nobody yet becomes somebody: a random secret in a cookie of this server. */
async function setKeeping(
  needs: GovernanceV1Needs,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<WireKeeping> {
  const keep = decodeKeeping(bodyOf(request));
  const call = personOf(needs, request);
  if (!keep) {
    await needs.keeping.set(call, false);
    await dropIdleCookie(needs, request, reply, call);
    return { keep, note: OFF_NOTE };
  }
  const user = call.user ?? freshUser(needs);
  await needs.keeping.set({ ...call, user }, true);
  if (!statesUser(request)) reply.header("Set-Cookie", keepUser(user, isOverTls(request)));
  return { keep };
}

async function listPromises(needs: GovernanceV1Needs, request: FastifyRequest): Promise<unknown> {
  return encodePromises(await needs.listPromises(needs.callOf(request)));
}

/** The call, with the person of the cookie when the application names none. */
function personOf({ callOf }: GovernanceV1Needs, request: FastifyRequest): Call {
  const call = callOf(request);
  if (call.user !== undefined) return call;
  const user = readUser(request.headers.cookie);
  return user === undefined ? call : { ...call, user };
}

function statesUser(request: FastifyRequest): boolean {
  return request.headers["lethe-user"] !== undefined;
}

/** A cookie that opens nothing any more has no purpose. */
async function dropIdleCookie(
  { keeping, listHistory }: GovernanceV1Needs,
  request: FastifyRequest,
  reply: FastifyReply,
  call: Call,
): Promise<void> {
  if (statesUser(request) || call.user === undefined) return;
  if ((await keeping.isOn(call)) || (await listHistory(call)).length > 0) return;
  reply.header("Set-Cookie", forgetUser(isOverTls(request)));
}

function freshUser({ newSecret = randomSecret }: GovernanceV1Needs): UserSecret {
  const user = userSecret(newSecret());
  if (user === undefined) throw new Error("a fresh secret does not have the form of one");
  return user;
}

/**
 * A page of somebody else's neither reads a person's history nor changes it, even where a browser would
 * send the cookie along. A program that is no browser states neither header.
 */
function refuseForeignPage(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  const { origin } = request.headers;
  const isForeign =
    site === undefined
      ? origin !== undefined && origin !== `${request.protocol}://${request.host}`
      : site !== "same-origin" && site !== "none";
  if (isForeign) {
    throw new ServiceError("CALLER_FORBIDDEN", "only this server's own pages may ask this");
  }
}

function bodyOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function isOverTls(request: FastifyRequest): boolean {
  return request.protocol === "https";
}

function unknownPath(request: FastifyRequest): never {
  const path = request.originalUrl.split("?")[0] ?? "";
  throw new ServiceError("NOT_FOUND", `there is nothing at \`${path}\``);
}

function answerOf(error: unknown, log: Log): ErrorAnswer {
  const answer = encodeError(isTooLarge(error) ? tooLarge() : error);
  if (answer.status === 500) log("error", "a governance request failed", error);
  return answer;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "statusCode" in error && error.statusCode === 413;
}

function tooLarge(): ServiceError {
  return new ServiceError("BODY_TOO_LARGE", `a body has at most ${MAX_BODY_BYTES} bytes`);
}

function sendError(reply: FastifyReply, { status, body }: ErrorAnswer): FastifyReply {
  return send(reply.code(status), body);
}

function send(reply: FastifyReply, value: unknown): FastifyReply {
  const bytes = value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value));
  return reply.type("application/json; charset=utf-8").send(bytes);
}
