/**
 * What a list of results looks like, on the page and in the elements.
 */
export const resultsCss = `
.provenance {
  display: flex; flex-wrap: wrap; row-gap: 0.15rem; margin: 1rem 0 1.75rem -1.1em;
  color: var(--lethe-soft); font-size: 0.9rem;
  clip-path: inset(0 0 0 1.1em); /* hides the dot that a line would begin with */
}
.provenance > * { position: relative; padding-inline-start: 1.1em; }
.provenance > *::before {
  content: "·"; position: absolute; inset-inline-start: 0.4em; font-weight: 400; color: var(--lethe-soft);
}
.from-the-web { color: var(--lethe-ink); font-weight: 650; }
.result-list { margin: 0; padding: 0; list-style: none; max-width: 44rem; }
.result { margin: 0 0 1.9rem; }
.name { margin: 0; font-size: 1.1875rem; font-weight: 550; line-height: 1.35; overflow-wrap: anywhere; }
.name .link {
  display: inline-block; padding-block: 0.15rem; text-decoration-color: transparent;
}
.name .link:hover, .name .link:focus-visible { text-decoration-color: currentColor; }
.name .link:visited { color: var(--lethe-visited); }
.name b { font-weight: 750; }
.address { margin: 0; color: var(--lethe-soft); font-size: 0.875rem; overflow-wrap: anywhere; }
.snippet { margin: 0.3rem 0 0; line-height: 1.6; overflow-wrap: anywhere; }
.snippet b { font-weight: 700; }
.attribution { margin: 0.3rem 0 0; font-size: 0.875rem; color: var(--lethe-soft); }
:lang(ko) .name, .name:lang(ko), .snippet:lang(ko), .result:lang(ko) { word-break: keep-all; }
`;
