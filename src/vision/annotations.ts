/**
 * What a picture is asked and what it gets, in our words. The wire's words are `surface/vision-v1/`.
 *
 * Pure types and one list, so that a process without decoder or model can import them.
 * Source   google.cloud.vision.v1 Feature.Type, EntityAnnotation, ColorInfo (image_annotator.proto).
 */
import type { Reason } from "../base/errors.ts";

/** Every feature the wire names, in the order of its numbers (FACE_DETECTION is 1), less the retired. */
export const featureNames = [
  "FACE_DETECTION",
  "LANDMARK_DETECTION",
  "LOGO_DETECTION",
  "LABEL_DETECTION",
  "TEXT_DETECTION",
  "DOCUMENT_TEXT_DETECTION",
  "SAFE_SEARCH_DETECTION",
  "IMAGE_PROPERTIES",
  "CROP_HINTS",
  "WEB_DETECTION",
  "PRODUCT_SEARCH",
  "OBJECT_LOCALIZATION",
] as const;

/** The name of one feature. */
export type FeatureName = (typeof featureNames)[number];

/** One feature asked of a picture. */
export interface FeatureRequest {
  readonly name: FeatureName;
  /** At most so many results; 0 = the feature's default. */
  readonly maxResults: number;
}

/** One picture and what is asked of it. */
export interface PictureRequest {
  /** The file's bytes, whole. Owned by the caller, who wipes them after the answer. */
  readonly bytes: Uint8Array;
  readonly features: readonly FeatureRequest[];
}

/** A thing the picture shows. */
export interface LabelAnnotation {
  /** Knowledge-graph id, where one is known. */
  readonly id?: string;
  /** English, in sentence case: "Golden retriever". */
  readonly name: string;
  /** Belief, 0 … 1. */
  readonly score: number;
  /** How much the picture is about it, 0 … 1. */
  readonly topicality: number;
}

/** A colour that stands out. */
export interface DominantColor {
  /** sRGB, 0 … 255. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** Share of the attention, 0 … 1; see docs/models/colors.md. */
  readonly score: number;
  /** Share of the picture's pixels, 0 … 1. */
  readonly pixelFraction: number;
}

/** Why a picture, or a feature of it, got no answer. */
export interface PictureError {
  readonly reason: Reason;
  readonly message: string;
}

/**
 * One picture's answer. A feature that was not asked is absent; one that found nothing is an empty
 * list. A part that failed is `error`, beside whatever succeeded.
 */
export interface PictureAnnotation {
  /** Best first. */
  readonly labels?: readonly LabelAnnotation[];
  /** Highest score first. */
  readonly dominantColors?: readonly DominantColor[];
  readonly error?: PictureError;
}
