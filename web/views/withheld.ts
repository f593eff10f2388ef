/**
 * What stands where results would break a rule: an honest error that names the rules.
 */
import { duties, type BrokenDuty } from "../display-duties.ts";
import type { View } from "./view.ts";

/** The error, one line for each kind of broken duty. */
export function withheldView<Piece>(view: View<Piece>, broken: readonly BrokenDuty[]): Piece {
  const { html, words } = view;
  const first = broken.filter(({ duty }, n) => broken.findIndex((one) => one.duty === duty) === n);
  return html`<div class="notice withheld" role="alert">
    <p class="notice-title">${words.withheld.title}</p>
    <p>${words.withheld.advice}</p>
    <ul class="broken-duties">
      ${first.map(
        ({ duty, position }) =>
          html`<li>
            <strong>${words.clause(duties[duty])}</strong>
            <span>${words.duties[duty]}</span>
            ${position === undefined ? undefined : html`<span class="where">(${words.resultNumber(position + 1)})</span>`}
          </li>`,
      )}
    </ul>
  </div>`;
}

/** The error for something that is no response at all. */
export function unreadableView<Piece>({ html, words }: View<Piece>): Piece {
  return html`<div class="notice withheld" role="alert">
    <p class="notice-title">${words.withheld.title}</p>
    <p>${words.unreadableResponse}</p>
  </div>`;
}
