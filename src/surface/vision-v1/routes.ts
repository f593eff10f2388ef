/**
 * Serves Cloud Vision v1 over REST: `/v1/…`, paths and bodies as the protocol definitions state them.
 *
 * A body with a picture is never text here: `decode/` reads its bytes.
 */
import type { Readable } from "node:stream";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import {
  BatchAnnotateImagesRequestSchema,
  BatchAnnotateImagesResponseSchema,
  ImageAnnotator,
} from "../../../gen/google/cloud/vision/v1/image_annotator_pb.ts";
import type { Call, Log } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import type { AnnotateImages } from "../../service/annotate-images.ts";
import { batchAnnotateImages } from "./annotate.ts";
import { decodeMessage } from "./decode/decode-message.ts";
import { readOwnedBody } from "./decode/owned-body.ts";
import { encodeJson, type JsonStyle } from "./encode.ts";
import { encodeError } from "./errors.ts";
import { matchMethod, type Match } from "./methods.ts";

/** What the routes need. */
export interface VisionV1Needs {
  readonly annotateImages: AnnotateImages;
  readonly callOf: (request: FastifyRequest) => Call;
  /** Where failures that no caller caused are reported. */
  readonly log: Log;
}

const JSON_TYPE = "application/json; charset=UTF-8";
const NO_SUCH_PAGE = `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Error 404 (Not Found)</title>
<p><b>404.</b> The requested URL was not found on this server.</p></html>
`;

/** The routes of Cloud Vision v1, as a plugin for the server. */
export function createVisionV1Routes(needs: VisionV1Needs): FastifyPluginAsync {
  return async (server) => {
    server.removeAllContentTypeParsers();
    // the route reads the stream itself; nobody may make text of it first
    server.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    server.setErrorHandler((error, _request, reply) => {
      const { status, body } = encodeError(error);
      if (status === 500) needs.log("error", "a Cloud Vision request failed", error);
      return reply
        .code(status)
        .headers(PRIVATE)
        .type(JSON_TYPE)
        .send(`${JSON.stringify(body, null, 2)}\n`);
    });
    server.all("/v1/*", (request, reply) => answer(needs, request, reply));
  };
}

/** Nothing of an answer may be kept or learned from. */
const PRIVATE = { "Cache-Control": "no-store", "Content-Usage": "train-ai=n" };

async function answer(
  needs: VisionV1Needs,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [path = "", query = ""] = request.url.split("?");
  const match = matchMethod(request.method, path);
  if (match === undefined)
    return reply.code(404).type("text/html; charset=UTF-8").send(NO_SUCH_PAGE);
  const call = needs.callOf(request);
  const style = readStyle(
    new URLSearchParams(query),
    request.headers["x-goog-fieldmask"]?.toString(),
  );
  if (match.method !== ImageAnnotator.method.batchAnnotateImages) {
    throw new ServiceError(
      "METHOD_NOT_BUILT",
      `${match.method.parent.name}.${match.method.name} is not built yet`,
    );
  }
  const text = await annotate(needs, request, call, match, style);
  return reply.headers(PRIVATE).type(JSON_TYPE).send(text);
}

async function annotate(
  needs: VisionV1Needs,
  request: FastifyRequest,
  call: Call,
  match: Match,
  style: JsonStyle,
): Promise<string> {
  const body = await readOwnedBody(streamOf(request), request.headers);
  try {
    const message = decodeMessage(BatchAnnotateImagesRequestSchema, body.bytes);
    const parent = match.variables.get("parent");
    if (parent !== undefined) message.parent = parent;
    const response = await batchAnnotateImages(needs.annotateImages, call, message);
    return encodeJson(BatchAnnotateImagesResponseSchema, response, style);
  } finally {
    body.wipe();
  }
}

/** A request without any body has no parsed one either; the raw stream ends at once then. */
function streamOf(request: FastifyRequest): Readable {
  return request.raw;
}

/**
 * The system parameters: with and without the leading `$`.
 *
 * @throws ServiceError METHOD_NOT_BUILT: a partial response or another format was asked for.
 */
function readStyle(query: URLSearchParams, fieldMask: string | undefined): JsonStyle {
  const read = (name: string): string | undefined =>
    query.get(`$${name}`) ?? query.get(name) ?? undefined;
  const fields = read("fields") ?? fieldMask;
  if (fields !== undefined && fields !== "*" && fields !== "") {
    throw new ServiceError(
      "METHOD_NOT_BUILT",
      "partial responses are not built yet: leave out `fields`",
      {
        field: "fields",
      },
    );
  }
  const [format = "json", ...options] = (read("alt") ?? "json").split(";");
  if (format !== "json") {
    throw new ServiceError("METHOD_NOT_BUILT", `alt=\`${format}\` is not built yet; json is`, {
      field: "alt",
    });
  }
  return {
    enumAsInteger: options.includes("enum-encoding=int"),
    isPretty: read("prettyPrint") !== "false",
  };
}
