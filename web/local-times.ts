/**
 * Writes the times that the server wrote in UTC in the reader's own time zone.
 */
import type { Language } from "./words/words.ts";
import { timeWriter } from "./time-text.ts";

/** Rewrites every `<time datetime>` under `root`; one that holds no point in time stays as it is. */
export function writeLocalTimes(root: ParentNode, language: Language): void {
  const write = timeWriter(language);
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    const epochMs = Date.parse(element.dateTime);
    if (!Number.isNaN(epochMs)) element.textContent = write(epochMs);
  }
}
