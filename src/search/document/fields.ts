/**
 * What of each kind of document is searched, and what is kept beside the index to show it.
 *
 * Pure. The one place that knows both the kinds and the fields of the index.
 */
import { normalizeText } from "../analysis/fold.ts";
import type { Document } from "./document.ts";

/** The searched text of one document, field by field. */
export interface SearchedText {
  readonly body: string;
  readonly title: string;
  readonly headings: readonly string[];
  /** What others call it: link texts, alternate names. */
  readonly anchors: readonly string[];
}

/** Everything of a document that the index needs, whatever its kind. */
export interface IndexedDocument extends SearchedText {
  readonly language: string | undefined;
  readonly datePublished: string | undefined;
  readonly isFamilyFriendly: boolean | undefined;
}

const none: readonly string[] = [];

/** The searched and shown parts of `document`, in NFC. */
export function indexedDocument(document: Document): IndexedDocument {
  const fields = rawFields(document);
  return {
    ...fields,
    body: normalizeText(fields.body),
    title: normalizeText(fields.title),
    headings: fields.headings.map(normalizeText),
    anchors: fields.anchors.map(normalizeText),
  };
}

// oxlint-disable-next-line complexity -- one case for each kind of document
function rawFields(document: Document): IndexedDocument {
  const unknown = { language: undefined, datePublished: undefined, isFamilyFriendly: undefined };
  switch (document.kind) {
    case "webPage":
      return {
        title: document.title ?? "",
        body: document.text ?? "",
        headings: document.headings ?? none,
        anchors: document.anchors ?? none,
        language: document.language,
        datePublished: document.datePublished,
        isFamilyFriendly: document.isFamilyFriendly,
      };
    case "image":
      return {
        ...unknown,
        title: document.title ?? "",
        body: "",
        headings: none,
        anchors: none,
        datePublished: document.datePublished,
      };
    case "video":
      return {
        ...unknown,
        title: document.title ?? "",
        body: document.description ?? "",
        headings: none,
        anchors: document.publisher === undefined ? none : [document.publisher],
        datePublished: document.datePublished,
      };
    case "newsArticle":
      return {
        ...unknown,
        title: document.title ?? "",
        body: [document.description, document.text].filter(Boolean).join("\n"),
        headings: document.category === undefined ? none : [document.category],
        anchors: document.provider === undefined ? none : [document.provider],
        datePublished: document.datePublished,
      };
    case "entity":
      return {
        ...unknown,
        title: document.name ?? "",
        body: document.description ?? "",
        headings: document.entityTypeHints ?? none,
        anchors: document.alternateNames ?? none,
      };
  }
}

/** Host and path as words; `%EA%B0%80` is read as the letter it stands for. */
export function urlWords(url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname.replace(/[-_+./]+/g, " ");
  return `${parsed.hostname.replace(/^www\./, "").replaceAll(".", " ")} ${decoded(path)}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).toWellFormed().normalize("NFC");
  } catch {
    return path; // a URL may hold per cent signs that are no encoding; then they are themselves
  }
}
