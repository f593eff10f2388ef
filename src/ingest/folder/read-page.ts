/**
 * Reads one HTML or Markdown file as a web page document.
 */
import fs from "node:fs/promises";
import path from "node:path";
import { ServiceError } from "../../base/errors.ts";
import { parseDocument, type Document } from "../../search/document/document.ts";
import { decodeText } from "../extract/decode-text.ts";
import { identifyLanguage } from "../extract/identify-language.ts";
import { extractHtml, type ExtractedPage } from "../html/extract-html.ts";
import { extractMarkdown } from "../markdown/extract-markdown.ts";
import { canonicalUrl } from "./page-url.ts";
import { unreadable } from "./unreadable.ts";

const extractors: ReadonlyMap<string, (text: string) => ExtractedPage> = new Map([
  [".html", extractHtml],
  [".htm", extractHtml],
  [".xhtml", extractHtml],
  [".md", extractMarkdown],
  [".markdown", extractMarkdown],
]);

/** The endings of files that are pages. */
export const pageEndings: ReadonlySet<string> = new Set(extractors.keys());

/** Largest page file; a larger one is a data dump, not a page. */
export const MAX_PAGE_BYTES = 16 * 1024 * 1024;

/**
 * The page in `file`, found at `url`.
 *
 * @throws ServiceError FILE_UNREADABLE: the file cannot be read or is too large.
 * @throws ServiceError ARGUMENT_INVALID: what is in it makes no document, for one because its address is too long.
 */
export async function readPage(file: string, url: string): Promise<Document> {
  const extract = extractors.get(path.extname(file).toLowerCase());
  if (extract === undefined) {
    throw new ServiceError("FILE_UNREADABLE", `\`${file}\` is neither HTML nor Markdown`);
  }
  return pageDocument(extract(decodeText(await readBounded(file))), url, path.basename(file));
}

/** An extracted page as a document. Without a title it is called `fallbackTitle`. */
export async function pageDocument(
  page: ExtractedPage,
  url: string,
  fallbackTitle: string,
): Promise<Document> {
  const text = page.text === "" ? (page.description ?? "") : page.text;
  const language = await identifyLanguage(`${page.title}\n${text}`, page.language);
  const { datePublished, isFamilyFriendly } = page;
  return parseDocument({
    kind: "webPage",
    url: canonicalUrl(url, page.canonical),
    title: page.title === "" ? fallbackTitle : page.title,
    text,
    headings: page.headings,
    ...(language !== undefined && { language }),
    ...(datePublished !== undefined && { datePublished }),
    ...(isFamilyFriendly !== undefined && { isFamilyFriendly }),
  });
}

async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const { size } = await fs.stat(file);
    if (size <= MAX_PAGE_BYTES) return await fs.readFile(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  throw new ServiceError("FILE_UNREADABLE", `\`${file}\` is larger than ${MAX_PAGE_BYTES} bytes`);
}
