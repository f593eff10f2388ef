/**
 * A list of results as the rules ask for it: all of them, in order, each a working link with its
 * text unaltered and its sources named.
 *
 * Source   UD-13, UD-14, UD-16, UD-22 to UD-24; RD-04, RD-05.
 */
import type { Attribution, DueResult } from "../display-duties.ts";
import { splitMarks } from "../marked-text.ts";
import type { Value, View } from "./view.ts";

/** What a list shows. */
export interface ResultsModel {
  readonly results: readonly DueResult[];
  /** Results before these. */
  readonly offset: number;
  readonly totalEstimatedMatches: number;
  /** Epoch milliseconds: when the person asked. */
  readonly queriedAt: number;
}

/** A live list: where it comes from, when it was asked, and the results. */
export function resultsView<Piece>(view: View<Piece>, model: ResultsModel): Piece {
  const { html, words, provider } = view;
  return html`<div class="results">
    <p class="provenance">
      <strong class="from-the-web">${words.fromTheWeb}</strong>
      <span>${words.ownIndex(provider.name)}</span>
      <span>${words.aboutPages(model.totalEstimatedMatches)}</span>
      <span class="asked">${words.askedAt} ${timeView(view, model.queriedAt)}</span>
    </p>
    ${resultListView(view, model)}
  </div>`;
}

/** The results alone. */
export function resultListView<Piece>(
  view: View<Piece>,
  { results, offset }: Pick<ResultsModel, "results" | "offset">,
): Piece {
  const { html } = view;
  return html`<ol class="result-list" start="${offset + 1}">
    ${results.map((result) => resultView(view, result))}
  </ol>`;
}

/** A point in time, readable by people and by machines. */
export function timeView<Piece>({ html, timeText }: View<Piece>, epochMs: number): Piece {
  return html`<time datetime="${new Date(epochMs).toISOString()}">${timeText(epochMs)}</time>`;
}

function resultView<Piece>(view: View<Piece>, result: DueResult): Piece {
  const { html } = view;
  const { url, name, displayUrl, snippet, language = "" } = result;
  // dir=auto and <bdi> keep a page's own direction marks from turning anything but its own text.
  return html`<li class="result" lang="${language}">
    <h2 class="name" dir="auto">
      <a class="link" href="${url}" rel="noreferrer">${markedView(view, name)}</a>
    </h2>
    ${attributionsView(view, result, "name")}
    <p class="address"><bdi>${markedView(view, displayUrl)}</bdi></p>
    <p class="snippet" dir="auto">${markedView(view, snippet)}</p>
    ${attributionsView(view, result, "snippet")}
  </li>`;
}

function markedView<Piece>({ html }: View<Piece>, marked: string): Value<Piece>[] {
  return splitMarks(marked).map(({ text, isHit }) => (isHit ? html`<b>${text}</b>` : text));
}

/** Licences each on a line, then all sources on one: `Data from: A | B`. */
function attributionsView<Piece>(
  view: View<Piece>,
  { attributions }: DueResult,
  after: Attribution["after"],
): Value<Piece> {
  const { html, words } = view;
  const here = attributions.filter((attribution) => attribution.after === after);
  const licenses = here.filter(({ kind }) => kind === "license");
  const sources = here.filter(({ kind }) => kind === "source");
  const lines: Value<Piece>[] = licenses.map(
    (license) =>
      html`<p class="attribution" lang="${view.words.code}">
        ${words.license} ${creditView(view, license)}
      </p>`,
  );
  if (sources.length > 0) {
    const credits = sources.map((source, n) => [n === 0 ? " " : " | ", creditView(view, source)]);
    lines.push(
      html`<p class="attribution" lang="${view.words.code}">${words.dataFrom}${credits}</p>`,
    );
  }
  return lines;
}

function creditView<Piece>({ html }: View<Piece>, { kind, text, url }: Attribution): Piece {
  if (url === undefined) return html`<span class="credit">${text}</span>`;
  return kind === "license"
    ? html`<a class="credit" href="${url}" rel="license noreferrer">${text}</a>`
    : html`<a class="credit" href="${url}" rel="noreferrer">${text}</a>`;
}
