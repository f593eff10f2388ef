/**
 * Takes from an HTML page what a search needs: title, headings, running text, and what it says of itself.
 *
 * Pure, one pass, no tree. Scripts, styles, navigation and what is hidden are left out; where the page
 * marks its main part, only that part is its text. Nothing a page holds makes this throw.
 */
import { Parser } from "htmlparser2";
import { MAX_ENTRIES, MAX_LINE_CHARS, MAX_TEXT_CHARS } from "../../search/document/document.ts";
import { PageMetadata } from "./page-metadata.ts";
import { clip, joinBlanks, PageText } from "./page-text.ts";

/** A page as its markup describes it. */
export interface ExtractedPage {
  /** Empty when the page has none. */
  readonly title: string;
  readonly headings: readonly string[];
  /** One block (paragraph, item, row) per line. */
  readonly text: string;
  readonly description?: string;
  /** As the page states it: `ko-KR`; perhaps wrong. */
  readonly language?: string;
  readonly datePublished?: string;
  /** As written; perhaps relative. */
  readonly canonical?: string;
  readonly isFamilyFriendly?: boolean;
}

const SKIPPED = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "math",
  "iframe",
  "object",
  "canvas",
  "select",
  "button",
  "textarea",
  "nav",
  "footer",
  "aside",
  "dialog",
]);
const INLINE = new Set([
  "a",
  "abbr",
  "b",
  "bdi",
  "bdo",
  "cite",
  "code",
  "data",
  "del",
  "dfn",
  "em",
  "font",
  "i",
  "ins",
  "kbd",
  "label",
  "mark",
  "q",
  "rp",
  "rt",
  "ruby",
  "s",
  "samp",
  "small",
  "span",
  "strong",
  "sub",
  "sup",
  "time",
  "tt",
  "u",
  "var",
  "wbr",
]);
/** Elements whose content stands beside its neighbour's: a space between them, not a new block. */
const CELL = new Set(["td", "th", "dt"]);
const MAIN = new Set(["main", "article"]);
const HEADING = /^h[1-6]$/;

/** The main part counts as the text when it holds at least this share of it, or this many characters. */
const MAIN_SHARE = 0.3;
const MAIN_UNITS = 400;

/** Deeper than any page a person made; browsers stop at 512. The rest of such a page is left out. */
const MAX_DEPTH = 10_000;
const PIECE_UNITS = 32_768;

/** The page that `html` writes. */
export function extractHtml(html: string): ExtractedPage {
  const collector = new PageCollector();
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => collector.openTag(tag, attributes),
      onclosetag: (tag) => collector.closeTag(tag),
      ontext: (text) => collector.addText(text),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  // In pieces, so that reading can stop: the parser's work grows with the square of the depth.
  for (let at = 0; at < html.length && !collector.isTooDeep; at += PIECE_UNITS) {
    parser.write(html.slice(at, at + PIECE_UNITS));
  }
  parser.end();
  return collector.page();
}

/** Follows the tags of one page. */
class PageCollector {
  readonly #all = new PageText(MAX_TEXT_CHARS);
  readonly #main = new PageText(MAX_TEXT_CHARS);
  readonly #metadata = new PageMetadata();
  readonly #headings: string[] = [];
  readonly #open: { readonly isSkipped: boolean; readonly isMain: boolean }[] = [];
  #skippedDepth = 0;
  #mainDepth = 0;
  #title: string | undefined;
  #heading: string | undefined;
  #linkedData: string | undefined;
  #isInTitle = false;

  get isTooDeep(): boolean {
    return this.#open.length > MAX_DEPTH;
  }

  openTag(tag: string, attributes: Readonly<Record<string, string>>): void {
    this.#metadata.openTag(tag, attributes);
    const isSkipped = SKIPPED.has(tag) || isHidden(attributes);
    const isMain = MAIN.has(tag) || attributes["role"] === "main";
    this.#open.push({ isSkipped, isMain });
    this.#separate(tag);
    if (isSkipped) this.#skippedDepth += 1;
    if (isMain) this.#mainDepth += 1;
    if (this.#skippedDepth === 0) this.#openVisible(tag);
    if (isLinkedData(tag, attributes)) this.#linkedData = "";
  }

  closeTag(tag: string): void {
    this.#separate(tag);
    if (tag === "title") this.#isInTitle = false;
    if (tag === "script") this.#endLinkedData();
    if (HEADING.test(tag)) this.#endHeading();
    const closed = this.#open.pop();
    if (closed?.isSkipped === true) this.#skippedDepth -= 1;
    if (closed?.isMain === true) this.#mainDepth -= 1;
  }

  addText(text: string): void {
    if (this.#isInTitle) {
      this.#title = (this.#title ?? "") + text;
      return;
    }
    if (this.#linkedData !== undefined) this.#linkedData += text;
    if (this.#skippedDepth > 0) return;
    if (this.#heading !== undefined) this.#heading += text;
    this.#all.add(text);
    if (this.#mainDepth > 0) this.#main.add(text);
  }

  page(): ExtractedPage {
    const { description, language, datePublished, canonical, isAdult } = this.#metadata;
    return {
      title: clip(this.#bestTitle(), MAX_LINE_CHARS),
      headings: this.#headings,
      text: this.#bestText(),
      ...(description !== undefined && { description: joinBlanks(description) }),
      ...(language !== undefined && { language }),
      ...(datePublished !== undefined && { datePublished }),
      ...(canonical !== undefined && { canonical }),
      ...(isAdult && { isFamilyFriendly: false }),
    };
  }

  #openVisible(tag: string): void {
    if (tag === "title") this.#isInTitle = this.#title === undefined;
    else if (HEADING.test(tag)) this.#heading = "";
  }

  #bestTitle(): string {
    const titles = [this.#title, this.#metadata.title, this.#headings[0]];
    return titles.map((title) => joinBlanks(title ?? "")).find((title) => title !== "") ?? "";
  }

  #bestText(): string {
    const all = this.#all.toString();
    const main = this.#main.toString();
    return main.length >= Math.min(MAIN_UNITS, all.length * MAIN_SHARE) ? main || all : all;
  }

  #separate(tag: string): void {
    if (INLINE.has(tag)) return;
    if (CELL.has(tag) || tag === "br" || tag === "img") return this.#addBlank();
    this.#all.newBlock();
    this.#main.newBlock();
  }

  #addBlank(): void {
    this.#all.add(" ");
    this.#main.add(" ");
    if (this.#heading !== undefined) this.#heading += " ";
  }

  #endHeading(): void {
    const heading = clip(joinBlanks(this.#heading ?? ""), MAX_LINE_CHARS);
    this.#heading = undefined;
    if (heading !== "" && this.#headings.length < MAX_ENTRIES) this.#headings.push(heading);
  }

  #endLinkedData(): void {
    if (this.#linkedData !== undefined) this.#metadata.linkedData(this.#linkedData);
    this.#linkedData = undefined;
  }
}

function isLinkedData(tag: string, attributes: Readonly<Record<string, string>>): boolean {
  return tag === "script" && attributes["type"]?.trim().toLowerCase() === "application/ld+json";
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return (
    attributes["hidden"] !== undefined ||
    attributes["aria-hidden"] === "true" ||
    /display\s*:\s*none/i.test(attributes["style"] ?? "")
  );
}
