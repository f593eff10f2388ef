/**
 * Branded identifiers, so that one kind of name cannot pass for another.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** An application: the holder of an API key, or `local`. */
export type ApplicationId = Branded<"application">;

/** The opaque secret that stands for one person. Keys are derived from it; it is never stored. */
export type UserSecret = Branded<"user">;

/** One sealed record. Random, says nothing of its content or owner. */
export type RecordId = Branded<"record">;

/** A clause, such as `UD-51`. */
export type ClauseId = Branded<"clause">;

/** The application every caller is on a server without keys. */
export const LOCAL_APPLICATION = "local" as ApplicationId;

/** A user secret: 16 to 256 printable ASCII characters without blanks. Longer ones are refused. */
const USER_SECRET = /^[\x21-\x7e]{16,256}$/;

/** The text as a user secret, or undefined when it is no such thing. */
export function userSecret(text: string): UserSecret | undefined {
  return USER_SECRET.test(text) ? (text as UserSecret) : undefined;
}

/** Takes a text that we ourselves made for a record's id. */
export function recordId(text: string): RecordId {
  return text as RecordId;
}

/** Takes a clause's id from a pack. */
export function clauseId(text: string): ClauseId {
  return text as ClauseId;
}
