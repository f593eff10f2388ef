/**
 * Takes the highlight marks out of texts of a response.
 *
 * Pure. Marks are private-use characters: U+E000 and U+E001 enclose a word of the query; the other
 * marks of the range say nothing that a list of pages shows, and are dropped.
 *
 * Source   Web Search API v7, "Use decoration markers to highlight text".
 */

/** A stretch of text, and whether it is a word of the query. */
export interface Stretch {
  readonly text: string;
  readonly isHit: boolean;
}

const MARKS = /[\uE000-\uE019]/;

/** The text in stretches, in order, none of them empty. An unclosed mark lasts to the end. */
export function splitMarks(marked: string): Stretch[] {
  const stretches: Stretch[] = [];
  let isHit = false;
  for (const part of marked.split(/([\uE000-\uE019])/)) {
    if (MARKS.test(part)) isHit = part === "\uE000" || (isHit && part !== "\uE001");
    else if (part !== "") stretches.push({ text: part, isHit });
  }
  return stretches;
}

/** The text without its marks. */
export function withoutMarks(marked: string): string {
  return splitMarks(marked)
    .map(({ text }) => text)
    .join("");
}
