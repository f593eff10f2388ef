/**
 * Colours, types and measures, and what buttons, links and notices look like everywhere.
 *
 * The same text serves the page and the shadow roots: `:root` and `:host` name both. An embedding page
 * changes a value by setting it on the element itself.
 *
 * Contrast: text on its ground is at least 4.5 : 1, edges of controls at least 3 : 1, in the light and
 * in the dark; tests/ui measures it.
 */
export const tokensCss = `
:root, :host {
  --lethe-paper: #f6f9f8;
  --lethe-raised: #ffffff;
  --lethe-ink: #16262c;
  --lethe-soft: #4d6168;
  --lethe-line: #d3dedf;
  --lethe-edge: #74898f;
  --lethe-river: #0b5c6b;
  --lethe-on-river: #ffffff;
  --lethe-river-deep: #08434e;
  --lethe-mist: #e4eff0;
  --lethe-visited: #5a4a85;
  --lethe-ok: #1c6744;
  --lethe-warn: #84560a;
  --lethe-grave: #9a2f30;
  --lethe-sans: system-ui, -apple-system, "Segoe UI", Roboto, "Apple SD Gothic Neo", "Noto Sans KR",
    "Noto Sans CJK KR", "Malgun Gothic", sans-serif;
  --lethe-serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia,
    "Noto Serif CJK KR", serif;
  --lethe-mono: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root, :host {
    --lethe-paper: #0d1619;
    --lethe-raised: #142126;
    --lethe-ink: #e1eaea;
    --lethe-soft: #9fb2b6;
    --lethe-line: #25363b;
    --lethe-edge: #6d848a;
    --lethe-river: #86cdd6;
    --lethe-on-river: #08262c;
    --lethe-river-deep: #a9e0e6;
    --lethe-mist: #152d33;
    --lethe-visited: #c0b2ea;
    --lethe-ok: #86d0a5;
    --lethe-warn: #e3b668;
    --lethe-grave: #f2a099;
  }
}
*, *::before, *::after { box-sizing: border-box; }
a { color: var(--lethe-river); text-underline-offset: 0.18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--lethe-river); outline-offset: 2px; border-radius: 4px; }
button, .action {
  display: inline-flex; align-items: center; justify-content: center;
  min-height: 44px; padding: 0.5rem 1.25rem;
  font: inherit; font-weight: 600; text-decoration: none;
  color: var(--lethe-on-river); background: var(--lethe-river);
  border: 1px solid transparent; border-radius: 10px; cursor: pointer;
}
button:hover, .action:hover { background: var(--lethe-river-deep); }
button.quiet {
  color: var(--lethe-river); background: transparent; border-color: var(--lethe-edge);
  font-weight: 500; padding-inline: 1rem;
}
button.quiet:hover { background: var(--lethe-mist); }
button.grave { color: var(--lethe-paper); background: var(--lethe-grave); }
button.grave:hover { filter: brightness(1.08); }
code { font-family: var(--lethe-mono); font-size: 0.9em; overflow-wrap: anywhere; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.notice {
  margin: 1.75rem 0; padding: 1.25rem 1.5rem; max-width: 42rem;
  background: var(--lethe-raised); border: 1px solid var(--lethe-line);
  border-inline-start: 4px solid var(--lethe-river); border-radius: 10px;
}
.notice-title { margin: 0 0 0.4rem; font-size: 1.125rem; font-weight: 650; overflow-wrap: anywhere; }
.notice p:last-child, .notice ul:last-child { margin-block-end: 0; }
.notice ul { padding-inline-start: 1.2rem; }
.notice.withheld { border-inline-start-color: var(--lethe-warn); }
.notice .broken-duties { padding: 0; list-style: none; }
.broken-duties li { margin-block: 0.35rem; }
.brand { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 44px; }
.brand .mark { width: 1.35rem; height: auto; flex: none; }
@media (prefers-reduced-motion: no-preference) {
  button, .action, a, .drop { transition: background-color 120ms ease, border-color 120ms ease; }
}
@media (forced-colors: active) {
  button, .action { border-color: ButtonText; }
}
`;
