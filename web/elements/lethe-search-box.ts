/**
 * `<lethe-search-box>`: a query input with the answering party's mark and privacy statement beside it.
 *
 * Takes over from the form that the server wrote inside it, with whatever was typed there meanwhile.
 */
import { css, unsafeCSS, type TemplateResult } from "lit";
import { checkSearchBox } from "../display-contract.ts";
import type { BrokenDuty } from "../display-duties.ts";
import { ownIndex } from "../provider.ts";
import { searchBoxCss } from "../styles/search-box.ts";
import { tokensCss } from "../styles/tokens.ts";
import { searchBoxView } from "../views/search-box.ts";
import { browserView } from "./browser-view.ts";
import { DutifulElement } from "./dutiful-element.ts";

/** A search box. */
export class LetheSearchBox extends DutifulElement {
  static override properties = { query: {} };
  static override styles = [
    unsafeCSS(tokensCss),
    unsafeCSS(searchBoxCss),
    css`
      :host {
        display: block;
      }
    `,
  ];

  /** What the input starts with. */
  declare query: string;
  #wasFocused = false;

  constructor() {
    super();
    this.query = "";
  }

  override connectedCallback(): void {
    const written = this.querySelector<HTMLInputElement>("input.query");
    if (written !== null) {
      this.query = written.value;
      this.#wasFocused = written.matches(":focus") || written.autofocus;
    }
    super.connectedCallback();
    // Two inputs with one id would leave a label without a target.
    written?.closest("search")?.remove();
  }

  protected override firstUpdated(): void {
    if (!this.#wasFocused) return;
    const input = this.shadowRoot?.querySelector<HTMLInputElement>("input.query");
    input?.focus({ preventScroll: true });
    input?.setSelectionRange(input.value.length, input.value.length);
  }

  protected override renderContent(): TemplateResult {
    return searchBoxView(browserView(this), { query: this.query });
  }

  protected override checkContent(root: ShadowRoot): readonly BrokenDuty[] {
    return checkSearchBox(root, ownIndex.privacyHref);
  }
}
