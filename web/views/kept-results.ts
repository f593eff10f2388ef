/**
 * Results kept from an earlier search. They look different from live ones, so that nobody takes the
 * past for the present, and say when they were asked for, by whom they were answered, and how to ask
 * again.
 *
 * Source   UD-52, UD-57 to UD-61.
 */
import type { DueResult } from "../display-duties.ts";
import { markView } from "./mark.ts";
import { resultListView, timeView } from "./results.ts";
import { hrefOf, type View } from "./view.ts";

/** What was kept. */
export interface KeptModel {
  readonly query: string;
  readonly results: readonly DueResult[];
  /** Results before these. */
  readonly offset: number;
  /** Epoch milliseconds: when the person asked. */
  readonly queriedAt: number;
  /** Epoch milliseconds: when this is gone. */
  readonly expiresAt: number;
}

/** The kept results with their time, their provider and a button that asks again. */
export function keptResultsView<Piece>(view: View<Piece>, model: KeptModel): Piece {
  const { html, words, provider, chosenLanguage: chosen } = view;
  const language =
    chosen === undefined ? undefined : html`<input type="hidden" name="lang" value="${chosen}" />`;
  return html`<div class="kept">
    <div class="kept-note">
      <p class="kept-title">${words.keptTitle}</p>
      <p class="kept-query"><q>${model.query}</q></p>
      <dl class="kept-times">
        <div>
          <dt>${words.history.asked}</dt>
          <dd class="queried">${timeView(view, model.queriedAt)}</dd>
        </div>
        <div>
          <dt>${words.forgottenAt}</dt>
          <dd>${timeView(view, model.expiresAt)}</dd>
        </div>
      </dl>
      <p>${words.keptNote}</p>
      <form class="rerun" action="/" method="get">
        <input type="hidden" name="q" value="${model.query}" />
        ${language}
        <button type="submit">${words.searchAgain}</button>
      </form>
      <a class="brand" href="${hrefOf(view, provider.homeHref)}">
        ${markView(view)}<span>${words.poweredBy(provider.name)}</span>
      </a>
    </div>
    <p class="provenance">
      <strong class="from-the-web">${words.fromTheWeb}</strong>
      <span>${words.ownIndex(provider.name)}</span>
    </p>
    ${resultListView(view, model)}
  </div>`;
}
