/**
 * Links to the other pages of a list of results.
 *
 * Pure. The number of matches is an estimate, so a list may end earlier than the links say.
 */
import { hrefOf, type View } from "../../../web/views/view.ts";
import { MAX_UNSIGNED_SHORT } from "../search-v7/limits.ts";
import { PAGE_SIZE } from "./decode.ts";
import { html, type Markup } from "./html.ts";

/** Where in a list a reader is. */
export interface PlaceInList {
  readonly query: string;
  readonly offset: number;
  readonly totalEstimatedMatches: number;
}

/** Pages offered on either side of the one that is shown. */
const NEIGHBOURS = 2;

/** The numbers to offer around `current`, from 1 to `last`, in order. */
export function pageNumbers(current: number, last: number): number[] {
  const from = Math.max(1, Math.min(current - NEIGHBOURS, last - 2 * NEIGHBOURS));
  const to = Math.min(last, Math.max(current + NEIGHBOURS, 1 + 2 * NEIGHBOURS));
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);
}

/** The links; nothing when all results are on one page. */
export function pagesView(view: View<Markup>, place: PlaceInList): Markup | undefined {
  const { query, offset, totalEstimatedMatches } = place;
  const current = Math.floor(offset / PAGE_SIZE) + 1;
  const reachable = Math.min(totalEstimatedMatches, MAX_UNSIGNED_SHORT + 1);
  const last = Math.max(current, Math.ceil(reachable / PAGE_SIZE));
  if (last <= 1) return undefined;
  const { words } = view;
  const hrefTo = (page: number): string =>
    hrefOf(view, "/", { q: query, offset: String((page - 1) * PAGE_SIZE) });
  const numbers = pageNumbers(current, last).map((page) =>
    page === current
      ? html`<li>
          <span class="page" aria-current="page" aria-label="${words.pageNumber(page)}"
            >${page}</span
          >
        </li>`
      : html`<li>
          <a class="page" href="${hrefTo(page)}" aria-label="${words.pageNumber(page)}">${page}</a>
        </li>`,
  );
  const previous =
    current > 1
      ? html`<li>
          <a class="step" rel="prev" href="${hrefTo(current - 1)}">${words.previous}</a>
        </li>`
      : undefined;
  const next =
    current < last
      ? html`<li><a class="step" rel="next" href="${hrefTo(current + 1)}">${words.next}</a></li>`
      : undefined;
  return html`<nav class="pages" aria-label="${words.paging}">
    <ul>
      ${previous}${numbers}${next}
    </ul>
  </nav>`;
}
