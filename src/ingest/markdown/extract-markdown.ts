/**
 * Takes from a Markdown page what a search needs, by way of the HTML it stands for.
 *
 * Pure. A block of `key: value` lines between `---` at the very start is about the page, not in it;
 * of YAML only that much is read.
 *
 * Source   GitHub Flavored Markdown, as marked reads it; front matter as Jekyll and its kin write it.
 */
import { marked } from "marked";
import { MAX_LINE_CHARS } from "../../search/document/document.ts";
import { extractHtml, type ExtractedPage } from "../html/extract-html.ts";
import { isoDay } from "../html/page-metadata.ts";
import { clip } from "../html/page-text.ts";

const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** The page that `markdown` writes. Its title is the front matter's, else the first heading. */
export function extractMarkdown(markdown: string): ExtractedPage {
  const front = FRONT_MATTER.exec(markdown);
  const stated = readFrontMatter(front?.[1] ?? "");
  const page = extractHtml(marked.parse(markdown.slice(front?.[0].length ?? 0), { async: false }));
  const title = stated.get("title");
  const language = stated.get("lang") ?? stated.get("language");
  const datePublished = isoDay(stated.get("date") ?? "");
  const description = stated.get("description");
  return {
    ...page,
    title: title === undefined ? page.title : clip(title, MAX_LINE_CHARS),
    ...(language !== undefined && { language }),
    ...(datePublished !== undefined && { datePublished }),
    ...(description !== undefined && { description }),
  };
}

function readFrontMatter(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*(\S.*)$/.exec(line.trim()) ?? [];
    if (key === undefined || value === undefined) continue;
    values.set(key.toLowerCase(), value.replace(/^(["'])(.*)\1$/, "$2").trim());
  }
  return values;
}
