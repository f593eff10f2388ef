/**
 * What was seen in a picture: labels with how sure they are, colours with how much there is of them.
 *
 * Bars and swatches are drawn with attributes of SVG, because the page's policy allows no inline style.
 */
import type { PictureAnswer, SeenColor, SeenLabel } from "../picture-answer.ts";
import type { Value, View } from "./view.ts";

/** The report, or why there is none. Order as delivered. */
export function pictureAnswerView<Piece>(view: View<Piece>, answer: PictureAnswer): Piece {
  const { html, words } = view;
  const { picture } = words;
  if ("trouble" in answer) {
    const { title, advice } = picture.troubles[answer.trouble];
    const detail: Value<Piece> =
      answer.detail === undefined
        ? undefined
        : html`<p class="detail">${picture.detail} <q lang="en">${answer.detail}</q></p>`;
    return html`<div class="notice" role="alert">
      <p class="notice-title">${title}</p>
      <p>${advice}</p>
      ${detail}
    </div>`;
  }
  const { labels, colors } = answer;
  return html`<div class="report">
    <section class="labels">
      <h2>${picture.labels}</h2>
      ${
        labels.length === 0
          ? html`<p>${picture.noLabels}</p>`
          : html`<ul>
              ${labels.map((label) => labelView(view, label))}
            </ul>`
      }
    </section>
    <section class="colors">
      <h2>${picture.colors}</h2>
      <ul>
        ${colors.map((color) => colorView(view, color))}
      </ul>
    </section>
  </div>`;
}

function labelView<Piece>({ html, words }: View<Piece>, { name, score }: SeenLabel): Piece {
  const percent = Math.round(score * 100);
  return html`<li class="label">
    <span class="label-name" lang="en">${name}</span>
    <span class="label-score">${words.picture.score(percentText(score))}</span>
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-all" width="100" height="6" />
      <rect class="bar-part" width="${percent}" height="6" />
    </svg>
  </li>`;
}

function colorView<Piece>({ html, words }: View<Piece>, { hex, pixelFraction }: SeenColor): Piece {
  return html`<li class="color">
    <svg class="swatch" viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width="10" height="10" fill="${hex}" />
    </svg>
    <code class="hex">${hex}</code>
    <span class="color-share">${words.picture.share(percentText(pixelFraction))}</span>
  </li>`;
}

/** Whole percents; what is there but rounds to none is `<1`. */
function percentText(fraction: number): string {
  const percent = Math.round(fraction * 100);
  return percent === 0 && fraction > 0 ? "<1" : String(percent);
}
