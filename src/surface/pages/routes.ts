/**
 * Serves the pages a person looks at. Everything but the picture works without JavaScript.
 *
 * Handlers return a value or throw; the headers and the error page are written in one place each.
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { ServiceError } from "../../base/errors.ts";
import { decodeSearch, MAX_QUERY_CHARACTERS } from "./decode.ts";
import { ICON, openSearchDescription, ROBOTS } from "./documents.ts";
import { errorLook } from "./errors.ts";
import { pageHeaders } from "./headers.ts";
import { addHistoryRoutes } from "./history-routes.ts";
import type { PageNeeds } from "./needs.ts";
import { picturePage, promisesPage, troublePage } from "./other-pages.ts";
import { foundPage, homePage, refusedPage, unansweredPage } from "./search-page.ts";
import { keepUser } from "./session.ts";
import { sendPage, toolsOf, type PageTools } from "./tools.ts";

export type { KeptAnswer, PageHistory, PageNeeds, PagePromise } from "./needs.ts";

/** Seconds for which a file with a hash in its name may be kept. */
const IMMUTABLE = "public, max-age=31536000, immutable";
const ONE_DAY = "public, max-age=86400";

/** The routes of the pages, as a plugin for the server. */
export function createPageRoutes(needs: PageNeeds): FastifyPluginAsync {
  const tools = toolsOf(needs);
  return async (server) => {
    server.addHook("onRequest", async (_request, reply) => void reply.headers(pageHeaders));
    server.setErrorHandler((error, request, reply) => {
      const { status, trouble } = errorLook(error);
      if (status >= 500 && trouble === "broken") tools.log("error", "a page failed", error);
      return sendPage(reply.code(status), troublePage(tools.contextOf(request), trouble));
    });
    addDocuments(server, tools);
    addHistoryRoutes(server, tools);
    server.get("/", (request, reply) => search(tools, request, reply));
    server.get("/picture", async (request, reply) => {
      needs.callOf(request);
      return sendPage(reply, picturePage(tools.contextOf(request)));
    });
    server.get("/promises", async (request, reply) => {
      const promises = await needs.listPromises(needs.callOf(request));
      return sendPage(reply, promisesPage(tools.contextOf(request), promises));
    });
  };
}

async function search(
  tools: PageTools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const call = tools.personOf(request);
  const context = tools.contextOf(request);
  if (context.request.query.get("tab") === "picture") return sendPage(reply, picturePage(context));
  const asked = decodeSearch(context.request, request.headers["accept-language"]);
  if (asked === undefined) return sendPage(reply, homePage(context));
  const { text, offset } = asked.query;
  const { words } = context.view;
  if (text.length > MAX_QUERY_CHARACTERS) {
    const notice = words.queryTooLong(text.length, MAX_QUERY_CHARACTERS);
    return sendPage(reply.code(400), refusedPage(context, text, notice));
  }
  try {
    const { response, history } = await tools.answerWebSearch(call, asked, tools.originOf(request));
    if (history === "kept" && call.user !== undefined) {
      reply.header("Set-Cookie", keepUser(call.user, request.protocol === "https"));
    }
    const found = { query: text, offset, response, queriedAt: call.at, history };
    return sendPage(reply, foundPage(context, found));
  } catch (error) {
    const { status, trouble } = errorLook(error);
    if (status === 500) tools.log("error", "a search on the page failed", error);
    return sendPage(reply.code(status), unansweredPage(context, text, words.troubles[trouble]));
  }
}

function addDocuments(server: FastifyInstance, { assets, originOf }: PageTools): void {
  server.get<{ Params: { name: string } }>("/assets/:name", (request, reply) => {
    const asset = assets.files.get(request.params.name);
    if (asset === undefined) throw new ServiceError("NOT_FOUND", "there is no such file");
    return reply.header("Cache-Control", IMMUTABLE).type(asset.mediaType).send(asset.bytes);
  });
  for (const path of ["/favicon.svg", "/favicon.ico"]) {
    server.get(path, (_request, reply) =>
      // The mark styles itself; no script and no other file can come along.
      reply
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .header("Cache-Control", ONE_DAY)
        .type("image/svg+xml")
        .send(ICON),
    );
  }
  server.get("/robots.txt", (_request, reply) =>
    reply.header("Cache-Control", ONE_DAY).type("text/plain; charset=utf-8").send(ROBOTS),
  );
  server.get("/opensearch.xml", (request, reply) =>
    reply
      .type("application/opensearchdescription+xml; charset=utf-8")
      .send(openSearchDescription(originOf(request))),
  );
}
