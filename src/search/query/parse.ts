/**
 * Reads a query as a person types it into a tree.
 *
 * Pure, and never throws: whatever has no meaning as an operator is text, whatever is missing is left
 * out. From tight to loose: parentheses and quotes; NOT, `-`, `+`; AND, `&`, or nothing between two
 * terms; OR, `|`. Operators in letters are capitals.
 *
 * Source   docs/sources, search v7, "Operators inside q". Deliberate differences are in
 *          docs/differences.md: `loc:`, `location:`, `ip:`, `contains:`, `feed:`, `hasfeed:` ask for what
 *          the index does not know and have no effect.
 */
import { normalizeText } from "../analysis/fold.ts";
import { isStopWord } from "../analysis/stop-words.ts";
import { tokenize, type TokenKind } from "../analysis/tokenize.ts";
import { fileTypeFacet, languageFacet, siteFacet, urlFacet } from "../index/facets.ts";
import type { FieldName } from "../index/fields.ts";
import { lex, type Lexeme } from "./lex.ts";

/** So many terms decide what is found; plain words after them only add to the score. */
export const MAX_QUERY_TERMS = 10;
/** Plain words beyond the limit that are looked at. */
export const MAX_EXTRA_WORDS = 40;
/** Tokens of one word or phrase; a sentence without spaces has one per character. */
export const MAX_TOKENS_PER_TERM = 40;
/** Parentheses inside parentheses; deeper ones are not looked at. */
export const MAX_DEPTH = 20;

/** A token of a word or phrase, and how many words after the first it stands. */
export interface QueryToken {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

/**
 * `plain`: a document should have it. `required`: marked `+`, no partial match is an answer.
 * `preferred`: `prefer:`, better with it, fine without. `extra`: after MAX_QUERY_TERMS.
 */
export type WordRole = "plain" | "required" | "preferred" | "extra";

export type QueryNode =
  /** What stands between two blanks: one word, or several that punctuation separates. */
  | {
      readonly kind: "word";
      readonly tokens: readonly QueryToken[];
      readonly field?: FieldName;
      readonly role: WordRole;
      /** foo_bar, a.b, me@example.org: its parts stand together, though nobody quoted them. */
      readonly isName: boolean;
    }
  | { readonly kind: "phrase"; readonly tokens: readonly QueryToken[]; readonly field?: FieldName }
  | { readonly kind: "facet"; readonly term: string }
  /** `isImplicit`: nothing stood between the parts; when too few documents have all, some will do. */
  | { readonly kind: "and"; readonly of: readonly QueryNode[]; readonly isImplicit: boolean }
  | { readonly kind: "or"; readonly of: readonly QueryNode[] }
  | { readonly kind: "not"; readonly of: QueryNode };

/** The tree of a query; undefined when nothing is asked for. */
export function parseQuery(
  text: string,
  maxTerms: number = MAX_QUERY_TERMS,
): QueryNode | undefined {
  const parser = new Parser(lex(normalizeText(text)), maxTerms);
  const node = parser.readAll();
  return node === undefined ? undefined : withoutStopWords(node);
}

class Parser {
  readonly #lexemes: readonly Lexeme[];
  #at = 0;
  #termsLeft: number;
  #extrasLeft = MAX_EXTRA_WORDS;

  constructor(lexemes: readonly Lexeme[], maxTerms: number) {
    this.#lexemes = lexemes;
    this.#termsLeft = maxTerms;
  }

  /** A closing parenthesis that nothing opened is passed over, and what follows it is read on. */
  readAll(): QueryNode | undefined {
    const parts: QueryNode[] = [];
    while (this.#at < this.#lexemes.length) {
      const part = this.#readOr(0);
      if (part !== undefined) parts.push(part);
      if (this.#peek() === "close") this.#at++;
    }
    return joined(parts, true);
  }

  #peek(): Lexeme["kind"] | undefined {
    return this.#lexemes[this.#at]?.kind;
  }

  #readOr(depth: number): QueryNode | undefined {
    const parts: QueryNode[] = [];
    do {
      while (this.#peek() === "or") this.#at++;
      const part = this.#readAnd(depth);
      if (part !== undefined) parts.push(part);
    } while (this.#peek() === "or");
    const counted = parts.filter((part) => !isExtra(part));
    return counted.length > 1 ? { kind: "or", of: counted } : (counted[0] ?? parts[0]);
  }

  #readAnd(depth: number): QueryNode | undefined {
    const parts: QueryNode[] = [];
    let isImplicit = true;
    for (;;) {
      const kind = this.#peek();
      if (kind === undefined || kind === "or" || kind === "close") break;
      if (kind === "and") {
        isImplicit = false;
        this.#at++;
        continue;
      }
      const part = this.#readUnary(depth);
      if (part !== undefined) parts.push(part);
    }
    return joined(parts, isImplicit);
  }

  #readUnary(depth: number): QueryNode | undefined {
    let isNegated = false;
    let isRequired = false;
    for (let kind = this.#peek(); kind === "not" || kind === "plus"; kind = this.#peek()) {
      if (kind === "not") isNegated = true;
      else isRequired = true;
      this.#at++;
    }
    const node = this.#readPrimary(depth, isRequired);
    if (node === undefined || !isNegated) return node;
    return isExtra(node) ? undefined : { kind: "not", of: node };
  }

  /** The node, while the limits allow; stop words, which are dropped later, are no terms. */
  #counted(node: QueryNode | undefined): QueryNode | undefined {
    if (node === undefined) return undefined;
    const isStop = isPlainStopWord(node);
    if (this.#termsLeft > 0 && !isStop) {
      this.#termsLeft--;
      return node;
    }
    if (node.kind !== "word" || node.role !== "plain" || this.#extrasLeft === 0) return undefined;
    this.#extrasLeft--;
    return isStop ? node : { ...node, role: "extra" };
  }

  #readPrimary(depth: number, isRequired: boolean): QueryNode | undefined {
    const lexeme = this.#lexemes[this.#at];
    if (lexeme?.kind === "open") return this.#readGroup(depth);
    if (lexeme === undefined || !isTerm(lexeme)) return undefined; // an operator without its term
    this.#at++;
    return this.#counted(termNode(lexeme, isRequired));
  }

  /** What is in parentheses; the closing one may be missing. */
  #readGroup(depth: number): QueryNode | undefined {
    this.#at++;
    if (depth >= MAX_DEPTH) return undefined;
    const inner = this.#readOr(depth + 1);
    if (this.#peek() === "close") this.#at++;
    return inner;
  }
}

/** Several parts are an AND; what stands in parentheses keeps its own. */
function joined(parts: readonly QueryNode[], isImplicit: boolean): QueryNode | undefined {
  return parts.length > 1 ? { kind: "and", of: parts, isImplicit } : parts[0];
}

type TermLexeme = Extract<Lexeme, { kind: "word" | "phrase" | "keyword" }>;

function isTerm(lexeme: Lexeme): lexeme is TermLexeme {
  return lexeme.kind === "word" || lexeme.kind === "phrase" || lexeme.kind === "keyword";
}

function termNode(lexeme: TermLexeme, isRequired: boolean): QueryNode | undefined {
  if (lexeme.kind === "keyword") return keywordNode(lexeme, isRequired);
  return textNode(lexeme.text, lexeme.kind === "phrase", roleOf(isRequired));
}

const roleOf = (isRequired: boolean): WordRole => (isRequired ? "required" : "plain");

function textNode(
  text: string,
  isPhrase: boolean,
  role: WordRole,
  field?: FieldName,
): QueryNode | undefined {
  const tokens = tokensOf(text);
  if (tokens.length === 0) return undefined;
  const inField = field === undefined ? {} : { field };
  if (isPhrase) return { kind: "phrase", tokens, ...inField };
  const isName =
    tokens.length > 1 && tokens.every(({ kind }) => kind === "word") && JOINED.test(text);
  return { kind: "word", tokens, ...inField, role, isName };
}

const JOINED = /[\p{L}\p{N}][_.@/\\][\p{L}\p{N}]/u;

function tokensOf(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  tokenize(text.slice(0, 16 * MAX_TOKENS_PER_TERM), (kind, token, _start, _end, offset) => {
    // A run's last character begins no pair; what it says is in the pair before it.
    if (kind !== "tail" && tokens.length < MAX_TOKENS_PER_TERM)
      tokens.push({ kind, text: token, offset });
  });
  return tokens;
}

// oxlint-disable-next-line complexity -- one case for each operator
function keywordNode(
  { name, text, isQuoted }: Extract<Lexeme, { kind: "keyword" }>,
  isRequired: boolean,
): QueryNode | undefined {
  const site = name === "site" ? siteFacet(text) : undefined;
  switch (name) {
    case "site":
      return site === undefined ? undefined : { kind: "facet", term: site };
    case "language":
      return { kind: "facet", term: languageFacet(text) };
    case "filetype":
    case "ext":
      return { kind: "facet", term: fileTypeFacet(text) };
    case "url":
      return { kind: "facet", term: urlFacet(text) };
    case "intitle":
      return textNode(text, isQuoted, roleOf(isRequired), "title");
    case "inbody":
      return textNode(text, isQuoted, roleOf(isRequired), "body");
    case "inanchor":
      return textNode(text, isQuoted, roleOf(isRequired), "anchors");
    case "prefer":
      return textNode(text, isQuoted, "preferred");
    case "loc":
    case "location":
    case "ip":
    case "contains":
    case "feed":
    case "hasfeed":
      return undefined; // asks for what the index does not know
  }
}

/** Drops stop words that are neither quoted nor marked, unless nothing else would be left. */
function withoutStopWords(node: QueryNode): QueryNode {
  if (node.kind !== "and") return node;
  const kept = node.of.filter((part) => !isPlainStopWord(part)).map(withoutStopWords);
  if (!kept.some(asksForSomething)) return node;
  return joined(kept, node.isImplicit) ?? node;
}

function isPlainStopWord(node: QueryNode): boolean {
  return (
    node.kind === "word" &&
    node.role === "plain" &&
    node.field === undefined &&
    node.tokens.every(({ text }) => isStopWord(text))
  );
}

function isExtra(node: QueryNode): boolean {
  return node.kind === "word" && node.role === "extra";
}

function asksForSomething(node: QueryNode): boolean {
  return node.kind !== "not" && node.kind !== "facet";
}
