/**
 * Our annotations as messages of the wire, and messages as its JSON.
 *
 * Source   proto3 JSON mapping; google.cloud.vision.v1 image_annotator.proto.
 */
import {
  create,
  toJson,
  type DescMessage,
  type JsonValue,
  type MessageShape,
} from "@bufbuild/protobuf";
import {
  AnnotateImageResponseSchema,
  type AnnotateImageResponse,
} from "../../../gen/google/cloud/vision/v1/image_annotator_pb.ts";
import { StatusSchema } from "../../../gen/google/rpc/status_pb.ts";
import { reasons } from "../../base/errors.ts";
import type { PictureAnnotation } from "../../service/annotate-images.ts";
import { statusOf } from "./errors.ts";

/** One picture's answer. What found nothing is left out; an error has no details, which clients need. */
export function encodeAnnotation(annotation: PictureAnnotation): AnnotateImageResponse {
  const response = create(AnnotateImageResponseSchema);
  const { labels = [], dominantColors, error } = annotation;
  response.labelAnnotations = labels.map((label) => entity(label));
  if (dominantColors !== undefined && dominantColors.length > 0) {
    response.imagePropertiesAnnotation = properties(dominantColors);
  }
  if (error !== undefined) {
    const { number } = statusOf(reasons[error.reason]);
    response.error = create(StatusSchema, { code: number, message: error.message });
  }
  return response;
}

type Label = NonNullable<PictureAnnotation["labels"]>[number];
type Colors = NonNullable<PictureAnnotation["dominantColors"]>;

function entity({
  id = "",
  name,
  score,
  topicality,
}: Label): AnnotateImageResponse["labelAnnotations"][number] {
  const [annotation] = create(AnnotateImageResponseSchema, {
    labelAnnotations: [{ mid: id, description: name, score, topicality }],
  }).labelAnnotations;
  if (annotation === undefined) throw new Error("a message lost what it was made with");
  return annotation;
}

function properties(
  colors: Colors,
): NonNullable<AnnotateImageResponse["imagePropertiesAnnotation"]> {
  const { imagePropertiesAnnotation } = create(AnnotateImageResponseSchema, {
    imagePropertiesAnnotation: {
      dominantColors: {
        colors: colors.map(({ red, green, blue, score, pixelFraction }) => ({
          color: { red, green, blue },
          score,
          pixelFraction,
        })),
      },
    },
  });
  if (imagePropertiesAnnotation === undefined)
    throw new Error("a message lost what it was made with");
  return imagePropertiesAnnotation;
}

/** How a caller wants its JSON. */
export interface JsonStyle {
  /** Enums as numbers instead of names. */
  readonly enumAsInteger: boolean;
  /** Two-space indentation. */
  readonly isPretty: boolean;
}

/** A message as the JSON text of the wire: defaults left out, floats as the shortest decimal of 32 bits. */
export function encodeJson<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
  { enumAsInteger, isPretty }: JsonStyle,
): string {
  const json = toJson(schema, message, { enumAsInteger });
  return JSON.stringify(shortened(schema, json), null, isPretty ? 2 : undefined);
}

/** Every fractional number of these messages is a 32-bit float, but for the degrees of a LatLng. */
function shortened(schema: DescMessage, json: JsonValue): JsonValue {
  if (typeof json === "number") return Number.isInteger(json) ? json : shortestFloat(json);
  if (Array.isArray(json)) return json.map((item) => shortened(schema, item));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key === "latLng" ? value : shortened(schema, value),
    ]),
  );
}

/** The shortest decimal that a 32-bit float reads back as itself: nine digits always do. */
export function shortestFloat(value: number): number {
  const float = Math.fround(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const candidate = Number(float.toPrecision(digits));
    if (Math.fround(candidate) === float) return candidate;
  }
  return Number(float.toPrecision(9));
}
