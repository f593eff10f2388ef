/**
 * The deeds of the history page: turn keeping on or off, open, forget one, forget all.
 *
 * Every deed that changes something is a POST from our own page, answered by a redirect, so that
 * reloading repeats nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isSearchResponse } from "../../../web/read-response.ts";
import { hrefOf } from "../../../web/views/view.ts";
import type { Call } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import { recordId, userSecret, type UserSecret } from "../../base/ids.ts";
import type { SearchResponse } from "../search-v7/wire.ts";
import { decodeForm } from "./decode.ts";
import { FORM_REFERRER_POLICY } from "./headers.ts";
import { deedsDone, historyPage, keptPage, type DeedDone } from "./history-page.ts";
import { forgetUser, isFromOurPage, keepUser, readUser } from "./session.ts";
import { sendPage, type PageTools } from "./tools.ts";

/** A form of ours holds one id at most. */
const MAX_FORM_BYTES = 2048;

/** A call of a named person. */
type PersonCall = Call & { readonly user: UserSecret };

/** Adds the history's routes to the pages. */
export function addHistoryRoutes(pages: FastifyInstance, tools: PageTools): void {
  pages.register(async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: MAX_FORM_BYTES },
      (_request, body, done) => done(null, body),
    );
    server.addHook("onRequest", async (_request, reply) => {
      reply.header("Referrer-Policy", FORM_REFERRER_POLICY);
    });
    server.addHook("preHandler", async (request) => refuseStrangers(request, tools));
    server.get("/history", (request, reply) => list(tools, request, reply));
    server.get("/history/:id", (request, reply) => open(tools, request, reply));
    server.post("/history/keeping", (request, reply) => setKeeping(tools, request, reply));
    server.post("/history/forget", (request, reply) => forgetOne(tools, request, reply));
    server.post("/history/forget-all", (request, reply) => forgetAll(tools, request, reply));
  });
}

function refuseStrangers(request: FastifyRequest, { originOf }: PageTools): void {
  if (request.method !== "POST" || isFromOurPage(request.headers, originOf(request))) return;
  throw new ServiceError("CALLER_FORBIDDEN", "the form did not come from this server's own page");
}

/** @throws ServiceError NOT_FOUND: nobody is named, so nothing is kept for them. */
function person(tools: PageTools, request: FastifyRequest): PersonCall {
  const call = tools.personOf(request);
  const { user } = call;
  if (user === undefined) throw new ServiceError("NOT_FOUND", "nothing is kept");
  return { ...call, user };
}

async function list(
  { personOf, contextOf, history }: PageTools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const call = personOf(request);
  const context = contextOf(request);
  const [isKeeping, searches] =
    call.user === undefined
      ? [false, []]
      : await Promise.all([history.isKeeping(call), history.list(call)]);
  const { query } = context.request;
  const deed = deedsDone.find((one) => one === query.get("done"));
  const count = Number(/^\d{1,6}$/.exec(query.get("count") ?? "")?.[0] ?? 0);
  const done = deed === undefined ? {} : { done: { deed, count } };
  return sendPage(reply, historyPage(context, { isKeeping, searches, at: call.at, ...done }));
}

async function open(
  tools: PageTools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const kept = await tools.history.open(person(tools, request), idOf(request.params));
  return sendPage(reply, keptPage(tools.contextOf(request), kept, readResponse(kept.response)));
}

async function setKeeping(
  tools: PageTools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isOverTls = request.protocol === "https";
  if (decodeForm(request.body).get("keep") === "on") {
    const user = readUser(request.headers.cookie) ?? freshUser(tools);
    await tools.history.setKeeping({ ...tools.personOf(request), user }, true);
    reply.header("Set-Cookie", keepUser(user, isOverTls));
    return back(tools, request, reply, "on");
  }
  const call = tools.personOf(request);
  if (call.user !== undefined) {
    await tools.history.setKeeping(call, false);
    // With nothing left that it could open, the cookie has no purpose.
    if ((await tools.history.list(call)).length === 0) {
      reply.header("Set-Cookie", forgetUser(isOverTls));
    }
  }
  return back(tools, request, reply, "off");
}

async function forgetOne(
  tools: PageTools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const id = decodeForm(request.body).get("id") ?? "";
  await tools.history.delete(person(tools, request), recordId(id));
  return back(tools, request, reply, "one");
}

async function forgetAll(
  tools: PageTools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const call = person(tools, request);
  const count = await tools.history.deleteAll(call);
  if (!(await tools.history.isKeeping(call))) {
    reply.header("Set-Cookie", forgetUser(request.protocol === "https"));
  }
  return back(tools, request, reply, "all", count);
}

function back(
  { contextOf }: PageTools,
  request: FastifyRequest,
  reply: FastifyReply,
  done: DeedDone,
  count?: number,
): FastifyReply {
  const more = count === undefined ? {} : { count: String(count) };
  return reply.redirect(hrefOf(contextOf(request).view, "/history", { done, ...more }), 303);
}

function idOf(params: unknown): ReturnType<typeof recordId> {
  const isNamed = typeof params === "object" && params !== null && "id" in params;
  return recordId(isNamed ? String(params.id) : "");
}

function freshUser({ newSecret }: PageTools): UserSecret {
  const user = userSecret(newSecret());
  if (user === undefined) throw new Error("a fresh secret does not have the form of one");
  return user;
}

/** The kept response; undefined when it is not one that today's page can show. */
function readResponse(bytes: Uint8Array): SearchResponse | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isSearchResponse(value) ? value : undefined;
  } catch {
    return undefined; // said on the page: it cannot be read
  }
}
