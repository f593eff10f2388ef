/**
 * A searchable index of a few documents in memory, for tests and measurements.
 */
import { instant } from "../base/instant.ts";
import { parseDocument } from "./document/document.ts";
import { readSegment } from "./index/reader.ts";
import { SegmentWriter } from "./index/writer.ts";
import { searchWeb, type LiveSegment, type WebAnswer, type WebQuery } from "./search.ts";
import type { Budget } from "./query/collect.ts";

/** Time without end. */
export const UNLIMITED: Budget = { isSpent: () => false };

/** The documents as one segment; sequence numbers and times of taking in count from `first`. */
export function segmentOf(documents: readonly unknown[], first = 1): LiveSegment {
  const writer = new SegmentWriter();
  for (const [n, document] of documents.entries()) {
    writer.add(parseDocument(document), first + n, instant(first + n));
  }
  return { segment: readSegment(Buffer.concat(writer.finish().pieces)) };
}

/** Pages with these texts at `https://example.org/0`, `/1` and so on. */
export function pagesOf(texts: readonly string[]): LiveSegment {
  return segmentOf(
    texts.map((text, n) => ({ kind: "webPage", url: `https://example.org/${n}`, text })),
  );
}

/** Ten hits from the first, unless `query` says otherwise. */
export function ask(
  segments: readonly LiveSegment[],
  text: string,
  query: Partial<WebQuery> = {},
): WebAnswer {
  const whole: WebQuery = { text, count: 10, offset: 0, safeSearch: "Off", ...query };
  return searchWeb(segments, whole, UNLIMITED);
}
