/**
 * Annotates the pictures of one request: whole-request checks, then all pictures side by side.
 *
 * INVARIANT (wiped): when the returned promise settles, every picture's bytes are overwritten.
 *
 * Source   Limits: https://cloud.google.com/vision/quotas (16 images a request, 20 MB an image).
 *          Texts of whole-request errors: as the service gave them in public issue threads.
 */
import type { Call } from "../base/call.ts";
import { ServiceError, type Reason } from "../base/errors.ts";
import type { FeatureRequest, PictureAnnotation, PictureRequest } from "../vision/annotations.ts";

export type { FeatureName, FeatureRequest, PictureAnnotation } from "../vision/annotations.ts";

/** Images in one request; more are refused whole. */
export const MAX_IMAGES = 16;

/** Bytes of one picture as it arrives. The page says 20 MB; read as 20 MiB, the kinder reading. */
export const MAX_IMAGE_BYTES = 20_971_520;

/** Where a picture is: in our hands, to be wiped, or somewhere else. */
export type ImageSource = { readonly bytes: Uint8Array } | { readonly uri: string };

/** One picture and what is wanted of it. */
export interface AnnotateImageRequest {
  readonly image: ImageSource;
  readonly features: readonly FeatureRequest[];
}

/** Whoever looks at pictures. Throws QUEUE_FULL when there is no room; else failures are values. */
export interface Annotator {
  annotate(request: PictureRequest, signal: AbortSignal): Promise<PictureAnnotation>;
}

/**
 * As many answers as requests, in their order. A picture that fails has `error` in its answer and
 * leaves its neighbours alone.
 *
 * @throws ServiceError TOO_MANY_IMAGES, ARGUMENT_MISSING, ARGUMENT_INVALID: the request as a whole.
 * @throws ServiceError QUEUE_FULL: no room for one of the pictures; none is answered.
 * @throws ServiceError CANCELLED: the caller went away.
 */
export type AnnotateImages = (
  call: Call,
  requests: readonly AnnotateImageRequest[],
) => Promise<readonly PictureAnnotation[]>;

/** Makes the deed over an annotator. */
export function createAnnotateImages(needs: { readonly annotator: Annotator }): AnnotateImages {
  return async (call, requests) => {
    try {
      checkRequests(requests);
      return await annotateAll(needs.annotator, requests, call.signal);
    } finally {
      for (const { image } of requests) wipe(image);
    }
  };
}

function checkRequests(requests: readonly AnnotateImageRequest[]): void {
  if (requests.length > MAX_IMAGES) {
    throw new ServiceError("TOO_MANY_IMAGES", "Too many images per request.", {
      field: "requests",
    });
  }
  // What the original answers to no requests at all is not known; see docs/differences.md.
  if (requests.length === 0) throw missing("requests");
  for (const [index, request] of requests.entries()) checkRequest(request, `requests[${index}]`);
}

function checkRequest({ image, features }: AnnotateImageRequest, path: string): void {
  if (features.length === 0) throw missing(`${path}.features`);
  if ("bytes" in image ? image.bytes.length === 0 : image.uri === "") {
    throw missing(`${path}.image`);
  }
  for (const [index, { maxResults }] of features.entries()) {
    if (maxResults >= 0) continue;
    const field = `${path}.features[${index}].max_results`;
    throw new ServiceError("ARGUMENT_INVALID", `${field} must not be negative: \`${maxResults}\``, {
      field,
      value: String(maxResults),
    });
  }
}

function missing(field: string): ServiceError {
  return new ServiceError("ARGUMENT_MISSING", "Request must specify image and features.", {
    field,
  });
}

/** The first picture that throws stops all others; a value of an error stops nobody. */
async function annotateAll(
  annotator: Annotator,
  requests: readonly AnnotateImageRequest[],
  callSignal: AbortSignal,
): Promise<readonly PictureAnnotation[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([callSignal, stop.signal]);
  let failure: { readonly error: unknown } | undefined;
  const outcomes = await Promise.allSettled(
    requests.map(async (request) => {
      try {
        return await annotateOne(annotator, request, signal);
      } catch (error) {
        // Kept: aborting the others makes them throw as well, and theirs is not the cause.
        failure ??= { error };
        stop.abort();
        throw error;
      } finally {
        wipe(request.image);
      }
    }),
  );
  if (failure !== undefined) throw failure.error;
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

async function annotateOne(
  annotator: Annotator,
  { image, features }: AnnotateImageRequest,
  signal: AbortSignal,
): Promise<PictureAnnotation> {
  if ("uri" in image) {
    return failed(
      "FEATURE_NOT_BUILT",
      "image.source is not built yet: send the picture itself as image.content",
    );
  }
  const { bytes } = image;
  if (bytes.length > MAX_IMAGE_BYTES) {
    return failed(
      "IMAGE_TOO_LARGE",
      `the image has ${bytes.length} bytes; ${MAX_IMAGE_BYTES} are allowed`,
    );
  }
  if (signal.aborted) throw new ServiceError("CANCELLED", "the caller went away");
  return annotator.annotate({ bytes, features }, signal);
}

function failed(reason: Reason, message: string): PictureAnnotation {
  return { error: { reason, message } };
}

function wipe(image: ImageSource): void {
  if ("bytes" in image) image.bytes.fill(0);
}
