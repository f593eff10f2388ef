/**
 * One text for one value, so that it can be hashed, signed or bound into an encryption.
 *
 * Pure. Numbers are printed as JavaScript prints them, which is what the standard asks for.
 *
 * Source   RFC 8785 (JSON Canonicalization Scheme), sections 3.2.2 and 3.2.3.
 */
import { ServiceError } from "../base/errors.ts";

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/**
 * The value's canonical text: members sorted by UTF-16 units, no blanks. Members that are undefined
 * are left out, as JSON does.
 *
 * @throws ServiceError ARGUMENT_INVALID: a number is not finite, a string has half a surrogate pair,
 * or something is no JSON at all.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return stringText(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (isPlainObject(value)) return objectText(value);
  throw new ServiceError("ARGUMENT_INVALID", `a ${typeof value} has no canonical text`);
}

function objectText(value: Readonly<Record<string, unknown>>): string {
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${stringText(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(",")}}`;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    throw new ServiceError("ARGUMENT_INVALID", "a number that is not finite has no canonical text");
  }
  return JSON.stringify(value);
}

function stringText(value: string): string {
  if (!value.isWellFormed()) {
    throw new ServiceError("ARGUMENT_INVALID", "half a surrogate pair has no canonical text");
  }
  return JSON.stringify(value);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
