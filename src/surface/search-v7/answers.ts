/**
 * Chooses the answers of a search response: which kinds the caller wants, and how many.
 *
 * Pure. An answer is one kind of result in a response: web pages, images and so on.
 *
 * Source   Web Search API v7 reference: `responseFilter`, `answerCount`, `promote`.
 */
import { ServiceError } from "../../base/errors.ts";

/** The kinds of answers that callers can name, spelled as in a response's ranking. */
export const answerNames = [
  "WebPages",
  "Images",
  "Videos",
  "News",
  "SpellSuggestions",
  "Entities",
  "Places",
  "RelatedSearches",
  "Computation",
  "TimeZone",
  "Translations",
] as const;
export type AnswerName = (typeof answerNames)[number];

/** Which answers a caller wants. */
export interface AnswerChoice {
  readonly include?: readonly AnswerName[];
  readonly exclude: readonly AnswerName[];
  /** At most this many, best ranked first; absent: all. */
  readonly limit?: number;
  /** Added although not among the first `limit`. */
  readonly promote: readonly AnswerName[];
}

const namesByLowerCase = new Map<string, AnswerName>([
  ...answerNames.map((name): [string, AnswerName] => [name.toLowerCase(), name]),
  ["video", "Videos"],
]);

/** The text of the original beside an answer name that it does not know; a refusal, not a bad value. */
const FILTER_HELP =
  "Only these values are allowed: Webpages,Images,Videos,News,SpellSuggestions,entities,places,RelatedSearches,Computation,TimeZone,Translations";

const listed = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/**
 * Reads `responseFilter`: names to keep, or names with `-` to drop.
 *
 * @throws ServiceError CALLER_FORBIDDEN: a name is unknown (this is how the original answered it).
 * @throws ServiceError ARGUMENT_INVALID: both kinds are mixed.
 */
export function decodeResponseFilter(text: string): Pick<AnswerChoice, "include" | "exclude"> {
  const names = listed(text);
  const dropped = names.filter((name) => name.startsWith("-"));
  if (dropped.length > 0 && dropped.length < names.length) {
    throw new ServiceError(
      "ARGUMENT_INVALID",
      "either list the answers to keep, or list the answers to drop, each with `-`",
      { field: "responseFilter", value: text },
    );
  }
  const read = (name: string): AnswerName => {
    const known = namesByLowerCase.get(name.toLowerCase());
    if (known !== undefined) return known;
    throw new ServiceError("CALLER_FORBIDDEN", FILTER_HELP, {
      field: "responseFilter",
      value: text,
    });
  };
  if (dropped.length > 0) return { exclude: dropped.map((name) => read(name.slice(1))) };
  return names.length === 0 ? { exclude: [] } : { include: names.map(read), exclude: [] };
}

/**
 * Reads `promote`.
 *
 * @throws ServiceError ARGUMENT_INVALID: a name is unknown.
 */
export function decodePromote(text: string): AnswerName[] {
  return listed(text).map((name) => {
    const known = namesByLowerCase.get(name.toLowerCase());
    if (known !== undefined) return known;
    throw new ServiceError("ARGUMENT_INVALID", `\`${name}\` is no answer`, {
      field: "promote",
      value: text,
    });
  });
}

/**
 * The answers to give, of those there are, in their ranked order. A promoted answer does not count
 * against the limit; one that is not there is not added, nor one that the filter drops.
 */
export function chooseAnswers(ranked: readonly AnswerName[], choice: AnswerChoice): AnswerName[] {
  const wanted = ranked.filter(
    (name) => (choice.include?.includes(name) ?? true) && !choice.exclude.includes(name),
  );
  const { limit } = choice;
  if (limit === undefined) return wanted;
  return wanted.filter((name, n) => n < limit || choice.promote.includes(name));
}
