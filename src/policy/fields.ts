/**
 * Takes the members of a parsed JSON object one by one, each checked, and then refuses what is left.
 *
 * Errors name the member by its path from the root.
 */
import { ServiceError } from "../base/errors.ts";

/** The members of one object that are still to be taken. */
export class Fields {
  readonly #path: string;
  readonly #members: Map<string, unknown>;

  /** @throws ServiceError SETTING_INVALID: `value` is no object. */
  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalid(path, "is not an object");
    }
    this.#path = path;
    this.#members = new Map(Object.entries(value));
  }

  /** A text that is not empty and fits `pattern`. */
  text(name: string, pattern = /\S/): string {
    const value = this.#take(name);
    if (typeof value === "string" && pattern.test(value)) return value;
    throw this.#invalid(name, `is no text of the form ${pattern}`);
  }

  /** One of the `known` words. */
  word<Word extends string>(name: string, known: readonly Word[]): Word {
    return oneOf(this.#take(name), known, `${this.#path}.${name}`);
  }

  /** At least one of the `known` words. */
  words<Word extends string>(name: string, known: readonly Word[]): readonly Word[] {
    return this.list(name, (value, path) => oneOf(value, known, path));
  }

  /** A list that is not empty. */
  list<Item>(name: string, read: (value: unknown, path: string) => Item): readonly Item[] {
    const value = this.#take(name);
    if (!Array.isArray(value) || value.length === 0) {
      throw this.#invalid(name, "is no list with something in it");
    }
    return value.map((item: unknown, index) => read(item, `${this.#path}.${name}[${index}]`));
  }

  /** A whole number above zero. */
  positive(name: string): number {
    const value = this.#take(name);
    if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
    throw this.#invalid(name, "is no whole number above zero");
  }

  truth(name: string): boolean {
    const value = this.#take(name);
    if (typeof value === "boolean") return value;
    throw this.#invalid(name, "is neither true nor false");
  }

  /** Undefined when the member is not there. A `read` that takes the member itself leaves the value alone. */
  optional<Value>(name: string, read: (value: unknown, path: string) => Value): Value | undefined {
    if (!this.#members.has(name)) return undefined;
    const value = this.#members.get(name);
    const result = read(value, `${this.#path}.${name}`);
    this.#members.delete(name);
    return result;
  }

  /** @throws ServiceError SETTING_INVALID: there are members that nobody took. */
  refuseRest(): void {
    for (const name of this.#members.keys()) throw this.#invalid(name, "is not known here");
  }

  #take(name: string): unknown {
    const value = this.#members.get(name);
    this.#members.delete(name);
    return value;
  }

  #invalid(name: string, message: string): ServiceError {
    return invalid(`${this.#path}.${name}`, message);
  }
}

function oneOf<Word extends string>(value: unknown, known: readonly Word[], path: string): Word {
  const word = known.find((each) => each === value);
  if (word === undefined) throw invalid(path, `is none of ${known.join(", ")}`);
  return word;
}

/** The same object without its undefined members. */
export function defined<Value extends Record<string, unknown>>(
  value: Value,
): { [Name in keyof Value]?: Exclude<Value[Name], undefined> } {
  const kept = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(kept) as { [Name in keyof Value]?: Exclude<Value[Name], undefined> };
}

function invalid(path: string, message: string): ServiceError {
  return new ServiceError("SETTING_INVALID", `${path} ${message}`, { field: path });
}
