/**
 * Writes HTML as text. Everything put into a template is escaped unless it is markup already.
 *
 * Pure. INVARIANT (quoted): templates of ours quote every attribute, so that escaping the five
 * characters below is enough everywhere a value may stand. Values never stand in a tag's name, in an
 * attribute's name, in a script or in a style.
 */

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** HTML that may stand in a page as it is. Made by `html` and `jsonScript` only. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may hold; `undefined` is nothing. */
export type MarkupValue = string | number | undefined | Markup | readonly MarkupValue[];

/** A piece of a page. */
export function html(strings: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  const parts = strings.map((text, n) => text + (n < values.length ? textOf(values[n]) : ""));
  return new Markup(parts.join(""));
}

/** Data for an element, as a block that no browser runs. Nothing in it can end the block. */
export function jsonScript(value: unknown): Markup {
  const json = JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return new Markup(`<script type="application/json">${json}</script>`);
}

function textOf(value: MarkupValue): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(textOf).join("");
  return String(value).replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}
