/**
 * The history: whether searches are kept, what that means, and what is kept now.
 *
 * Pure. Every deed is a form, so it works without JavaScript.
 *
 * Source   UD-50 to UD-52, UD-57 to UD-61.
 */
import { dueResults } from "../../../web/display-duties.ts";
import type { GivenResponse } from "../../../web/read-response.ts";
import { keptResultsView } from "../../../web/views/kept-results.ts";
import { timeView } from "../../../web/views/results.ts";
import { searchBoxView } from "../../../web/views/search-box.ts";
import { hrefOf } from "../../../web/views/view.ts";
import { unreadableView, withheldView } from "../../../web/views/withheld.ts";
import type { SearchResponse } from "../search-v7/wire.ts";
import { DAY_MS, HOUR_MS, type Instant } from "../../base/instant.ts";
import { html, jsonScript, type Markup, type MarkupValue } from "./html.ts";
import { renderPage, statusView, type PageContext } from "./layout.ts";
import type { KeptSearch } from "./needs.ts";

/** What was just done, told once after it. */
export const deedsDone = ["on", "off", "one", "all"] as const;
export type DeedDone = (typeof deedsDone)[number];

/** The history as the page shows it. */
export interface HistoryModel {
  readonly isKeeping: boolean;
  readonly searches: readonly KeptSearch[];
  readonly at: Instant;
  readonly done?: { readonly deed: DeedDone; readonly count: number };
}

/** The list and the switch. */
export function historyPage(context: PageContext, model: HistoryModel): string {
  const { words } = context.view;
  const { isKeeping, searches, done } = model;
  return renderPage(context, {
    title: words.titleOf(words.history.title),
    section: "history",
    kind: "history",
    body: html`<h1>${words.history.title}</h1>
      ${done === undefined ? undefined : statusView(doneText(context, done))}
      ${switchView(context, isKeeping)}
      ${searches.length === 0 ? emptyView(context, isKeeping) : listView(context, model)}`,
  });
}

/** One kept search, opened. `response` is undefined when it cannot be read any more. */
export function keptPage(
  context: PageContext,
  kept: KeptSearch,
  response: SearchResponse | undefined,
): string {
  const { view } = context;
  const { words } = view;
  return renderPage(context, {
    title: words.titleOf(kept.query),
    section: "history",
    kind: "kept-page",
    body: html`<p><a class="back" href="${hrefOf(view, "/history")}">${words.backToHistory}</a></p>
      <h1 class="unseen">${words.resultsFor(kept.query)}</h1>
      ${response === undefined ? unreadableView(view) : keptView(context, kept, response)}
      <form class="forget-one" method="post" action="${hrefOf(view, "/history/forget")}">
        <input type="hidden" name="id" value="${kept.id}" />
        <button class="quiet" type="submit">${words.history.forgetNamed(kept.query)}</button>
      </form>
      <lethe-search-box chosen-language="${view.chosenLanguage}"
        >${searchBoxView(view, { query: "" })}</lethe-search-box
      >`,
  });
}

function keptView({ view }: PageContext, kept: KeptSearch, response: SearchResponse): Markup {
  const due = dueResults(response);
  if (due.broken.length > 0) return withheldView(view, due.broken);
  const { query, queriedAt, expiresAt } = kept;
  const given: GivenResponse = { response, queriedAt, expiresAt, offset: 0 };
  const model = { query, results: due.results, offset: 0, queriedAt, expiresAt };
  return html`<lethe-kept-results chosen-language="${view.chosenLanguage}"
    >${keptResultsView(view, model)}${jsonScript(given)}</lethe-kept-results
  >`;
}

function doneText(
  { view }: PageContext,
  { deed, count }: { deed: DeedDone; count: number },
): string {
  const { history } = view.words;
  const texts = {
    on: history.turnedOn,
    off: history.turnedOff,
    one: history.forgotOne,
    all: history.forgotAll(count),
  } as const satisfies Record<DeedDone, string>;
  return texts[deed];
}

function switchView({ view }: PageContext, isKeeping: boolean): Markup {
  const { history } = view.words;
  const action = hrefOf(view, "/history/keeping");
  const button = isKeeping
    ? html`<input type="hidden" name="keep" value="off" /><button class="quiet" type="submit">
          ${history.turnOff}
        </button>
        <p class="hint">${history.turnOffNote}</p>`
    : html`<input type="hidden" name="keep" value="on" /><button type="submit">
          ${history.turnOn}
        </button>`;
  const facts = history.what.map(
    ({ title, advice }) =>
      html`<div>
        <dt>${title}</dt>
        <dd>${advice}</dd>
      </div>`,
  );
  const state = isKeeping ? "on" : "off";
  return html`<section class="keeping keeping-${state}">
    <p class="keeping-state">${isKeeping ? history.on : history.off}</p>
    <dl class="facts">${facts}</dl>
    <form method="post" action="${action}">${button}</form>
  </section>`;
}

function emptyView({ view }: PageContext, isKeeping: boolean): MarkupValue {
  return isKeeping ? html`<p class="empty">${view.words.history.empty}</p>` : undefined;
}

function listView(context: PageContext, { isKeeping, searches, at }: HistoryModel): Markup {
  const { view } = context;
  const { history } = view.words;
  return html`<section class="kept-list" aria-labelledby="kept-list">
    <h2 id="kept-list">${history.list}</h2>
    ${isKeeping ? undefined : html`<p class="hint">${history.keptBefore}</p>`}
    <ul>
      ${searches.map((search) => itemView(context, search, at))}
    </ul>
    <details class="forget-all">
      <summary>${history.forgetAll}</summary>
      <form method="post" action="${hrefOf(view, "/history/forget-all")}">
        <p>${history.forgetAllNote}</p>
        <button class="grave" type="submit">${history.forgetAllNow(searches.length)}</button>
      </form>
    </details>
  </section>`;
}

function itemView({ view }: PageContext, search: KeptSearch, at: Instant): Markup {
  const { history } = view.words;
  const { id, query, queriedAt, expiresAt } = search;
  const restMs = Math.max(0, expiresAt - at);
  const days = Math.floor(restMs / DAY_MS);
  const hours = Math.floor((restMs % DAY_MS) / HOUR_MS);
  const lifeMs = Math.max(1, expiresAt - queriedAt);
  const percent = Math.round((100 * restMs) / lifeMs);
  return html`<li class="kept-item">
    <div class="kept-what">
      <a class="kept-link" href="${hrefOf(view, `/history/${id}`)}" dir="auto">${query}</a>
      <p class="kept-when">
        <span>${history.asked} ${timeView(view, queriedAt)}</span
        ><span class="rest">${history.remaining(days, hours)}</span>
      </p>
      <svg class="life" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
        <rect class="life-all" width="100" height="3" />
        <rect class="life-rest" width="${percent}" height="3" />
      </svg>
    </div>
    <form method="post" action="${hrefOf(view, "/history/forget")}">
      <input type="hidden" name="id" value="${id}" /><button
        class="quiet"
        type="submit"
        aria-label="${history.forgetNamed(query)}"
      >
        ${history.forget}
      </button>
    </form>
  </li>`;
}
