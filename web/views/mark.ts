/**
 * The mark of the server: a stream of three lines that thins out and is gone.
 */
import type { View } from "./view.ts";

/** The mark, for the eye only: whoever uses it says the name beside it. */
export function markView<Piece>({ html }: Pick<View<Piece>, "html">): Piece {
  return html`<svg
    class="mark"
    viewBox="0 0 32 24"
    width="32"
    height="24"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="2.4"
    stroke-linecap="round"
  >
    <path d="M2 6c4-3 7-3 10 0s7 3 10 0 5-2.4 8-1.6" />
    <path d="M2 13c4-3 7-3 10 0s7 3 9 .4" opacity="0.62" />
    <path d="M2 20c4-3 6-2.6 8.6-.4" opacity="0.34" />
  </svg>`;
}
