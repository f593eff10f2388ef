/**
 * `<lethe-results>`: a live list of search results that keeps the rules of showing them, or shows why not.
 */
import { css, unsafeCSS, type TemplateResult } from "lit";
import { checkResultList } from "../display-contract.ts";
import type { BrokenDuty, DueResult } from "../display-duties.ts";
import type { GivenResponse } from "../read-response.ts";
import { resultsCss } from "../styles/results.ts";
import { tokensCss } from "../styles/tokens.ts";
import { resultsView } from "../views/results.ts";
import { browserView } from "./browser-view.ts";
import { ResponseElement } from "./response-element.ts";

/** A live list of results. */
export class LetheResults extends ResponseElement {
  static override styles = [
    unsafeCSS(tokensCss),
    unsafeCSS(resultsCss),
    css`
      :host {
        display: block;
      }
    `,
  ];

  protected override renderGiven(
    { response, offset, queriedAt }: GivenResponse,
    results: readonly DueResult[],
  ): TemplateResult {
    const totalEstimatedMatches = response.webPages?.totalEstimatedMatches ?? results.length;
    return resultsView(browserView(this), { results, offset, queriedAt, totalEstimatedMatches });
  }

  protected override checkContent(root: ShadowRoot): readonly BrokenDuty[] {
    return this.given === undefined ? [] : checkResultList(root, this.dueResults);
  }
}
