/**
 * An element that owes its reader something: after each render it looks at what is really on the
 * screen, and where a duty is broken it shows an error instead.
 *
 * The shadow root is open: a closed one would protect nothing and blind assistive tests and our own.
 */
import { LitElement, type TemplateResult } from "lit";
import type { BrokenDuty } from "../display-duties.ts";
import { isOnScreen } from "../display-contract.ts";
import { withheldView } from "../views/withheld.ts";
import { browserView } from "./browser-view.ts";

/** The base of all elements that show search results or take queries. */
export abstract class DutifulElement extends LitElement {
  /** What is not kept; once something is, only other content makes it whole again. */
  #broken: readonly BrokenDuty[] = [];
  #watch: ResizeObserver | undefined;

  /** What the element shows as long as its duties are kept. */
  protected abstract renderContent(): TemplateResult | undefined;

  /** The duties that what is on the screen breaks. Asked only while the element is visible. */
  protected abstract checkContent(root: ShadowRoot): readonly BrokenDuty[];

  override render(): TemplateResult | undefined {
    return this.#broken.length > 0
      ? withheldView(browserView(this), this.#broken)
      : this.renderContent();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A page can hide, shrink or cover an element at any later time.
    this.#watch = new ResizeObserver(() => this.checkDuties());
    this.#watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch?.disconnect();
  }

  /** What was found broken at the last look; empty when all is well. */
  get brokenDuties(): readonly BrokenDuty[] {
    return this.#broken;
  }

  /** Looks at the screen now. Where nothing of the element is shown, nothing is owed. */
  checkDuties(): void {
    const root = this.shadowRoot;
    if (root === null || this.#broken.length > 0 || !this.hasUpdated || !isOnScreen(this)) return;
    this.withhold(this.checkContent(root));
  }

  protected override updated(): void {
    this.checkDuties();
  }

  /** Shows the error instead of the content, if anything is broken. */
  protected withhold(broken: readonly BrokenDuty[]): void {
    if (broken.length === 0) return;
    this.#broken = broken;
    this.requestUpdate();
  }

  /** New content starts without blame. */
  protected forgive(): void {
    this.#broken = [];
  }
}
