/**
 * Reads the `freshness` parameter: the span of time in which a page must have come into the index.
 *
 * Pure. Days are UTC days, and both ends belong to the span.
 *
 * Source   Web Search API v7 reference, `freshness`; the text of its error.
 */
import { DAY_MS, instant, later, type Instant } from "../../base/instant.ts";

/** A span of time; a missing end is open. */
export interface TimeSpan {
  readonly from?: Instant;
  readonly to?: Instant;
}

/** What the original answers beside a `freshness` that it does not take. */
export const FRESHNESS_HELP =
  "Supported values are: 'day', 'week', 'month', 'yyyy-M-d..yyyy-M-d' or 'yyyy-M-d'.";

const spansInDays: ReadonlyMap<string, number> = new Map([
  ["day", 1],
  ["week", 7],
  ["month", 30],
]);

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** The span that `text` names, counted back from `at` for words; undefined when it names none. */
export function decodeFreshness(text: string, at: Instant): TimeSpan | undefined {
  const days = spansInDays.get(text.toLowerCase());
  if (days !== undefined) return { from: later(at, -days * DAY_MS) };
  const [first = "", last = first, ...more] = text.split("..");
  const from = startOfDay(first);
  const start = startOfDay(last);
  if (from === undefined || start === undefined || start < from || more.length > 0)
    return undefined;
  return { from, to: later(start, DAY_MS - 1) };
}

/** Midnight of a day that exists: no 30 February, no month 0. */
function startOfDay(text: string): Instant | undefined {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? instant(date.getTime()) : undefined;
}
