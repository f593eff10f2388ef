/**
 * The features, one row each: read this first. It loads no engine; `annotate-picture.ts` does.
 */
import type { FeatureName, FeatureRequest } from "./annotations.ts";

/** The folders that see. */
export type Engine = "label-detection" | "image-properties";

/** What is known of a feature before any picture. */
export interface Feature {
  /** Results when the request names no number; undefined where a number means nothing. */
  readonly defaultMaxResults: number | undefined;
  /** The folder that answers it. */
  readonly engine: Engine | "not built";
}

/** List features give ten results unless the request says otherwise (Vision's documentation). */
const LIST_RESULTS = 10;

/** One row per feature, under its wire name. */
export const features = {
  FACE_DETECTION: { defaultMaxResults: LIST_RESULTS, engine: "not built" },
  LANDMARK_DETECTION: { defaultMaxResults: LIST_RESULTS, engine: "not built" },
  LOGO_DETECTION: { defaultMaxResults: LIST_RESULTS, engine: "not built" },
  LABEL_DETECTION: { defaultMaxResults: LIST_RESULTS, engine: "label-detection" },
  TEXT_DETECTION: { defaultMaxResults: undefined, engine: "not built" },
  DOCUMENT_TEXT_DETECTION: { defaultMaxResults: undefined, engine: "not built" },
  SAFE_SEARCH_DETECTION: { defaultMaxResults: undefined, engine: "not built" },
  IMAGE_PROPERTIES: { defaultMaxResults: undefined, engine: "image-properties" },
  CROP_HINTS: { defaultMaxResults: undefined, engine: "not built" },
  WEB_DETECTION: { defaultMaxResults: LIST_RESULTS, engine: "not built" },
  PRODUCT_SEARCH: { defaultMaxResults: LIST_RESULTS, engine: "not built" },
  OBJECT_LOCALIZATION: { defaultMaxResults: LIST_RESULTS, engine: "not built" },
} as const satisfies Record<FeatureName, Feature>;

/**
 * Each feature once, in the order first asked, with the number of results it is to give (at least 1):
 * the largest that was asked for, or the default. So a request is at most twelve entries long.
 */
export function joinFeatures(requests: readonly FeatureRequest[]): FeatureRequest[] {
  const joined = new Map<FeatureName, number>();
  for (const { name, maxResults } of requests) {
    const asked = maxResults > 0 ? maxResults : (features[name].defaultMaxResults ?? 1);
    joined.set(name, Math.max(asked, joined.get(name) ?? 0));
  }
  return Array.from(joined, ([name, maxResults]) => ({ name, maxResults }));
}
