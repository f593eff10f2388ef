/**
 * The limits that Search v7 documents, as the original names them.
 *
 * Source   MicrosoftDocs/bing-docs, Web Search API v7 reference: query parameters, headers.
 */

/** A longer URL was answered with 404. */
export const MAX_URL_CHARACTERS = 2048;

/** `count` and `offset` are unsigned shorts. */
export const MAX_UNSIGNED_SHORT = 65_535;

/** `answerCount` is an unsigned integer. */
export const MAX_UNSIGNED_INTEGER = 4_294_967_295;

/** Web pages in an answer when the caller does not say. */
export const DEFAULT_COUNT = 10;

/** Web pages in one answer at most; a greater `count` gets this many. */
export const MAX_COUNT = 50;

/** Length of a snippet. The original never said; this is what its examples hold at most. */
export const SNIPPET_CHARACTERS = 300;

/** Longest `displayUrl` before it is shortened with dots. */
export const DISPLAY_URL_CHARACTERS = 100;
