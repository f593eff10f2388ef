/**
 * A message of the wire as what the service is asked for.
 */
import {
  Feature_Type,
  type AnnotateImageRequest as WireRequest,
  type Feature,
} from "../../../../gen/google/cloud/vision/v1/image_annotator_pb.ts";
import { ServiceError } from "../../../base/errors.ts";
import type {
  AnnotateImageRequest,
  FeatureName,
  FeatureRequest,
} from "../../../service/annotate-images.ts";

/** The wire's number of each feature; whoever adds a feature adds its row, or this does not compile. */
const featureTypes = {
  FACE_DETECTION: Feature_Type.FACE_DETECTION,
  LANDMARK_DETECTION: Feature_Type.LANDMARK_DETECTION,
  LOGO_DETECTION: Feature_Type.LOGO_DETECTION,
  LABEL_DETECTION: Feature_Type.LABEL_DETECTION,
  TEXT_DETECTION: Feature_Type.TEXT_DETECTION,
  DOCUMENT_TEXT_DETECTION: Feature_Type.DOCUMENT_TEXT_DETECTION,
  SAFE_SEARCH_DETECTION: Feature_Type.SAFE_SEARCH_DETECTION,
  IMAGE_PROPERTIES: Feature_Type.IMAGE_PROPERTIES,
  CROP_HINTS: Feature_Type.CROP_HINTS,
  WEB_DETECTION: Feature_Type.WEB_DETECTION,
  PRODUCT_SEARCH: Feature_Type.PRODUCT_SEARCH,
  OBJECT_LOCALIZATION: Feature_Type.OBJECT_LOCALIZATION,
} as const satisfies Record<FeatureName, Feature_Type>;

const isFeatureName = (text: string): text is FeatureName => Object.hasOwn(featureTypes, text);
const names: ReadonlyMap<Feature_Type, FeatureName> = new Map(
  Object.entries(featureTypes).flatMap(([name, type]) =>
    isFeatureName(name) ? [[type, name]] : [],
  ),
);

/**
 * The requests of a batch, in order.
 *
 * @throws ServiceError ARGUMENT_INVALID: both content and a source, or a feature of no known type.
 */
export function decodeRequests(requests: readonly WireRequest[]): AnnotateImageRequest[] {
  return requests.map((request, index) => decodeRequest(request, `requests[${index}]`));
}

function decodeRequest({ image, features }: WireRequest, path: string): AnnotateImageRequest {
  const content = image?.content ?? new Uint8Array();
  // imageUri beats the older field
  const uri = [image?.source?.imageUri, image?.source?.gcsImageUri].find((text) => text) ?? "";
  if (content.length > 0 && uri !== "") {
    throw new ServiceError(
      "ARGUMENT_INVALID",
      "Only one of image content and uri should be specified.",
      { field: `${path}.image` },
    );
  }
  return {
    image: uri === "" ? { bytes: content } : { uri },
    features: features.map((feature, index) =>
      decodeFeature(feature, `${path}.features[${index}]`),
    ),
  };
}

function decodeFeature({ type, maxResults }: Feature, path: string): FeatureRequest {
  const name = names.get(type);
  if (name === undefined) {
    throw new ServiceError("ARGUMENT_INVALID", `${path}.type names no feature: \`${type}\``, {
      field: `${path}.type`,
    });
  }
  return { name, maxResults };
}
