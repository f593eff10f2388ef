/**
 * The search page: the box alone, or the box with what was found.
 *
 * Pure. What is found is checked against the rules before it is written; where one could not be kept,
 * an error stands in place of all results.
 */
import { dueResults } from "../../../web/display-duties.ts";
import type { GivenResponse } from "../../../web/read-response.ts";
import { markView } from "../../../web/views/mark.ts";
import { resultsView } from "../../../web/views/results.ts";
import { searchBoxView, type SearchBoxModel } from "../../../web/views/search-box.ts";
import { hrefOf } from "../../../web/views/view.ts";
import { withheldView } from "../../../web/views/withheld.ts";
import type { Notice } from "../../../web/words/words.ts";
import type { SearchResponse } from "../search-v7/wire.ts";
import { html, jsonScript, type Markup, type MarkupValue } from "./html.ts";
import { noticeView, renderPage, type PageContext } from "./layout.ts";
import { pagesView } from "./paging.ts";

/** A search that was answered. */
export interface FoundModel {
  readonly query: string;
  readonly offset: number;
  readonly response: SearchResponse;
  /** Epoch milliseconds. */
  readonly queriedAt: number;
  readonly history: "kept" | "none" | "failed";
}

/** The page that is nothing but a box. */
export function homePage(context: PageContext): string {
  const { view } = context;
  const { words } = view;
  return renderPage(context, {
    title: "Lethe",
    section: "web",
    kind: "home",
    body: html`<div class="welcome">
      <h1 class="wordmark">${markView(view)}<span>Lethe</span></h1>
      <p class="tagline">${words.tagline}</p>
      ${searchBox(context, { query: "", isAwaited: true })}
      <ul class="virtues">
        ${words.virtues.map(
          ({ title, advice }) => html`<li><strong>${title}</strong> <span>${advice}</span></li>`,
        )}
      </ul>
    </div>`,
  });
}

/** The page of an answered search. */
export function foundPage(context: PageContext, found: FoundModel): string {
  const { words } = context.view;
  return renderSearch(context, found.query, [
    html`<h1 class="unseen">${words.resultsFor(found.query)}</h1>`,
    foundView(context, found),
    html`<p class="kept-or-not">${historyNote(context, found.history)}</p>`,
  ]);
}

/** The page of a search that could not be answered: the query stays in the box. */
export function unansweredPage(context: PageContext, query: string, notice: Notice): string {
  const { view, request } = context;
  const again = `${request.path}?${request.query.toString()}`;
  return renderSearch(
    context,
    query,
    noticeView(notice, html`<p><a class="action" href="${again}">${view.words.tryAgain}</a></p>`),
  );
}

/** The page of a search that is refused as it is: trying again would not help. */
export function refusedPage(context: PageContext, query: string, notice: Notice): string {
  return renderSearch(context, query, noticeView(notice));
}

function renderSearch(context: PageContext, query: string, content: MarkupValue): string {
  return renderPage(context, {
    title: context.view.words.titleOf(query),
    section: "web",
    kind: "found",
    body: [searchBox(context, { query }), content],
  });
}

function searchBox({ view }: PageContext, model: SearchBoxModel): Markup {
  return html`<lethe-search-box chosen-language="${view.chosenLanguage}"
    >${searchBoxView(view, model)}</lethe-search-box
  >`;
}

function foundView(context: PageContext, found: FoundModel): MarkupValue {
  const { view } = context;
  const { query, offset, response, queriedAt } = found;
  const due = dueResults(response);
  if (due.broken.length > 0) return withheldView(view, due.broken);
  if (due.results.length === 0) return nothingView(context, found);
  const totalEstimatedMatches = response.webPages?.totalEstimatedMatches ?? due.results.length;
  const given: GivenResponse = { response, queriedAt, offset };
  const model = { results: due.results, offset, totalEstimatedMatches, queriedAt };
  return [
    html`<lethe-results chosen-language="${view.chosenLanguage}"
      >${resultsView(view, model)}${jsonScript(given)}</lethe-results
    >`,
    pagesView(view, { query, offset, totalEstimatedMatches }),
  ];
}

function nothingView({ view }: PageContext, { query, offset }: FoundModel): Markup {
  const { words } = view;
  if (offset > 0) {
    const first = hrefOf(view, "/", { q: query });
    return noticeView(
      words.pastTheEnd,
      html`<p><a class="action" href="${first}">${words.toFirstPage}</a></p>`,
    );
  }
  const advice = words.nothingFoundAdvice.map((line) => html`<li>${line}</li>`);
  return html`<div class="notice">
    <h2 class="notice-title">${words.nothingFound(query)}</h2>
    <ul>
      ${advice}
    </ul>
  </div>`;
}

function historyNote({ view }: PageContext, history: FoundModel["history"]): MarkupValue {
  const { words } = view;
  if (history === "none") return words.notKept;
  if (history === "failed") return words.keepingFailed;
  return html`<a href="${hrefOf(view, "/history")}">${words.kept}</a>`;
}
