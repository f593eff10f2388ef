/**
 * BatchAnnotateImages, message to message: the one implementation behind REST and gRPC.
 */
import { create } from "@bufbuild/protobuf";
import {
  BatchAnnotateImagesResponseSchema,
  type BatchAnnotateImagesRequest,
  type BatchAnnotateImagesResponse,
} from "../../../gen/google/cloud/vision/v1/image_annotator_pb.ts";
import type { Call } from "../../base/call.ts";
import type { AnnotateImages } from "../../service/annotate-images.ts";
import { decodeRequests } from "./decode/requests.ts";
import { encodeAnnotation } from "./encode.ts";

/** As many responses as requests, in their order. @throws what the service and the decoding throw. */
export async function batchAnnotateImages(
  annotateImages: AnnotateImages,
  call: Call,
  request: BatchAnnotateImagesRequest,
): Promise<BatchAnnotateImagesResponse> {
  const annotations = await annotateImages(call, decodeRequests(request.requests));
  return create(BatchAnnotateImagesResponseSchema, {
    responses: annotations.map(encodeAnnotation),
  });
}
