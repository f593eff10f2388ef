/**
 * Writes points in time for a reader.
 *
 * Pure but for the time zone: without one, it is that of the machine that runs it.
 */
import type { Language } from "./words/words.ts";

/** Makes a writer of times: `25 November 2026 at 06:45 UTC`, `2026년 11월 25일 06:45 UTC`. */
export function timeWriter(language: Language, timeZone?: string): (epochMs: number) => string {
  const format = new Intl.DateTimeFormat(language === "ko" ? "ko-KR" : "en-GB", {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    ...(timeZone !== undefined && { timeZone }),
  });
  return (epochMs) => format.format(epochMs);
}
