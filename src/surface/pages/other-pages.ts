/**
 * The pages of pictures and promises, and the one that says that something did not work.
 *
 * Pure.
 */
import { hrefOf } from "../../../web/views/view.ts";
import type { Trouble } from "../../../web/words/words.ts";
import { html, type Markup, type MarkupValue } from "./html.ts";
import { noticeView, renderPage, type PageContext, type Section } from "./layout.ts";
import type { PagePromise } from "./needs.ts";

/** Where a picture is dropped. The element does the work; without scripts it says why it needs them. */
export function picturePage(context: PageContext): string {
  const { view } = context;
  const { words } = view;
  return renderPage(context, {
    title: words.titleOf(words.tabs.picture),
    section: "picture",
    kind: "picture",
    body: html`<h1>${words.picture.title}</h1>
      <p class="lead">${words.picture.intro}</p>
      <lethe-picture-report chosen-language="${view.chosenLanguage}"
        ><noscript
          ><p class="notice">${words.picture.needsScript}</p></noscript
        ></lethe-picture-report
      >
      <p class="hint">
        ${words.picture.privacy}
        <a href="${hrefOf(view, "/promises")}">${words.picture.privacyLink}</a>
      </p>`,
  });
}

/** What this server promises, a row for each clause. */
export function promisesPage(context: PageContext, promises: readonly PagePromise[]): string {
  const { words } = context.view;
  const kept = promises.filter(({ state }) => state === "kept").length;
  const content =
    promises.length === 0
      ? html`<p class="empty">${words.promises.empty}</p>`
      : html`<p class="summary">${words.promises.summary(kept, promises.length)}</p>
          <ul class="promise-list">
            ${promises.map((promise) => promiseView(context, promise))}
          </ul>`;
  return renderPage(context, {
    title: words.titleOf(words.promises.title),
    section: "promises",
    kind: "promises",
    body: html`<h1>${words.promises.title}</h1>
      <p class="lead">${words.promises.intro}</p>
      ${content}`,
  });
}

function promiseView({ view, request }: PageContext, promise: PagePromise): Markup {
  const { words } = view;
  const { id, summary, gate, state, evidence, test } = promise;
  const spoken = summary.ko === summary.en ? "en" : request.language; // not every rule is translated
  const lines = evidence.map((line) => html`<li lang="en">${line}</li>`);
  const evidenceView: MarkupValue =
    lines.length === 0
      ? undefined
      : html`<div>
          <dt>${words.promises.evidence}</dt>
          <dd>
            <ul class="evidence">
              ${lines}
            </ul>
          </dd>
        </div>`;
  const testView =
    test === undefined
      ? undefined
      : html`<div>
          <dt>${words.promises.test}</dt>
          <dd><code>${test}</code></dd>
        </div>`;
  return html`<li class="promise" id="${id}">
    <p class="promise-head">
      <a class="clause" href="#${id}">${id}</a>
      <span class="state state-${state}">${words.promises.states[state]}</span>
    </p>
    <h2 class="promise-says" lang="${spoken}">${summary[request.language]}</h2>
    <dl>
      <div>
        <dt>${words.promises.gate}</dt>
        <dd lang="en">${gate}</dd>
      </div>
      ${evidenceView}${testView}
    </dl>
  </li>`;
}

/** The page for what did not work. */
export function troublePage(context: PageContext, trouble: Trouble, section?: Section): string {
  const { view } = context;
  const { words } = view;
  const notice = words.troubles[trouble];
  return renderPage(context, {
    title: words.titleOf(notice.title),
    kind: "trouble",
    ...(section !== undefined && { section }),
    body: noticeView(
      notice,
      html`<p><a class="action" href="${hrefOf(view, "/")}">${words.toSearch}</a></p>`,
    ),
  });
}
