/**
 * An element that shows one search response, given as a property or as JSON inside it.
 */
import type { PropertyValues, TemplateResult } from "lit";
import { dueResults, type Due, type DueResult } from "../display-duties.ts";
import { readGiven, type GivenResponse } from "../read-response.ts";
import { unreadableView } from "../views/withheld.ts";
import { browserView } from "./browser-view.ts";
import { DutifulElement } from "./dutiful-element.ts";

/** The base of elements that show results. None has a slot: nothing can be put between results. */
export abstract class ResponseElement extends DutifulElement {
  static override properties = { given: { attribute: false } };

  /**
   * What to show. Where it is not set, the element reads a `<script type="application/json">` inside
   * it, as our server writes it; undefined when there is none, or it cannot be read.
   */
  declare given: GivenResponse | undefined;
  #due: Due = { results: [], broken: [] };

  /** What to show for a response whose duties can be kept. */
  protected abstract renderGiven(
    given: GivenResponse,
    results: readonly DueResult[],
  ): TemplateResult;

  /** The results that are owed, in their order. */
  protected get dueResults(): readonly DueResult[] {
    return this.#due.results;
  }

  override connectedCallback(): void {
    const data = this.querySelector(':scope > script[type="application/json"]');
    this.given ??= readGiven(data?.textContent ?? "");
    super.connectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("given")) return;
    const { given } = this;
    this.forgive();
    this.#due = given === undefined ? { results: [], broken: [] } : dueResults(given.response);
    this.withhold(this.#due.broken);
  }

  protected override firstUpdated(): void {
    // What the server wrote has served; left in place, it would be found and read a second time.
    this.replaceChildren();
  }

  protected override renderContent(): TemplateResult {
    return this.given === undefined
      ? unreadableView(browserView(this))
      : this.renderGiven(this.given, this.dueResults);
  }
}
