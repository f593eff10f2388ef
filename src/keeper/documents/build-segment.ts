/**
 * Makes one segment file of stored documents. Runs in a thread of its own (build-thread.ts), so that
 * neither writers nor the sweep wait for it.
 */
import { SegmentWriter, type CollectionTotals } from "../../search/index/writer.ts";
import { writeSegmentFile, type ManifestSegment } from "./manifest.ts";
import type { DocumentStore } from "./port.ts";

/** What to make. */
export interface BuildOrder {
  /** File name of the segment. */
  readonly name: string;
  /** Sequence numbers, both included. */
  readonly from: number;
  readonly to: number;
  /** It ends early when it has so many documents or words. */
  readonly maxDocuments: number;
  readonly maxTokens: number;
  /** How long fields are in the other segments. */
  readonly others: CollectionTotals;
}

/** What was made. */
export interface BuildResult {
  /** Absent when there was no document in the range. */
  readonly segment?: ManifestSegment;
  /** Of each of its documents, ascending. */
  readonly sequences: readonly number[];
  /** Up to where the range is done. */
  readonly to: number;
}

/** Reads the documents, writes the file. */
export function buildSegment(store: DocumentStore, dir: string, order: BuildOrder): BuildResult {
  const writer = new SegmentWriter();
  const sequences: number[] = [];
  let { to } = order;
  for (const { document, sequence, indexedAt } of store.read(order.from, order.to)) {
    if (writer.documents >= order.maxDocuments || writer.tokens >= order.maxTokens) {
      to = sequence - 1;
      break;
    }
    writer.add(document, sequence, indexedAt);
    sequences.push(sequence);
  }
  if (writer.documents === 0) return { sequences, to };
  const range = { from: order.from, to };
  const { pieces, facts } = writer.finish(order.others, range);
  const sha256 = writeSegmentFile(dir, order.name, pieces);
  const { documents, tokens, fieldTotals, fieldDocuments } = facts;
  const counts = {
    documents,
    tokens,
    fieldTotals: [...fieldTotals],
    fieldDocuments: [...fieldDocuments],
  };
  return { segment: { name: order.name, sha256, ...counts, ...range }, sequences, to };
}
