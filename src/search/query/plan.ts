/**
 * Decides how a query tree is answered: what a document must have, what only adds to its score.
 *
 * Pure. Two plans come out. The strict one is what was asked for. The relaxed one is used when too
 * few documents pass the strict one, and only where nothing stood between the words: then a document
 * with some of the words will do, while phrases, fields, filters, `+` and `-` still bind.
 */
import { exactTerms, queryTerms, type QueryTerm } from "../analysis/terms.ts";
import { fieldSettings, type FieldName } from "../index/fields.ts";
import type { QueryNode, QueryToken } from "./parse.ts";

/** One place of a phrase: any of these terms, so many words after the first. */
export interface PhraseSlot {
  readonly terms: readonly QueryTerm[];
  readonly offset: number;
  /** The folded word as asked for; a stem alone is not enough. */
  readonly exact: string;
}

export type Clause =
  /** A document with any of the terms; `fieldMask` 0 is any field. */
  | { readonly kind: "any"; readonly terms: readonly QueryTerm[]; readonly fieldMask: number }
  /** A document with a term that begins so: one character of a script without spaces. */
  | { readonly kind: "begins"; readonly prefix: string; readonly fieldMask: number }
  | { readonly kind: "phrase"; readonly slots: readonly PhraseSlot[]; readonly fieldMask: number }
  | { readonly kind: "facet"; readonly term: string }
  | {
      readonly kind: "all";
      readonly must: readonly Clause[];
      readonly should: readonly Clause[];
      readonly not: readonly Clause[];
    }
  | { readonly kind: "either"; readonly of: readonly Clause[] };

export interface Plan {
  readonly strict: Clause;
  /** Absent when the query leaves nothing to relax. */
  readonly relaxed?: Clause;
}

/** How a tree is answered. */
export function planQuery(node: QueryNode): Plan {
  const strict = clauseOf(node);
  const relaxed = relaxedClause(node);
  return relaxed === undefined ? { strict } : { strict, relaxed };
}

/** The words of a query that a highlight marks: everything asked for, nothing excluded. */
export function wantedClauses(clause: Clause): readonly Clause[] {
  switch (clause.kind) {
    case "all":
      return [...clause.must, ...clause.should].flatMap(wantedClauses);
    case "either":
      return clause.of.flatMap(wantedClauses);
    case "any":
    case "begins":
    case "phrase":
      return [clause];
    case "facet":
      return [];
  }
}

function clauseOf(node: QueryNode): Clause {
  switch (node.kind) {
    case "facet":
      return { kind: "facet", term: node.term };
    case "phrase":
      return phraseClause(node.tokens, maskOf(node.field));
    case "word":
      return wordClause(node);
    case "or":
      return { kind: "either", of: node.of.map(clauseOf) };
    case "not":
      return all({ not: [clauseOf(node.of)] });
    case "and":
      return andClause(node.of);
  }
}

function andClause(parts: readonly QueryNode[]): Clause {
  const optional = parts.filter(isOptionalWord);
  const negated = parts.filter((part) => part.kind === "not");
  const must = parts.filter((part) => part.kind !== "not" && !isOptionalWord(part));
  return all({
    must: must.map(clauseOf),
    should: optional.map(clauseOf),
    not: negated.map((part) => clauseOf(part.of)),
  });
}

function all(parts: Partial<Omit<Extract<Clause, { kind: "all" }>, "kind">>): Clause {
  const { must = [], should = [], not = [] } = parts;
  const [only] = must;
  if (only !== undefined && must.length === 1 && should.length === 0 && not.length === 0)
    return only;
  return { kind: "all", must, should, not };
}

type WordNode = Extract<QueryNode, { kind: "word" }>;

function wordClause(node: WordNode): Clause {
  const mask = maskOf(node.field);
  if (node.isName) return phraseClause(node.tokens, mask);
  const isRequired = node.role === "required";
  const clauses = node.tokens.map((token) => tokenClause(token, mask, isRequired));
  const required = isRequired ? clauses.length : requiredTokens(node.tokens);
  return all({ must: clauses.slice(0, required), should: clauses.slice(required) });
}

function tokenClause(token: QueryToken, fieldMask: number, isExact: boolean): Clause {
  if (token.kind === "pair" && Array.from(token.text).length === 1) {
    return { kind: "begins", prefix: token.text, fieldMask };
  }
  const terms =
    isExact && token.kind === "word" ? exactTerms(token.text) : queryTerms(token.kind, token.text);
  return { kind: "any", terms, fieldMask };
}

const HANGUL_PAIR = /^\p{Script=Hangul}{2}$/u;

/**
 * How many tokens of a word, from its beginning, a document must have. All, except that the end of a
 * Korean word may be a particle: 서울에서 asks for 서울, and is better answered by 서울에서.
 */
function requiredTokens(tokens: readonly QueryToken[]): number {
  const isOneWord = tokens.every(({ offset }, n) => offset === n);
  const isKorean = isOneWord && tokens.every(({ text }) => HANGUL_PAIR.test(text));
  return isKorean ? Math.max(1, tokens.length - 2) : tokens.length;
}

function phraseClause(tokens: readonly QueryToken[], fieldMask: number): Clause {
  const [only] = tokens;
  if (only !== undefined && tokens.length === 1 && only.kind === "pair") {
    return tokenClause(only, fieldMask, true);
  }
  const first = only?.offset ?? 0;
  const slots = tokens.map((token) => ({
    terms: token.kind === "word" ? exactTerms(token.text) : [{ term: token.text, weight: 1 }],
    offset: token.offset - first,
    exact: token.text,
  }));
  return { kind: "phrase", slots, fieldMask };
}

/** What is left when plain words need not all be there; undefined when that changes nothing. */
function relaxedClause(node: QueryNode): Clause | undefined {
  const parts = node.kind === "and" ? (node.isImplicit ? node.of : []) : [node];
  const plain = parts.filter(isPlainWord);
  const should = plain.flatMap((part) => part.tokens.map((token) => tokenClause(token, 0, false)));
  if (should.length === 0) return undefined;
  const bound = andClause(parts.filter((part) => !isPlainWord(part)));
  const rest = bound.kind === "all" ? bound : { must: [bound], should: [], not: [] };
  const isAsked = rest.must.some((clause) => clause.kind !== "facet");
  if (isAsked) return all({ ...rest, should: [...rest.should, ...should] });
  if (should.length === 1) return undefined; // one word: there is nothing less to ask for
  return all({ ...rest, must: [...rest.must, { kind: "either", of: should }] });
}

/** A word that may be missing when few documents have all. */
function isPlainWord(node: QueryNode): node is WordNode {
  return (
    node.kind === "word" &&
    (node.role === "plain" || node.role === "extra") &&
    node.field === undefined
  );
}

function isOptionalWord(node: QueryNode): boolean {
  return node.kind === "word" && (node.role === "preferred" || node.role === "extra");
}

function maskOf(field: FieldName | undefined): number {
  return field === undefined ? 0 : fieldSettings[field].bit;
}
