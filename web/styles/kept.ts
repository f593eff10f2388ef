/**
 * What kept results look like: set apart, on tinted ground, under a note that says when they are from.
 */
export const keptCss = `
.kept {
  padding: 1.25rem; border: 1px dashed var(--lethe-edge); border-radius: 16px;
  background: linear-gradient(var(--lethe-mist), transparent 22rem);
}
.kept-note p { margin: 0 0 0.6rem; }
.kept-title {
  display: inline-block; padding: 0.1rem 0.7rem; border-radius: 999px; font-size: 0.85rem; font-weight: 650;
  color: var(--lethe-on-river); background: var(--lethe-river);
}
.kept-query { font-family: var(--lethe-serif); font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere; }
.kept-query q { quotes: none; }
.kept-times { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; margin: 0 0 0.75rem; }
.kept-times dt { font-size: 0.85rem; color: var(--lethe-soft); }
.kept-times dd { margin: 0; font-weight: 600; }
.rerun { display: inline-block; margin: 0.25rem 1.25rem 0.25rem 0; }
.kept .brand { color: var(--lethe-ink); font-weight: 600; text-decoration: none; font-size: 0.9rem; vertical-align: middle; }
.kept .brand .mark { color: var(--lethe-river); }
.kept .result:last-child { margin-bottom: 0.25rem; }
@media (min-width: 40rem) { .kept { padding: 1.75rem 2rem; } }
`;
