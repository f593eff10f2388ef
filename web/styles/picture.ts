/**
 * What the picture report looks like.
 */
export const pictureCss = `
.drop {
  display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 0.5rem;
  min-height: 18rem; padding: 1.75rem 1.25rem; text-align: center;
  background: var(--lethe-raised); border: 2px dashed var(--lethe-edge); border-radius: 18px;
}
.drop.over { border-style: solid; border-color: var(--lethe-river); background: var(--lethe-mist); }
.drop.looking, .drop.answered { min-height: 0; }
.drop-hint { margin: 0; font-family: var(--lethe-serif); font-size: 1.35rem; }
:host(:lang(ko)) .drop-hint { font-family: var(--lethe-sans); }
.looking .drop-hint, .answered .drop-hint, .looking .paste-hint, .answered .paste-hint { display: none; }
.paste-hint { margin: 0; color: var(--lethe-soft); font-size: 0.95rem; }
.preview {
  max-width: 100%; max-height: min(22rem, 50vh); border-radius: 10px; margin-bottom: 0.75rem;
  background: var(--lethe-mist);
}
.looking .preview { opacity: 0.75; }
.choose {
  position: relative; display: inline-flex; align-items: center; min-height: 44px; padding: 0.5rem 1.25rem;
  font-weight: 600; color: var(--lethe-on-river); background: var(--lethe-river); border-radius: 10px; cursor: pointer;
}
.choose:hover { background: var(--lethe-river-deep); }
.choose:focus-within { outline: 3px solid var(--lethe-river); outline-offset: 2px; }
.choose input { position: absolute; inset: 0; opacity: 0; cursor: pointer; font-size: 0; }
.answered .choose, .looking .choose { color: var(--lethe-river); background: transparent; border: 1px solid var(--lethe-edge); font-weight: 500; }
.answered .choose:hover, .looking .choose:hover { background: var(--lethe-mist); }
.spoken { min-height: 1.6em; margin: 1rem 0; color: var(--lethe-soft); }
.report { display: grid; gap: 2rem 3rem; margin-block: 0 2rem; }
@media (min-width: 48rem) { .report { grid-template-columns: 3fr 2fr; } }
.report h2 { margin: 0 0 0.75rem; font-size: 1.125rem; }
.report ul { margin: 0; padding: 0; list-style: none; }
.label { display: grid; grid-template-columns: 1fr auto; gap: 0.15rem 1rem; margin-bottom: 0.85rem; }
.label-name { font-weight: 600; }
.label-score, .color-share { color: var(--lethe-soft); font-size: 0.9rem; font-variant-numeric: tabular-nums; }
.bar { grid-column: 1 / -1; width: 100%; height: 6px; border-radius: 3px; overflow: hidden; }
.bar-all { fill: var(--lethe-line); }
.bar-part { fill: var(--lethe-river); }
.color { display: flex; align-items: center; gap: 0.85rem; margin-bottom: 0.6rem; }
.swatch { width: 44px; height: 44px; flex: none; border-radius: 10px; border: 1px solid var(--lethe-edge); }
.hex { min-width: 5.5em; user-select: all; }
.detail { font-size: 0.9rem; color: var(--lethe-soft); overflow-wrap: anywhere; }
`;
