/**
 * Collects the running text of a page, as blocks: paragraphs, list items, cells, headings.
 *
 * Pure. Blanks are joined; an empty block is none; what comes after the limit is left out.
 */

/** Gathers text; `newBlock` ends a paragraph. */
export class PageText {
  readonly #maxUnits: number;
  #blocks: string[] = [];
  #current = "";
  #units = 0;

  constructor(maxUnits: number) {
    this.#maxUnits = maxUnits;
  }

  add(text: string): void {
    if (this.#units < this.#maxUnits) this.#current += text;
  }

  newBlock(): void {
    const block = joinBlanks(this.#current);
    this.#current = "";
    if (block === "") return;
    this.#blocks.push(block);
    this.#units += block.length + 1;
  }

  /** The blocks so far, one per line. */
  toString(): string {
    this.newBlock();
    return clip(this.#blocks.join("\n"), this.#maxUnits);
  }
}

/** Every run of blanks as one space, none at the ends; soft hyphens and zero-width spaces vanish. */
export function joinBlanks(text: string): string {
  return text
    .replace(/[\u00AD\u200B\uFEFF]/g, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** At most `maxUnits` of a text, never half a character. */
export function clip(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(maxUnits - 1));
  return text.slice(0, isSplit ? maxUnits - 1 : maxUnits);
}
