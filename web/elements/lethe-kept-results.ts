/**
 * `<lethe-kept-results>`: results kept from an earlier search, never to be taken for live ones: the
 * time of the query, a button that asks again, and who answered stand above them.
 *
 * Takes what `<lethe-results>` takes, with `expiresAt`.
 */
import { css, unsafeCSS, type TemplateResult } from "lit";
import { checkKeptResults } from "../display-contract.ts";
import type { BrokenDuty, DueResult } from "../display-duties.ts";
import type { GivenResponse } from "../read-response.ts";
import { keptCss } from "../styles/kept.ts";
import { resultsCss } from "../styles/results.ts";
import { tokensCss } from "../styles/tokens.ts";
import { keptResultsView } from "../views/kept-results.ts";
import { unreadableView } from "../views/withheld.ts";
import { browserView } from "./browser-view.ts";
import { ResponseElement } from "./response-element.ts";

/** Kept results. */
export class LetheKeptResults extends ResponseElement {
  static override styles = [
    unsafeCSS(tokensCss),
    unsafeCSS(resultsCss),
    unsafeCSS(keptCss),
    css`
      :host {
        display: block;
      }
    `,
  ];

  protected override renderGiven(
    { response, offset, queriedAt, expiresAt }: GivenResponse,
    results: readonly DueResult[],
  ): TemplateResult {
    const view = browserView(this);
    if (expiresAt === undefined) return unreadableView(view);
    const query = response.queryContext.originalQuery;
    return keptResultsView(view, { query, results, offset, queriedAt, expiresAt });
  }

  protected override checkContent(root: ShadowRoot): readonly BrokenDuty[] {
    return this.given?.expiresAt === undefined ? [] : checkKeptResults(root, this.dueResults);
  }
}
