/**
 * Serves Cloud Vision v1 over gRPC with the implementation that REST has.
 *
 * A frame's message is the owned buffer: the runtime's bytes fields are views into it.
 */
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import {
  Code,
  ConnectError,
  createContextKey,
  createContextValues,
  type ConnectRouter,
  type HandlerContext,
} from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { ImageAnnotator } from "../../../gen/google/cloud/vision/v1/image_annotator_pb.ts";
import { ProductSearch } from "../../../gen/google/cloud/vision/v1/product_search_service_pb.ts";
import { Operations } from "../../../gen/google/longrunning/operations_pb.ts";
import type { Call, Log } from "../../base/call.ts";
import { ServiceError, type Code as ErrorCode } from "../../base/errors.ts";
import type { AnnotateImages } from "../../service/annotate-images.ts";
import type { ReadHeader } from "../http/caller.ts";
import { batchAnnotateImages } from "../vision-v1/annotate.ts";
import { INTERNAL_MESSAGE } from "../vision-v1/errors.ts";

/** What the handler needs. */
export interface GrpcNeeds {
  readonly annotateImages: AnnotateImages;
  /** Who calls, by what a request's head says; throws a ServiceError for strangers. */
  readonly callFrom: (header: ReadHeader, signal: AbortSignal) => Call;
  readonly log: Log;
}

/** A picture of 20 MB and its message, sixteen times a request. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Whom the caller meant to reach; the runtime does not count it among the headers. */
const authority = createContextKey("", { description: "authority" });

function headerOf({ requestHeader, values }: HandlerContext): ReadHeader {
  return (name) => (name === "host" ? values.get(authority) : requestHeader.get(name)) ?? undefined;
}

/** Answers requests whose media type is application/grpc. */
export function createGrpcHandler(
  needs: GrpcNeeds,
): (request: Http2ServerRequest, response: Http2ServerResponse) => void {
  return connectNodeAdapter({
    routes: (router) => addServices(router, needs),
    connect: false,
    grpcWeb: false,
    grpc: true,
    readMaxBytes: MAX_MESSAGE_BYTES,
    contextValues: (request) =>
      createContextValues().set(authority, request.headers[":authority"]?.toString() ?? ""),
  });
}

function addServices(router: ConnectRouter, needs: GrpcNeeds): void {
  router.service(ImageAnnotator, {
    batchAnnotateImages: async (request, context: HandlerContext) => {
      try {
        const call = needs.callFrom(headerOf(context), context.signal);
        return await batchAnnotateImages(needs.annotateImages, call, request);
      } catch (error) {
        throw encodeError(error, needs.log);
      }
    },
  });
  // methods without an implementation answer UNIMPLEMENTED and name themselves
  router.service(ProductSearch, {});
  router.service(Operations, {});
}

/** Connect's name of each code; the numbers are those of google.rpc.Code. */
const codes = {
  cancelled: Code.Canceled,
  invalid_argument: Code.InvalidArgument,
  deadline_exceeded: Code.DeadlineExceeded,
  not_found: Code.NotFound,
  already_exists: Code.AlreadyExists,
  permission_denied: Code.PermissionDenied,
  resource_exhausted: Code.ResourceExhausted,
  failed_precondition: Code.FailedPrecondition,
  unimplemented: Code.Unimplemented,
  internal: Code.Internal,
  unavailable: Code.Unavailable,
  data_loss: Code.DataLoss,
  unauthenticated: Code.Unauthenticated,
} as const satisfies Record<ErrorCode, Code>;

/** A bug keeps its text to itself. */
function encodeError(error: unknown, log: Log): ConnectError {
  if (error instanceof ConnectError) return error;
  if (!(error instanceof ServiceError)) {
    log("error", "a Cloud Vision call failed", error);
    return new ConnectError(INTERNAL_MESSAGE, Code.Internal);
  }
  return new ConnectError(error.message, codes[error.code]);
}
