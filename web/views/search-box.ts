/**
 * The search box, with the answering party's mark and privacy statement beside it.
 *
 * Source   UD-29 to UD-32: near each place where a query can be entered.
 */
import { markView } from "./mark.ts";
import { hrefOf, type View } from "./view.ts";

/** What the box starts with. */
export interface SearchBoxModel {
  readonly query: string;
  /** Whether to send the reader's cursor there at once: on a page that is nothing but a box. */
  readonly isAwaited?: boolean;
}

/** The box. Its input has the id `q` in its own tree. */
export function searchBoxView<Piece>(
  view: View<Piece>,
  { query, isAwaited = false }: SearchBoxModel,
): Piece {
  const { html, words, provider } = view;
  const chosen = view.chosenLanguage;
  const language =
    chosen === undefined ? undefined : html`<input type="hidden" name="lang" value="${chosen}" />`;
  const hint = words.searchHint;
  const input = isAwaited
    ? html`<input
        class="query"
        id="q"
        name="q"
        type="search"
        value="${query}"
        placeholder="${hint}"
        autocomplete="off"
        autocapitalize="off"
        enterkeyhint="search"
        autofocus
      />`
    : html`<input
        class="query"
        id="q"
        name="q"
        type="search"
        value="${query}"
        placeholder="${hint}"
        autocomplete="off"
        autocapitalize="off"
        enterkeyhint="search"
      />`;
  return html`<search class="search-box" aria-label="${words.searchLabel}">
    <form class="box" action="/" method="get">
      <label class="unseen" for="q">${words.searchLabel}</label>
      ${input} ${language}
      <button class="go" type="submit">${words.search}</button>
    </form>
    <p class="beside">
      <a class="brand" href="${hrefOf(view, provider.homeHref)}">
        ${markView(view)}<span>${words.poweredBy(provider.name)}</span>
      </a>
      <a class="privacy" href="${hrefOf(view, provider.privacyHref)}"
        >${words.privacyOf(provider.name)}</a
      >
    </p>
  </search>`;
}
