/**
 * Points in time and lengths of time, as branded numbers.
 *
 * Pure: nobody here asks a clock. The instant of a call is in its `Call`.
 *
 * Units    milliseconds; an Instant counts from 1970-01-01T00:00:00Z, leap seconds ignored.
 */

declare const instantBrand: unique symbol;

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };

/** Makes an instant of milliseconds since the epoch. */
export function instant(epochMs: number): Instant {
  return epochMs as Instant;
}

/** The instant `lengthMs` later; earlier when it is negative. */
export function later(at: Instant, lengthMs: number): Instant {
  return instant(at + lengthMs);
}

/** RFC 3339 in UTC with milliseconds: `2026-11-25T04:50:00.000Z`. */
export function toRfc3339(at: Instant): string {
  // oxlint-disable-next-line no-restricted-globals -- formats a given instant; asks no clock
  return new Date(at).toISOString();
}

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
