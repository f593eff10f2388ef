/**
 * A JSON body as a protobuf message, with its images as views of the body's own buffer.
 *
 * Equal to `fromJson(schema, JSON.parse(text))` for every valid text, without the image ever being
 * text; stricter in three things: a repeated name, depth, and the length of other strings.
 */
import { fromJson, type DescMessage, type JsonValue, type MessageShape } from "@bufbuild/protobuf";
import { reflect, type ReflectMessage } from "@bufbuild/protobuf/reflect";
import { ScalarType } from "@bufbuild/protobuf";
import { diagnose } from "./diagnose.ts";
import { blobIndex, scanJson, type Blob } from "./scan.ts";
import { messageSlot } from "./slots.ts";

/**
 * Decodes `body` and overwrites it where images stand: they are decoded in place. The message's
 * bytes are views of `body`, which must live, unwiped, as long as they are used. An empty body is
 * an empty message.
 *
 * @throws ServiceError BODY_MALFORMED: not JSON, or not such a message; `field` names the place.
 * @throws ServiceError BODY_TOO_LARGE: too much beside images.
 */
export function decodeMessage<Desc extends DescMessage>(
  schema: Desc,
  body: Uint8Array,
): MessageShape<Desc> {
  if (body.length === 0) return fromJson(schema, {});
  const { skeleton, blobs } = scanJson(body, messageSlot(schema));
  const json: JsonValue = JSON.parse(skeleton);
  if (blobs.some((blob) => !blob.isBase64)) throw diagnose(schema, json, blobs);
  let message: MessageShape<Desc>;
  try {
    message = fromJson(schema, json);
  } catch (cause) {
    throw Object.assign(diagnose(schema, json, blobs), { cause });
  }
  if (blobs.length > 0) placeBlobs(reflect<DescMessage>(schema, message), blobs);
  return message;
}

/** Puts each blob where the skeleton had its number. */
function placeBlobs(message: ReflectMessage, blobs: readonly Blob[]): void {
  const blobOf = (placeholder: unknown) =>
    placeholder instanceof Uint8Array && placeholder.length === 4
      ? blobs[blobIndex(placeholder)]?.bytes
      : undefined;
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    if (field.fieldKind === "scalar" && field.scalar === ScalarType.BYTES) {
      message.set(field, blobOf(message.get(field)) ?? new Uint8Array());
    } else if (field.fieldKind === "message") {
      placeBlobs(message.get(field), blobs);
    } else if (field.fieldKind === "list" && field.listKind === "message") {
      for (const item of message.get(field)) {
        if (isReflected(item)) placeBlobs(item, blobs);
      }
    }
  }
}

function isReflected(item: unknown): item is ReflectMessage {
  return typeof item === "object" && item !== null && "fields" in item && "desc" in item;
}
