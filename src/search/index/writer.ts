/**
 * Makes a segment of documents: add each in the order of its sequence number, then finish once.
 *
 * Pure: documents in, bytes out. Memory grows by eight bytes a word until finish, then by as much
 * again for the sorting; whoever merges bounds the words (keeper/documents/merge-plan.ts).
 */
import type { Instant } from "../../base/instant.ts";
import { ServiceError } from "../../base/errors.ts";
import {
  ANALYSIS_VERSION,
  analysisMode,
  indexTerms,
  type AnalysisMode,
} from "../analysis/terms.ts";
import { tokenize } from "../analysis/tokenize.ts";
import { documentKinds, type Document } from "../document/document.ts";
import { indexedDocument, urlWords, type IndexedDocument } from "../document/fields.ts";
import { facetsOf } from "./facets.ts";
import {
  ENTRY_GAP,
  fieldNames,
  fieldSettings,
  MAX_FIELD_POSITIONS,
  type FieldName,
} from "./fields.ts";
import { encodeSegment, flagBits, type SegmentFacts, type StoredFields } from "./format.ts";
import { GrowingBytes, GrowingU32 } from "./growing.ts";
import { invert, NO_POSITION, sortTerms } from "./invert.ts";

/** How long fields are in the whole collection, so that segments of any size score alike. */
export interface CollectionTotals {
  /** Words by field, in the order of fieldNames. */
  readonly fieldTotals: readonly number[];
  /** Documents that have the field; for the body, which every page should have, all. */
  readonly fieldDocuments: readonly number[];
}

export const EMPTY_TOTALS: CollectionTotals = {
  fieldTotals: fieldNames.map(() => 0),
  fieldDocuments: fieldNames.map(() => 0),
};

/** A finished segment. */
export interface WrittenSegment {
  /** To be written one after the other; one file. */
  readonly pieces: readonly Uint8Array[];
  readonly facts: SegmentFacts;
}

/** Collects documents; see finish. */
export class SegmentWriter {
  readonly #termIds = new Map<string, number>();
  /** Term and position of each word, document after document. */
  readonly #terms = new GrowingU32();
  readonly #positions = new GrowingU32();
  /** Where each document's words end. */
  readonly #ends = new GrowingU32();
  readonly #fieldLengths = new GrowingU32();
  readonly #fieldTotals = fieldNames.map(() => 0);
  readonly #fieldDocuments = fieldNames.map(() => 0);
  readonly #sequences: number[] = [];
  readonly #datesIndexed: number[] = [];
  readonly #datesPublished: number[] = [];
  readonly #kinds = new GrowingBytes();
  readonly #flags = new GrowingBytes();
  readonly #stored = new GrowingBytes();
  readonly #storedOffsets = new GrowingU32();

  /** Documents so far. */
  get documents(): number {
    return this.#sequences.length;
  }

  /** Words so far, facets included: what memory is measured by. */
  get tokens(): number {
    return this.#terms.length;
  }

  /** Adds one document. Sequence numbers ascend. */
  add(document: Document, sequence: number, indexedAt: Instant): void {
    const last = this.#sequences.at(-1);
    if (last !== undefined && sequence <= last) {
      throw new ServiceError("FRAME_INVALID", `sequence ${sequence} after ${last}`);
    }
    const indexed = indexedDocument(document);
    this.#addFields(indexed, document.url);
    for (const facet of facetsOf(document.url, indexed.language)) this.#push(facet, NO_POSITION);
    this.#ends.push(this.#terms.length);
    this.#sequences.push(sequence);
    this.#datesIndexed.push(indexedAt);
    this.#datesPublished.push(Date.parse(indexed.datePublished ?? ""));
    this.#kinds.push(documentKinds.indexOf(document.kind));
    this.#flags.push(indexed.isFamilyFriendly === false ? flagBits.notFamilyFriendly : 0);
    this.#store(document.url, indexed);
  }

  /**
   * The segment of all that was added. `collection` are the totals of the other segments;
   * `range` the sequence numbers it stands for, when some of their documents are gone.
   */
  finish(
    collection: CollectionTotals = EMPTY_TOTALS,
    range?: { readonly from: number; readonly to: number },
  ): WrittenSegment {
    const order = sortTerms([...this.#termIds.keys()]);
    const inverted = invert({
      order,
      termIds: this.#termIds,
      terms: this.#terms.values(),
      positions: this.#positions.values(),
      ends: this.#ends.values(),
      fieldLengths: this.#fieldLengths.values(),
      averages: this.#averages(collection),
    });
    const facts: SegmentFacts = {
      analysis: ANALYSIS_VERSION,
      documents: this.documents,
      fieldTotals: this.#fieldTotals,
      fieldDocuments: this.#fieldDocuments,
      tokens: this.tokens,
      from: range?.from ?? this.#sequences[0] ?? 0,
      to: range?.to ?? this.#sequences.at(-1) ?? 0,
    };
    this.#storedOffsets.push(this.#stored.length);
    const pieces = encodeSegment({
      facts: Buffer.from(JSON.stringify(facts)),
      ...inverted,
      sequences: bytesOf(Float64Array.from(this.#sequences)),
      datesIndexed: bytesOf(Float64Array.from(this.#datesIndexed)),
      datesPublished: bytesOf(Float64Array.from(this.#datesPublished)),
      kinds: this.#kinds.bytes(),
      flags: this.#flags.bytes(),
      storedOffsets: bytesOf(this.#storedOffsets.values()),
      stored: this.#stored.bytes(),
    });
    return { pieces, facts };
  }

  /** Mean words by field, in this segment and the rest of the collection. */
  #averages({ fieldTotals, fieldDocuments }: CollectionTotals): number[] {
    return fieldNames.map((_, n) => {
      const total = (this.#fieldTotals[n] ?? 0) + (fieldTotals[n] ?? 0);
      return total / Math.max(1, (this.#fieldDocuments[n] ?? 0) + (fieldDocuments[n] ?? 0));
    });
  }

  #addFields(indexed: IndexedDocument, url: string): void {
    const mode = analysisMode(indexed.language);
    this.#addField("body", [indexed.body], mode);
    this.#addField("title", [indexed.title], mode);
    this.#addField("headings", indexed.headings, mode);
    this.#addField("anchors", indexed.anchors, mode);
    this.#addField("url", [urlWords(url)], mode);
  }

  #addField(name: FieldName, entries: readonly string[], mode: AnalysisMode): void {
    const { firstPosition } = fieldSettings[name];
    const end = firstPosition + MAX_FIELD_POSITIONS;
    let next = firstPosition;
    let length = 0;
    for (const entry of entries) {
      const start = next;
      next = tokenize(
        entry,
        (kind, token, _start, _end, position) => {
          if (position >= end) return;
          for (const term of indexTerms(kind, token, mode)) this.#push(term, position);
        },
        start,
      );
      length += next - start;
      next += ENTRY_GAP;
    }
    this.#fieldLengths.push(Math.min(length, MAX_FIELD_POSITIONS));
    const n = fieldNames.indexOf(name);
    this.#fieldTotals[n] = (this.#fieldTotals[n] ?? 0) + length;
    const counts = name === "body" || length > 0 ? 1 : 0;
    this.#fieldDocuments[n] = (this.#fieldDocuments[n] ?? 0) + counts;
  }

  #push(term: string, position: number): void {
    let id = this.#termIds.get(term);
    if (id === undefined) {
      id = this.#termIds.size;
      this.#termIds.set(term, id);
    }
    this.#terms.push(id);
    this.#positions.push(position);
  }

  #store(url: string, indexed: IndexedDocument): void {
    const { title, body, language, datePublished } = indexed;
    const fields: StoredFields = {
      url,
      title,
      text: body,
      ...(language === undefined ? {} : { language }),
      ...(datePublished === undefined ? {} : { datePublished }),
    };
    this.#storedOffsets.push(this.#stored.length);
    this.#stored.append(Buffer.from(JSON.stringify(fields)));
  }
}

/** The memory of a typed array as bytes, without a copy. */
export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
