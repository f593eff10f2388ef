/**
 * What the handlers of the pages share.
 */
import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Call } from "../../base/call.ts";
import { decodePage } from "./decode.ts";
import { pageContext, type PageContext } from "./layout.ts";
import type { PageNeeds } from "./needs.ts";
import { readUser } from "./session.ts";

/** What the handlers of one server share. */
export interface PageTools extends Required<PageNeeds> {
  readonly contextOf: (request: FastifyRequest) => PageContext;
  /** The call, with the person that the page's cookie stands for, if any. */
  readonly personOf: (request: FastifyRequest) => Call;
}

/** Sends a page. The text is a whole document of ours. */
export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type("text/html; charset=utf-8").send(page);
}

/** Joins the needs with what follows from them. */
export function toolsOf(needs: PageNeeds): PageTools {
  const {
    originOf = (request) => `${request.protocol}://${request.host}`,
    newSecret = () => randomBytes(32).toString("base64url"),
  } = needs;
  return {
    ...needs,
    originOf,
    newSecret,
    contextOf: (request) =>
      pageContext(decodePage(request.url, request.headers["accept-language"]), needs.assets),
    personOf: (request) => {
      const { application, at, signal, log } = needs.callOf(request);
      const user = readUser(request.headers.cookie);
      return { application, at, signal, log, ...(user !== undefined && { user }) };
    },
  };
}
