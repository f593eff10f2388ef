import {
  create,
  fromJson,
  ScalarType,
  toJson,
  type DescMessage,
  type JsonValue,
} from "@bufbuild/protobuf";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BatchAnnotateFilesRequestSchema,
  BatchAnnotateImagesRequestSchema,
  file_google_cloud_vision_v1_image_annotator as annotatorFile,
} from "../../../../gen/google/cloud/vision/v1/image_annotator_pb.ts";
import { file_google_cloud_vision_v1_product_search_service as productFile } from "../../../../gen/google/cloud/vision/v1/product_search_service_pb.ts";
import { ServiceError } from "../../../base/errors.ts";
import { decodeMessage } from "./decode-message.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decodeText = (text: string) => decodeMessage(BatchAnnotateImagesRequestSchema, encode(text));

function failureOf(text: string, schema: DescMessage = BatchAnnotateImagesRequestSchema) {
  try {
    decodeMessage(schema, encode(text));
  } catch (error) {
    if (error instanceof ServiceError) return { message: error.message, field: error.field };
    throw error;
  }
  throw new Error("decoded");
}

/** The type of what `bytes` decode to, or the code of the error. */
function outcome(bytes: Uint8Array): string {
  try {
    return decodeMessage(BatchAnnotateImagesRequestSchema, bytes).$typeName;
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

const base64 = fc
  .uint8Array({ maxLength: 60 })
  .chain((bytes) =>
    fc.constantFrom(
      Buffer.from(bytes).toString("base64"),
      Buffer.from(bytes).toString("base64url"),
    ),
  );

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** JSON of a request, in all spellings the mapping allows. */
const requestJson = fc.record(
  {
    requests: fc.array(
      fc.record(
        {
          image: fc.oneof(
            fc.record({ content: optional(base64) }, { requiredKeys: [] }),
            fc.record({
              source: fc.oneof(fc.record({ image_uri: text }), fc.record({ imageUri: text })),
            }),
          ),
          features: fc.array(
            fc.oneof(
              fc.record({
                type: fc.constantFrom("LABEL_DETECTION", 4, 7, 99),
                maxResults: fc.nat(),
              }),
              fc.record({ type: fc.constant("CROP_HINTS"), max_results: fc.nat().map(String) }),
            ),
            { maxLength: 3 },
          ),
          imageContext: fc.record(
            {
              languageHints: fc.array(text, { maxLength: 2 }),
              cropHintsParams: fc.record({
                aspectRatios: fc.array(
                  fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.constant("NaN")),
                ),
              }),
            },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    ),
    labels: fc.dictionary(text, text, { maxKeys: 3 }),
    parent: optional(text),
  },
  { requiredKeys: [] },
);

/** The same JSON with blanks between its parts, or with escapes where none are needed. */
function respell(value: JsonValue, style: "plain" | "spaced" | "escaped"): string {
  if (style === "plain") return JSON.stringify(value);
  if (style === "spaced") return JSON.stringify(value, null, "\t\r\n ");
  return (
    JSON.stringify(value)
      .replaceAll("/", "\\/")
      // Not the sign of an exponent.
      .replaceAll(/(?<!\de)\+/g, "\\u002B")
      .replaceAll('"content"', '"c\\u006fntent"')
  );
}

describe("decodeMessage", () => {
  test("is JSON.parse and fromJson for every request, however spelled", () => {
    fc.assert(
      fc.property(requestJson, fc.constantFrom("plain", "spaced", "escaped"), (json, style) => {
        const expected = fromJson(
          BatchAnnotateImagesRequestSchema,
          JSON.parse(JSON.stringify(json)),
        );
        const actual = decodeText(respell(JSON.parse(JSON.stringify(json)), style));
        expect(toJson(BatchAnnotateImagesRequestSchema, actual)).toEqual(
          toJson(BatchAnnotateImagesRequestSchema, expected),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("answers any bytes with a message or a ServiceError", () => {
    const piece = fc.constantFrom(
      ...'{}[]",:\\/-+.eE0123456789 tfn'.split(""),
      '{"requests":[',
      '"image":{"content":"',
      "\\u00",
      "QUJD",
      "true",
      "null",
      "\u00e9",
      "\u0000",
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(piece, { maxLength: 20 }).map((pieces) => encode(pieces.join(""))),
    );
    fc.assert(
      fc.property(body, (bytes) => {
        expect(["google.cloud.vision.v1.BatchAnnotateImagesRequest", "invalid_argument"]).toContain(
          outcome(bytes),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test("keeps the image as a view of the body, decoded where its text stood", () => {
    const body = encode('{"requests":[{"image":{"content":"aGVsbG8="}}]}');
    const content = decodeMessage(BatchAnnotateImagesRequestSchema, body).requests[0]?.image
      ?.content;
    expect(content?.buffer).toBe(body.buffer);
    expect(Buffer.from(content ?? []).toString()).toBe("hello");
    body.fill(0);
    expect([...(content ?? [])]).toEqual([0, 0, 0, 0, 0]);
  });

  test("finds the content of files as well", () => {
    const body = encode('{"requests":[{"input_config":{"content":"JVBERg"}}]}');
    const request = decodeMessage(BatchAnnotateFilesRequestSchema, body).requests[0];
    expect(Buffer.from(request?.inputConfig?.content ?? []).toString()).toBe("%PDF");
  });

  test("takes an empty body for an empty message", () => {
    expect(decodeText("")).toEqual(create(BatchAnnotateImagesRequestSchema));
  });

  test.each([
    ["{", "Unexpected end of string. Expected an object key or }.\n{\n ^"],
    ["{]", "Expected an object key or }.\n{]\n ^"],
    ['{"requests" 1}', 'Expected : between key:value pair.\n{"requests" 1}\n            ^'],
    [
      '{"labels":{"a":"b";}}',
      'Expected , or } after key:value pair.\n{"labels":{"a":"b";}}\n                  ^',
    ],
    ['{"requests":[{},]}', 'Unexpected token.\n{"requests":[{},]}\n                ^'],
    ["{} {}", "Parsing terminated before end of input.\n{} {}\n   ^"],
    ["\ufeff{}", "Unexpected token.\n...{}\n^"],
    ["plain text", "Unexpected token.\nplain text\n^"],
    ['{"parent":"\\x"}', 'Invalid escape sequence.\n{"parent":"\\x"}\n           ^'],
    ['{"parent":"\\u12"}', 'Illegal hex string.\n{"parent":"\\u12"}\n           ^'],
    ['{"parent":"a', "Closing quote expected in string."],
    ['{"parent":"a\n"}', 'Control character in string.\n{"parent":"a."}\n            ^'],
    ['{"requests":[{"image":{"content":"QUJD', "Closing quote expected in string."],
    ['{"parent":"a","parent":"b"}', 'Duplicate name "parent" in an object.'],
    [" ", "Unexpected end of string. Expected a value."],
  ])("says where %j stops being JSON", (source, expected) => {
    const { message } = failureOf(source);
    expect(message).toContain(`Invalid JSON payload received. ${expected}`);
  });

  test("refuses text that is not UTF-8", () => {
    const body = Uint8Array.of(...encode('{"parent":"'), 0xc3, 0x28, ...encode('"}'));
    expect(() => decodeMessage(BatchAnnotateImagesRequestSchema, body)).toThrow(
      "Invalid JSON payload received. Encountered non UTF-8 code points.",
    );
  });

  test.each([
    ['{"x":1}', 'Invalid JSON payload received. Unknown name "x": Cannot find field.', undefined],
    [
      '{"requests":[{"x":1}]}',
      `Invalid JSON payload received. Unknown name "x" at 'requests[0]': Cannot find field.`,
      "requests[0]",
    ],
    [
      '{"requests":[{},{"features":[{"type":"FOO"}]}]}',
      `Invalid value at 'requests[1].features[0].type' (type.googleapis.com/google.cloud.vision.v1.Feature.Type), "FOO"`,
      "requests[1].features[0].type",
    ],
    [
      '{"requests":[{"image":{"content":"%%%"}}]}',
      `Invalid value at 'requests[0].image.content' (TYPE_BYTES), Base64 decoding failed for "%%%..."`,
      "requests[0].image.content",
    ],
    [
      '{"requests":[{"features":[{"maxResults":"many"}]}]}',
      `Invalid value at 'requests[0].features[0].max_results' (TYPE_INT32), "many"`,
      "requests[0].features[0].max_results",
    ],
    [
      '{"requests":[{"features":[{"maxResults":1.5}]}]}',
      `Invalid value at 'requests[0].features[0].max_results' (TYPE_INT32), 1.5`,
      "requests[0].features[0].max_results",
    ],
    [
      '{"requests":[{"image":"abc"}]}',
      `Invalid value at 'requests[0].image' (type.googleapis.com/google.cloud.vision.v1.Image), "abc"`,
      "requests[0].image",
    ],
    [
      '{"requests":[{"image":[]}]}',
      `Invalid JSON payload received. Unknown name "image" at 'requests[0]': Proto field is not repeating, cannot start list.`,
      "requests[0]",
    ],
    [
      '{"requests":[{"image":{"content":5}}]}',
      `Invalid value at 'requests[0].image.content' (TYPE_BYTES), 5`,
      "requests[0].image.content",
    ],
    [
      '{"requests":[{"image":{"content":{}}}]}',
      `Invalid value at 'requests[0].image.content' (TYPE_BYTES), Starting an object on a scalar field`,
      "requests[0].image.content",
    ],
    [
      '{"requests":[{"imageContext":{"languageHints":[1]}}]}',
      `Invalid value at 'requests[0].image_context.language_hints[0]' (TYPE_STRING), 1`,
      "requests[0].image_context.language_hints[0]",
    ],
    [
      '{"labels":{"a":1}}',
      `Invalid value at 'labels[0].value' (TYPE_STRING), 1`,
      "labels[0].value",
    ],
    [
      "[1]",
      'Invalid JSON payload received. Unknown name "": Root element must be a message.',
      undefined,
    ],
    [
      '{"requests":[{"features":[{"maxResults":1,"max_results":2}]}]}',
      `Invalid JSON payload received. Unknown name "max_results" at 'requests[0].features[0]': It is also given as "maxResults".`,
      "requests[0].features[0]",
    ],
  ])("says what is wrong with %s", (source, message, field) => {
    expect(failureOf(source)).toEqual({ message, field });
  });

  test("refuses to go deeper than 100 levels", () => {
    const deep = `{"x":${"[".repeat(100)}${"]".repeat(100)}}`;
    expect(failureOf(deep).message).toContain(
      "Message too deep. Max recursion depth reached for key 'x'",
    );
    expect(failureOf("[".repeat(9_000_000)).message).toContain("Message too deep.");
  });

  test("never makes a long text of an image that stands in the wrong place", () => {
    const image = "QUJD".repeat(30_000);
    expect(failureOf(`{"requests":[{"image":"${image}"}]}`).message.length).toBeLessThan(200);
    expect(failureOf(`{"requests":[{"imag":{"content":"${image}"}}]}`).message.length).toBeLessThan(
      200,
    );
    expect(
      failureOf(`{"requests":[{"image":{"source":{"imageUri":"data:${image}"}}}]}`).message,
    ).toContain("A string has more than 65536 bytes.");
  });

  test("bounds what lies beside images", () => {
    expect(failureOf(`{"requests":[${"{},".repeat(1_500_000)}{}]}`).message).toContain(
      "Request payload size exceeds the limit: 4194304 bytes beside image content.",
    );
  });

  test("knows that no message repeats bytes or maps to them", () => {
    const messages = [annotatorFile, productFile].flatMap((file) => file.messages);
    const fields = messages.flatMap((message) => message.fields);
    expect(fields.length).toBeGreaterThan(100);
    expect(
      fields
        .filter((field) => field.fieldKind !== "scalar" && field.scalar === ScalarType.BYTES)
        .map(String),
    ).toEqual([]);
  });
});
