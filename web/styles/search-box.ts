/**
 * What a search box looks like, on the page and in its element.
 */
export const searchBoxCss = `
.search-box { display: block; max-width: 44rem; }
.box {
  display: flex; gap: 0.4rem; padding: 0.35rem;
  background: var(--lethe-raised); border: 1.5px solid var(--lethe-edge); border-radius: 16px;
}
.box:has(.query:focus-visible) { border-color: transparent; outline: 3px solid var(--lethe-river); }
.query {
  flex: 1; min-width: 0; min-height: 44px; padding: 0.4rem 0.85rem;
  font: inherit; font-size: 1.0625rem; color: inherit;
  background: transparent; border: 0; border-radius: 11px; appearance: none;
}
.query::placeholder { color: var(--lethe-soft); opacity: 1; }
.box .query:focus-visible { outline: none; }
.query::-webkit-search-cancel-button { cursor: pointer; }
.go { flex: none; border-radius: 11px; }
@media (max-width: 30rem) {
  .query { font-size: 1rem; padding-inline: 0.6rem; }
  .go { padding-inline: 0.9rem; }
}
.beside {
  display: flex; flex-wrap: wrap; align-items: center; column-gap: 1.5rem;
  margin: 0.25rem 0 0; padding-inline: 0.35rem; font-size: 0.9rem;
}
.beside a { min-height: 44px; display: inline-flex; align-items: center; }
.beside .brand { color: var(--lethe-ink); font-weight: 600; text-decoration: none; }
.beside .brand:hover { text-decoration: underline; }
.beside .mark { color: var(--lethe-river); }
`;
