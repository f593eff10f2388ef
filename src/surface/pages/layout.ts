/**
 * The frame of every page: head, mark, sections, languages, footer.
 *
 * Pure. No advertising slot exists in it, nor any place where one could be put.
 */
import { ownIndex } from "../../../web/provider.ts";
import { timeWriter } from "../../../web/time-text.ts";
import { markView } from "../../../web/views/mark.ts";
import { hrefOf, type View } from "../../../web/views/view.ts";
import { languages, wordsOf, type Language, type Notice } from "../../../web/words/words.ts";
import type { WebAssets } from "./assets.ts";
import type { PageRequest } from "./decode.ts";
import { html, type Markup, type MarkupValue } from "./html.ts";

/** What every page is written with. */
export interface PageContext {
  readonly view: View<Markup>;
  readonly request: PageRequest;
  readonly assets: WebAssets;
}

/** The sections of the site. */
export type Section = "web" | "picture" | "history" | "promises";

/** One page. */
export interface Page {
  readonly title: string;
  readonly section?: Section;
  /** A name for the style sheet: `home`, `results`. */
  readonly kind: string;
  readonly body: MarkupValue;
}

const paths: readonly (readonly [Section, string])[] = [
  ["web", "/"],
  ["picture", "/picture"],
  ["history", "/history"],
  ["promises", "/promises"],
];

/** The surroundings in which the server writes a page. Times are in UTC: nobody knows yet where the reader is. */
export function pageContext(request: PageRequest, assets: WebAssets): PageContext {
  const { language, chosenLanguage } = request;
  return {
    request,
    assets,
    view: {
      html,
      words: wordsOf(language),
      provider: ownIndex,
      timeText: timeWriter(language, "UTC"),
      ...(chosenLanguage !== undefined && { chosenLanguage }),
    },
  };
}

/** The page, whole. */
export function renderPage(context: PageContext, page: Page): string {
  const { view, request, assets } = context;
  const { words } = view;
  const { text } = html`<html lang="${request.language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${page.title}</title>
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link
        rel="search"
        href="/opensearch.xml"
        type="application/opensearchdescription+xml"
        title="Lethe"
      />
      <link rel="stylesheet" href="/assets/${assets.style}" />
      <script type="module" src="/assets/${assets.script}"></script>
    </head>
    <body class="${page.kind}">
      <a class="skip" href="#content">${words.skipToContent}</a>
      <header class="top">
        <a class="home-link" href="${hrefOf(view, "/")}">${markView(view)}<span>Lethe</span></a>
        <nav class="sections" aria-label="${words.sections}">
          ${paths.map((one) => sectionLink(view, one, page))}
        </nav>
        <nav class="languages" aria-label="${words.languageLabel}">
          ${languages.map((one) => languageLink(request, one))}
        </nav>
      </header>
      <main id="content" tabindex="-1">${page.body}</main>
      <footer class="bottom"><p>${words.footer}</p></footer>
    </body>
  </html>`;
  return `<!doctype html>\n${text}\n`;
}

/** A short message with a heading. */
export function noticeView(notice: Notice, more?: MarkupValue): Markup {
  return html`<div class="notice">
    <h2 class="notice-title">${notice.title}</h2>
    <p>${notice.advice}</p>
    ${more}
  </div>`;
}

/** The sentence that says that something was done. */
export function statusView(text: string): Markup {
  return html`<p class="done" role="status">${text}</p>`;
}

function sectionLink(
  view: View<Markup>,
  [section, path]: readonly [Section, string],
  page: Page,
): Markup {
  const href = hrefOf(view, path);
  const label = view.words.tabs[section];
  return section === page.section
    ? html`<a href="${href}" aria-current="page">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

/** The same page in another language; the one it is in is no link. */
function languageLink({ path, query, language }: PageRequest, other: Language): Markup {
  const name = wordsOf(other).languageName;
  if (other === language) return html`<span lang="${other}" aria-current="true">${name}</span>`;
  const there = new URLSearchParams(query);
  there.delete("setlang");
  there.delete("done");
  there.set("lang", other);
  return html`<a href="${path}?${there.toString()}" lang="${other}" hreflang="${other}"
    >${name}</a
  >`;
}
