/**
 * Cuts a query into words, quoted phrases, keywords and operators.
 *
 * Pure, and never throws. A sign is an operator only where a person means one: `-` and `+` before a
 * term, not inside `e-mail`; `|`, `&` anywhere but inside a word such as `AT&T`.
 */

/** Keywords that stand before a colon. */
export const keywords = [
  "site",
  "language",
  "filetype",
  "ext",
  "url",
  "intitle",
  "inbody",
  "inanchor",
  "prefer",
  "loc",
  "location",
  "ip",
  "contains",
  "feed",
  "hasfeed",
] as const;
export type Keyword = (typeof keywords)[number];

export type Lexeme =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "phrase"; readonly text: string }
  | {
      readonly kind: "keyword";
      readonly name: Keyword;
      readonly text: string;
      readonly isQuoted: boolean;
    }
  | { readonly kind: "open" | "close" | "or" | "and" | "not" | "plus" };

/** Longest query looked at, in UTF-16 units; a search URL cannot be longer either. */
const MAX_QUERY_CHARS = 4096;

const PATTERN = new RegExp(
  [
    `(?<open>\\()`,
    `(?<close>\\))`,
    `(?<or>\\|+|OR(?=[\\s()"]|$))`,
    `(?<and>&+(?=[\\s()"]|$)|AND(?=[\\s()"]|$))`,
    `(?<not>[-−](?=[^\\s)])|NOT(?=[\\s()"]|$))`,
    `(?<plus>\\+(?=[^\\s)]))`,
    `["“”](?<phrase>[^"“”]*)["“”]?`,
    `(?<name>${keywords.join("|")}):(?:["“”](?<quoted>[^"“”]*)["“”]?|(?<value>[^\\s()"“”|]+))`,
    `(?<word>[^\\s()"“”|]+)`,
  ].join("|"),
  "giu",
);

/** A sentence typed in capitals: its AND is a word like the others, not an operator. */
const SHOUTED = /^[^\p{Ll}"“”()|&:]*$/u;
const MIN_SHOUTED_WORDS = 5;

/** The lexemes of `text`, in order. */
export function lex(text: string): Lexeme[] {
  const whole = text.slice(0, MAX_QUERY_CHARS);
  return [...(isShouted(whole) ? whole.toLowerCase() : whole).matchAll(PATTERN)].map((match) =>
    lexeme(match),
  );
}

/** `NASA OR ESA` is no sentence: five words besides the operators make one. */
function isShouted(text: string): boolean {
  if (!SHOUTED.test(text)) return false;
  const words = text.match(/\p{Lu}+/gu) ?? [];
  return words.filter((word) => !/^(?:AND|OR|NOT)$/.test(word)).length >= MIN_SHOUTED_WORDS;
}

function lexeme(match: RegExpExecArray): Lexeme {
  const groups: Partial<Record<string, string>> = match.groups ?? {};
  const { phrase, name, quoted, value, word } = groups as Partial<
    Record<"phrase" | "name" | "quoted" | "value" | "word", string>
  >; // the groups of PATTERN
  if (phrase !== undefined) return { kind: "phrase", text: phrase };
  if (name !== undefined) return keyword(name, quoted, value);
  if (word !== undefined) return { kind: "word", text: word };
  return operator(match[0], groups);
}

function keyword(name: string, quoted: string | undefined, value: string | undefined): Lexeme {
  const known = keywords.find((candidate) => candidate === name.toLowerCase());
  const text = quoted ?? value ?? "";
  return known === undefined
    ? { kind: "word", text: `${name}:${text}` }
    : { kind: "keyword", name: known, text, isQuoted: quoted !== undefined };
}

const operatorKinds = ["open", "close", "or", "and", "not", "plus"] as const;

/** `or`, in small letters, is a word; the pattern ignores case for the keywords' sake. */
function operator(text: string, groups: Partial<Record<string, string>>): Lexeme {
  const kind = operatorKinds.find((candidate) => groups[candidate] !== undefined);
  return kind === undefined || text !== text.toUpperCase() ? { kind: "word", text } : { kind };
}
