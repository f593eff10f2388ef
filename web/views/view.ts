/**
 * What a view needs to write a piece of page, on the server and in a browser alike.
 *
 * A view is a pure function from data to a template. The server runs it with its own escaping `html`
 * and gets text; an element runs the very same function with lit's `html` and gets live nodes. So what
 * a person sees without JavaScript is what the elements show.
 *
 * INVARIANT (plain templates): views bind only children and whole quoted attributes, with no events,
 * properties or boolean attributes, because those mean something to lit alone. An absent part is
 * `undefined`, never `false`.
 */
import type { Provider } from "../provider.ts";
import type { Words } from "../words/words.ts";

/** What a template may hold. */
export type Value<Piece> = string | number | undefined | Piece | readonly Value<Piece>[];

/** A template function: lit's `html`, or the server's. */
export type Tag<Piece> = (strings: TemplateStringsArray, ...values: Value<Piece>[]) => Piece;

/** The surroundings of a view. */
export interface View<Piece> {
  readonly html: Tag<Piece>;
  readonly words: Words;
  /** Who answers the searches: its name and privacy statement stand beside every query input. */
  readonly provider: Provider;
  /** The language a person chose by hand, kept in every link of ours; absent: the browser's. */
  readonly chosenLanguage?: string;
  /** A point in time as this reader writes it, with its time zone. */
  readonly timeText: (epochMs: number) => string;
}

/** A link within the site that keeps the chosen language. `path` starts with a slash. */
export function hrefOf(
  view: Pick<View<unknown>, "chosenLanguage">,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(parameters);
  if (view.chosenLanguage !== undefined) query.set("lang", view.chosenLanguage);
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
