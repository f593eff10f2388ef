/**
 * Collects what a page says about itself in its head: title, date, language, address, rating.
 *
 * Pure. Of several places that say the same thing, the one that is most often right wins.
 *
 * Source   HTML "Document metadata"; ogp.me; schema.org/datePublished; Dublin Core in HTML; RTA label.
 */

/** Names under which a page states when it was published, best first. */
const DATE_NAMES = [
  "article:published_time",
  "datepublished",
  "og:article:published_time",
  "date",
  "dc.date.issued",
  "dc.date",
  "dcterms.created",
  "pubdate",
  "publishdate",
  "publish-date",
  "parsely-pub-date",
  "sailthru.date",
  "time",
];

const DESCRIPTION_NAMES = ["description", "og:description", "twitter:description"];
const LANGUAGE_NAMES = ["content-language", "og:locale"];
const ADULT_RATINGS = /^(?:adult|mature|restricted|rta-5042-1996-1400-1577-rta)$/i;

/** Gathers metadata as a page's tags come by. */
export class PageMetadata {
  readonly #named = new Map<string, string>();
  #language = "";
  #canonical = "";

  /** A tag in the page; `attributes` as written, names in lower case. */
  openTag(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (tag === "html") this.#language ||= attributes["lang"] ?? attributes["xml:lang"] ?? "";
    else if (tag === "meta") this.#meta(attributes);
    else if (tag === "link") this.#link(attributes);
    else if (tag === "time") this.#time(attributes);
  }

  /** The body of a `script` of type `application/ld+json`. */
  linkedData(text: string): void {
    // Such scripts are often broken JSON, so the one field is looked for in the text.
    const date = /"datePublished"\s*:\s*"([^"]{4,40})"/.exec(text)?.[1];
    if (date !== undefined) this.#name("datepublished", date);
  }

  get title(): string | undefined {
    return this.#first(["og:title", "twitter:title"]);
  }

  get description(): string | undefined {
    return this.#first(DESCRIPTION_NAMES);
  }

  get language(): string | undefined {
    return this.#language === "" ? this.#first(LANGUAGE_NAMES) : this.#language;
  }

  /** The canonical address as written, perhaps relative. */
  get canonical(): string | undefined {
    return this.#canonical === "" ? undefined : this.#canonical;
  }

  /** `2024-05-06`, or undefined when the page states no date that exists. */
  get datePublished(): string | undefined {
    return DATE_NAMES.map((name) => isoDay(this.#named.get(name) ?? "")).find(
      (day) => day !== undefined,
    );
  }

  get isAdult(): boolean {
    return ADULT_RATINGS.test(this.#named.get("rating")?.trim() ?? "");
  }

  #meta(attributes: Readonly<Record<string, string>>): void {
    const { content = "" } = attributes;
    for (const key of ["name", "property", "itemprop", "http-equiv"]) {
      const name = attributes[key];
      if (name !== undefined) this.#name(name.trim().toLowerCase(), content);
    }
  }

  #link(attributes: Readonly<Record<string, string>>): void {
    const isCanonical =
      attributes["rel"]?.toLowerCase().split(/\s+/).includes("canonical") ?? false;
    if (isCanonical) this.#canonical ||= attributes["href"]?.trim() ?? "";
  }

  #time(attributes: Readonly<Record<string, string>>): void {
    const isPublished =
      attributes["pubdate"] !== undefined ||
      attributes["itemprop"]?.toLowerCase() === "datepublished";
    if (isPublished) this.#name("datepublished", attributes["datetime"] ?? "");
    else this.#name("time", attributes["datetime"] ?? "");
  }

  /** The first statement counts; empty ones are none. */
  #name(name: string, content: string): void {
    const text = content.trim();
    if (text !== "" && !this.#named.has(name)) this.#named.set(name, text);
  }

  #first(names: readonly string[]): string | undefined {
    return names.map((name) => this.#named.get(name)).find((value) => value !== undefined);
  }
}

/** The day of a date that starts as ISO 8601 writes it; a page's clock time is rarely right. */
export function isoDay(text: string): string | undefined {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(text.trim());
  if (found === null) return undefined;
  const day = `${found[1]}-${found[2]}-${found[3]}`;
  const epochMs = Date.parse(day);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(day)
    ? day
    : undefined;
}
