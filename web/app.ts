/**
 * The page's script: defines the elements and does what they leave to do.
 */
import { languageAround } from "./elements/browser-view.ts";
import { LetheKeptResults } from "./elements/lethe-kept-results.ts";
import { LethePictureReport } from "./elements/lethe-picture-report.ts";
import { LetheResults } from "./elements/lethe-results.ts";
import { LetheSearchBox } from "./elements/lethe-search-box.ts";
import { writeLocalTimes } from "./local-times.ts";

const elements = {
  "lethe-kept-results": LetheKeptResults,
  "lethe-picture-report": LethePictureReport,
  "lethe-results": LetheResults,
  "lethe-search-box": LetheSearchBox,
} as const satisfies Record<string, CustomElementConstructor>;

for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
writeLocalTimes(document, languageAround(document.body));
