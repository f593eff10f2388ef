import { describe, expect, test } from "vitest";
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import { LOCAL_APPLICATION } from "../base/ids.ts";
import { instant } from "../base/instant.ts";
import type { PictureAnnotation } from "../vision/annotations.ts";
import {
  createAnnotateImages,
  MAX_IMAGE_BYTES,
  type AnnotateImageRequest,
  type Annotator,
} from "./annotate-images.ts";

const callWith = (signal: AbortSignal): Call => ({
  application: LOCAL_APPLICATION,
  at: instant(0),
  signal,
  log: () => {},
});
const call = callWith(new AbortController().signal);

const request = (...bytes: number[]): AnnotateImageRequest => ({
  image: { bytes: Uint8Array.from(bytes) },
  features: [{ name: "LABEL_DETECTION", maxResults: 0 }],
});

/** Names a picture's first byte in its only label; throws or fails where told. */
function annotatorOf(
  special: Record<number, (signal: AbortSignal) => Promise<PictureAnnotation>> = {},
): Annotator & { readonly seen: number[] } {
  const seen: number[] = [];
  return {
    seen,
    async annotate({ bytes }, signal) {
      const first = bytes[0] ?? -1;
      seen.push(first);
      // Later ones finish first, so that order is not luck.
      for (let turn = 10 - first; turn > 0; turn -= 1) await Promise.resolve();
      const act = special[first];
      if (act !== undefined) return act(signal);
      return { labels: [{ name: `picture ${first}`, score: 0.5, topicality: 0.5 }] };
    },
  };
}

const bytesOf = (requests: readonly AnnotateImageRequest[]): number[] =>
  requests.flatMap(({ image }) => ("bytes" in image ? [...image.bytes] : []));

describe("createAnnotateImages", () => {
  test("answers in the order of the requests and wipes every picture", async () => {
    const requests = [request(1, 9), request(2, 9), request(3, 9)];
    const answers = await createAnnotateImages({ annotator: annotatorOf() })(call, requests);
    expect(answers.map((answer) => answer.labels?.[0]?.name)).toEqual([
      "picture 1",
      "picture 2",
      "picture 3",
    ]);
    expect(bytesOf(requests)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("a picture that fails leaves its neighbours alone", async () => {
    const error = { reason: "IMAGE_UNREADABLE", message: "no known format" } as const;
    const annotator = annotatorOf({ 2: () => Promise.resolve({ error }) });
    const answers = await createAnnotateImages({ annotator })(call, [
      request(1),
      request(2),
      { ...request(), image: { uri: "gs://bucket/object" } },
      { ...request(), image: { bytes: new Uint8Array(MAX_IMAGE_BYTES + 1) } },
      request(5),
    ]);
    expect(answers.map((answer) => answer.error?.reason)).toEqual([
      undefined,
      "IMAGE_UNREADABLE",
      "FEATURE_NOT_BUILT",
      "IMAGE_TOO_LARGE",
      undefined,
    ]);
    expect(answers[2]?.error?.message).toContain("image.source");
  });

  test("a full queue refuses the whole request, stops the others and wipes all", async () => {
    const full = new ServiceError("QUEUE_FULL", "16 pictures are waiting");
    const annotator = annotatorOf({
      1: (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            reject(new ServiceError("CANCELLED", "stopped"));
          });
        }),
      2: () => Promise.reject(full),
    });
    const requests = [request(1), request(2)];
    await expect(createAnnotateImages({ annotator })(call, requests)).rejects.toBe(full);
    expect(bytesOf(requests)).toEqual([0, 0]);
  });

  test("gives nothing to the annotator when the caller has gone", async () => {
    const annotator = annotatorOf();
    const gone = callWith(AbortSignal.abort());
    const requests = [request(1)];
    await expect(createAnnotateImages({ annotator })(gone, requests)).rejects.toMatchObject({
      reason: "CANCELLED",
    });
    expect(annotator.seen).toEqual([]);
    expect(bytesOf(requests)).toEqual([0]);
  });

  test.each([
    ["no requests", [], "ARGUMENT_MISSING", "requests"],
    ["17 images", Array.from({ length: 17 }, () => request(1)), "TOO_MANY_IMAGES", "requests"],
    [
      "no features",
      [request(1), { ...request(1), features: [] }],
      "ARGUMENT_MISSING",
      "requests[1].features",
    ],
    ["an empty image", [request()], "ARGUMENT_MISSING", "requests[0].image"],
    [
      "an empty address",
      [{ ...request(), image: { uri: "" } }],
      "ARGUMENT_MISSING",
      "requests[0].image",
    ],
    [
      "a negative maximum",
      [{ ...request(1), features: [{ name: "CROP_HINTS" as const, maxResults: -1 }] }],
      "ARGUMENT_INVALID",
      "requests[0].features[0].max_results",
    ],
  ])("refuses %s whole, looks at nothing and wipes", async (_, requests, reason, field) => {
    const annotator = annotatorOf();
    const answer = createAnnotateImages({ annotator })(call, requests);
    await expect(answer).rejects.toMatchObject({ reason, field });
    expect(annotator.seen).toEqual([]);
    expect(bytesOf(requests).every((byte) => byte === 0)).toBe(true);
  });

  test("takes 16 images", async () => {
    const requests = Array.from({ length: 16 }, () => request(1));
    const answers = await createAnnotateImages({ annotator: annotatorOf() })(call, requests);
    expect(answers).toHaveLength(16);
  });
});
