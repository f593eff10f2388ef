/**
 * Everything asked of one picture: decode once, run the features, gather what came of them.
 *
 * Runs inside a seer. What fails is a value, so that one feature's failure leaves the others' answers.
 */
import type { Log } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import { openNetworks } from "../inference/networks.ts";
import type {
  FeatureRequest,
  PictureAnnotation,
  PictureError,
  PictureRequest,
} from "./annotations.ts";
import { type Engine, features, joinFeatures } from "./features.ts";
import { decodePicture } from "./image/decode.ts";
import { type Picture, wipePicture } from "./image/picture.ts";
import { findDominantColors } from "./image-properties/find-dominant-colors.ts";
import { createLabelDetector } from "./label-detection/detect-labels.ts";

/** Answers for one picture; the request's bytes are left as they are. */
export type AnnotatePicture = (request: PictureRequest) => Promise<PictureAnnotation>;

/** How an engine is called. `maxResults` is at least 1; an engine without a number ignores it. */
type RunEngine = (picture: Picture, maxResults: number) => Promise<PictureAnnotation>;

/** What the function that annotates needs. */
export interface AnnotatePictureNeeds {
  /** The folder of MANIFEST.json; its files load when a picture first needs them. */
  readonly modelsDir: string;
  /** Told of failures that are ours, such as a wrong model file, with their cause. */
  readonly log: Log;
}

/**
 * Makes the function that annotates.
 *
 * It rejects only on a bug. A picture that cannot be decoded gets IMAGE_UNREADABLE or IMAGE_TOO_LARGE, a
 * feature without an engine FEATURE_NOT_BUILT, a wrong model file MODEL_MISMATCH. When several features
 * fail, the reason is the first one's and the message holds all.
 */
export function createAnnotatePicture({ modelsDir, log }: AnnotatePictureNeeds): AnnotatePicture {
  const labels = createLabelDetector(openNetworks(modelsDir));
  const engines: Readonly<Record<Engine, RunEngine>> = {
    "label-detection": async (picture, maxResults) => ({
      labels: await labels.detectLabels(picture, maxResults),
    }),
    "image-properties": async (picture) => ({
      dominantColors: await findDominantColors(picture),
    }),
  };

  async function runFeature(picture: Picture, request: FeatureRequest): Promise<PictureAnnotation> {
    const { engine } = features[request.name];
    if (engine === "not built") {
      const message = `${request.name} is not built yet`;
      return { error: { reason: "FEATURE_NOT_BUILT", message } };
    }
    try {
      return await engines[engine](picture, request.maxResults);
    } catch (cause) {
      return { error: errorOf(cause, log) };
    }
  }

  return async ({ bytes, features: requests }) => {
    let picture: Picture;
    try {
      picture = await decodePicture(bytes);
    } catch (cause) {
      return { error: errorOf(cause, log) };
    }
    try {
      const parts: PictureAnnotation[] = [];
      for (const request of joinFeatures(requests)) parts.push(await runFeature(picture, request));
      return joinParts(parts);
    } finally {
      wipePicture(picture);
    }
  };
}

function joinParts(parts: readonly PictureAnnotation[]): PictureAnnotation {
  const errors = parts.flatMap((part) => part.error ?? []);
  const joined = parts.reduce((sum, part) => ({ ...sum, ...part }), {});
  const [first] = errors;
  if (first === undefined) return joined;
  const message = errors.map((error) => error.message).join("; ");
  return { ...joined, error: { reason: first.reason, message } };
}

/** A ServiceError as a value; anything else is a bug and goes on. */
function errorOf(cause: unknown, log: Log): PictureError {
  if (!(cause instanceof ServiceError)) throw cause;
  if (cause.code === "internal") log("error", cause.message, cause);
  return { reason: cause.reason, message: cause.message };
}
