/**
 * What gateway and seer say to each other inside a frame.
 *
 * Pure. A process of either kind may be the one that was taken over, so both directions are checked.
 *
 * Shapes   request: u32 little-endian n, n bytes of JSON (sequence, features), then the picture's bytes.
 *          answer: JSON (sequence, annotation).
 */
import { z } from "zod";
import { isReason, type Reason, ServiceError } from "../../base/errors.ts";
import { joinFeatures } from "../features.ts";
import { featureNames, type PictureAnnotation, type PictureRequest } from "../annotations.ts";

/** Bytes in front of a request's JSON. */
const LENGTH_BYTES = 4;

/** A request's JSON is a few hundred bytes; more than this is no request of ours. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** A request as a seer gets it. */
export interface SeerRequest {
  /** Counts up on one socket; the answer repeats it. */
  readonly sequence: number;
  /** `bytes` is a view into the frame: wiping the frame wipes the picture. */
  readonly picture: PictureRequest;
}

/** A seer's answer. */
export interface SeerAnswer {
  readonly sequence: number;
  readonly annotation: PictureAnnotation;
}

const headerSchema = z.strictObject({
  sequence: z.int().nonnegative(),
  features: z.array(
    z.strictObject({ name: z.enum(featureNames), maxResults: z.int().nonnegative() }),
  ),
});

const share = z.number().min(0).max(1);
const channel = z.number().min(0).max(255);

const answerSchema = z.strictObject({
  sequence: z.int().nonnegative(),
  annotation: z.strictObject({
    labels: z.exactOptional(
      z.array(
        z.strictObject({
          id: z.exactOptional(z.string()),
          name: z.string(),
          score: share,
          topicality: share,
        }),
      ),
    ),
    dominantColors: z.exactOptional(
      z.array(
        z.strictObject({
          red: channel,
          green: channel,
          blue: channel,
          score: share,
          pixelFraction: share,
        }),
      ),
    ),
    error: z.exactOptional(
      z.strictObject({
        reason: z.custom<Reason>((reason) => typeof reason === "string" && isReason(reason)),
        message: z.string(),
      }),
    ),
  }),
});

/**
 * What stands before the picture's bytes in a request's frame; the bytes follow without a copy. Features asked
 * twice are joined, so that no caller can make the head longer than a seer takes.
 */
export function encodeRequestHead(request: SeerRequest): Uint8Array {
  const header = {
    sequence: request.sequence,
    features: joinFeatures(request.picture.features),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(LENGTH_BYTES + json.length);
  new DataView(head.buffer).setUint32(0, json.length, true);
  head.set(json, LENGTH_BYTES);
  return head;
}

/**
 * Takes a request's frame apart; the picture is a view into it.
 *
 * @throws ServiceError FRAME_INVALID: it is no request.
 */
export function decodeRequest(frame: Uint8Array): SeerRequest {
  if (frame.length < LENGTH_BYTES) throw new ServiceError("FRAME_INVALID", "a request cut short");
  const headerBytes = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  if (headerBytes > Math.min(MAX_HEADER_BYTES, frame.length - LENGTH_BYTES)) {
    throw new ServiceError("FRAME_INVALID", "a request's header is longer than it may be");
  }
  const pictureAt = LENGTH_BYTES + headerBytes;
  const header = parse(headerSchema, frame.subarray(LENGTH_BYTES, pictureAt), "request");
  const picture = { bytes: frame.subarray(pictureAt), features: header.features };
  return { sequence: header.sequence, picture };
}

/** An answer's frame. */
export function encodeAnswer(answer: SeerAnswer): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(answer));
}

/**
 * Reads an answer's frame.
 *
 * @throws ServiceError FRAME_INVALID: it is no answer.
 */
export function decodeAnswer(frame: Uint8Array): SeerAnswer {
  return parse(answerSchema, frame, "answer");
}

function parse<T>(schema: z.ZodType<T>, bytes: Uint8Array, kind: string): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new ServiceError("FRAME_INVALID", `a frame between gateway and seer is no ${kind}`, {
      cause,
    });
  }
}
