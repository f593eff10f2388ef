/**
 * The five kinds of documents the index is made of, and the check that lets nothing else in.
 *
 * Pure. One value here is one line of import JSON Lines; where the line came from (file, number) is
 * known to the importer alone, which adds it to the error.
 *
 * Units    limits in UTF-16 units or entries; dates are RFC 3339 dates or date-times as written.
 * Source   DESIGN.md, "The outside of it".
 */
import * as z from "zod";
import { ServiceError } from "../../base/errors.ts";

/** Longest URL, in UTF-16 units; the search wire refuses longer ones too. */
export const MAX_URL_CHARS = 2048;
/** Longest title, name, heading, anchor or other one-line text. */
export const MAX_LINE_CHARS = 2000;
/** Longest body text: about 170,000 English words. */
export const MAX_TEXT_CHARS = 1_000_000;
/** Most headings, anchors, names, rules or facts one document may list. */
export const MAX_ENTRIES = 1000;

const line = z.string().max(MAX_LINE_CHARS);
const lines = z.array(line).max(MAX_ENTRIES).readonly();
const text = z.string().max(MAX_TEXT_CHARS);
const httpUrl = z
  .string()
  .max(MAX_URL_CHARS)
  .refine(isHttpUrl, "not an absolute http or https URL");
const pixels = z.int().min(1).max(1_000_000);
/** `2026-11-25`, or that and a time: `2026-11-25T04:50:00Z`. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
const date = z.string().refine((value) => DATE.test(value) && isRealDate(value), "not a date");
/** A BCP 47 tag, loosely: `ko`, `zh-Hans-CN`. */
const language = z
  .string()
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/, "not a language tag");
/** An ISO 8601 duration of at most days: `PT3M20S`. */
const duration = z
  .string()
  .regex(
    /^P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/,
    "not a duration",
  );
const json = z.json();

const webPage = z.strictObject({
  kind: z.literal("webPage"),
  url: httpUrl,
  title: line.optional(),
  text: text.optional(),
  language: language.optional(),
  datePublished: date.optional(),
  headings: lines.optional(),
  /** What links elsewhere say about this page. */
  anchors: lines.optional(),
  isFamilyFriendly: z.boolean().optional(),
});

const image = z.strictObject({
  kind: z.literal("image"),
  url: httpUrl,
  hostPageUrl: httpUrl.optional(),
  title: line.optional(),
  width: pixels.optional(),
  height: pixels.optional(),
  encodingFormat: line.optional(),
  /** As a person reads it or in bytes: `"48213 B"`. */
  contentSize: line.optional(),
  datePublished: date.optional(),
  license: line.optional(),
  /** A path relative to the import file. */
  file: line.optional(),
});

const video = z.strictObject({
  kind: z.literal("video"),
  url: httpUrl,
  hostPageUrl: httpUrl.optional(),
  title: line.optional(),
  description: text.optional(),
  duration: duration.optional(),
  width: pixels.optional(),
  height: pixels.optional(),
  datePublished: date.optional(),
  publisher: line.optional(),
  thumbnailFile: line.optional(),
});

const newsArticle = z.strictObject({
  kind: z.literal("newsArticle"),
  url: httpUrl,
  title: line.optional(),
  description: text.optional(),
  text: text.optional(),
  datePublished: date.optional(),
  provider: line.optional(),
  category: line.optional(),
  imageUrl: httpUrl.optional(),
});

const entity = z.strictObject({
  kind: z.literal("entity"),
  url: httpUrl,
  name: line.optional(),
  alternateNames: lines.optional(),
  description: text.optional(),
  entityTypeHints: lines.optional(),
  imageUrl: httpUrl.optional(),
  facts: z
    .record(line, json)
    .refine((facts) => Object.keys(facts).length <= MAX_ENTRIES, "too many facts")
    .optional(),
  contractualRules: z.array(json).max(MAX_ENTRIES).readonly().optional(),
  geo: z
    .strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
    })
    .optional(),
});

const document = z.discriminatedUnion("kind", [webPage, image, video, newsArticle, entity]);

/** A page of the web. */
export type WebPageDocument = Readonly<z.infer<typeof webPage>>;
/** A picture, and the page it is on. */
export type ImageDocument = Readonly<z.infer<typeof image>>;
/** A film, and the page it is on. */
export type VideoDocument = Readonly<z.infer<typeof video>>;
/** A piece of news. */
export type NewsArticleDocument = Readonly<z.infer<typeof newsArticle>>;
/** A thing or a person, with what is known of it. */
export type EntityDocument = Readonly<z.infer<typeof entity>>;

/** One document. `kind` and `url` together name it: a later one with the same pair replaces it. */
export type Document =
  | WebPageDocument
  | ImageDocument
  | VideoDocument
  | NewsArticleDocument
  | EntityDocument;

/** Every kind, in the order their numbers have in a segment; new kinds are added at the end. */
export const documentKinds = ["webPage", "image", "video", "newsArticle", "entity"] as const;
export type DocumentKind = (typeof documentKinds)[number];

/**
 * The document that `value`, as read from JSON, describes. The URL comes back in its normal form.
 *
 * @throws ServiceError ARGUMENT_INVALID: unknown field, wrong type, not a URL, too large; `field`
 *   names the place. ARGUMENT_MISSING: `kind` or `url` is not there.
 */
export function parseDocument(value: unknown): Document {
  const parsed = document.safeParse(value);
  if (!parsed.success) throw refusal(parsed.error.issues[0], value);
  return { ...parsed.data, url: new URL(parsed.data.url).href };
}

function refusal(issue: z.core.$ZodIssue | undefined, value: unknown): ServiceError {
  const path = issue?.path ?? [];
  const unknownField = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const field = fieldName([...path, ...unknownField]);
  if (field === "") {
    return new ServiceError("ARGUMENT_INVALID", "a document is a JSON object");
  }
  if ((field === "kind" || field === "url") && !hasField(value, field)) {
    return new ServiceError("ARGUMENT_MISSING", `\`${field}\` is missing`, { field });
  }
  if (unknownField.length > 0) {
    return new ServiceError("ARGUMENT_INVALID", `unknown field \`${field}\``, { field });
  }
  const why = issue === undefined ? "invalid" : sentence(issue);
  return new ServiceError("ARGUMENT_INVALID", `\`${field}\`: ${why}`, { field });
}

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `${issue.expected} expected`;
    case "too_big":
      return `more than ${issue.maximum}`;
    case "too_small":
      return `less than ${issue.minimum}`;
    case "invalid_union":
      return `not one of ${documentKinds.join(", ")}`;
    case "custom":
      return issue.message;
    case "invalid_format":
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "invalid_value":
      return issue.message.replace(/^Invalid input: /, "");
  }
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === "number"
        ? `${name}[${part}]`
        : name === ""
          ? String(part)
          : `${name}.${String(part)}`,
    "",
  );
}

function hasField(value: unknown, field: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, field);
}

function isHttpUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}

/** 2026-02-30 has the form of a date and is none. */
function isRealDate(value: string): boolean {
  const day = value.slice(0, 10);
  const epochMs = Date.parse(`${day}T00:00:00Z`);
  return (
    !Number.isNaN(epochMs) &&
    new Date(epochMs).toISOString().startsWith(day) &&
    !Number.isNaN(Date.parse(value))
  );
}
