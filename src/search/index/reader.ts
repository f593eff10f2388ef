/**
 * Opens a segment: typed arrays over its bytes, a dictionary, and the stored fields.
 *
 * Pure: the bytes are somebody's shared memory, nothing is copied but what a hit shows. Any number
 * of threads read one segment.
 */
import {
  corrupt,
  decodeSegment,
  type SegmentFacts,
  type Sections,
  type StoredFields,
} from "./format.ts";
import { ANALYSIS_VERSION } from "../analysis/terms.ts";

/** An open segment. Documents are numbered from 0 in the order of their sequence numbers. */
export interface Segment {
  readonly facts: SegmentFacts;
  readonly postingStarts: Uint32Array;
  readonly blockStarts: Uint32Array;
  readonly postingDocuments: Uint32Array;
  readonly postingImpacts: Uint8Array;
  readonly postingFields: Uint8Array;
  readonly blockMaxima: Uint8Array;
  readonly blockPositions: Uint32Array;
  readonly positions: Uint8Array;
  readonly sequences: Float64Array;
  readonly datesIndexed: Float64Array;
  readonly datesPublished: Float64Array;
  readonly kinds: Uint8Array;
  readonly flags: Uint8Array;
  /** The number of a term, or -1. */
  findTerm(term: string): number;
  /** The terms that begin so: from the first number to before the second. */
  findPrefix(prefix: string): readonly [number, number];
  /** The term of a number. */
  termAt(number: number): string;
  /** What is shown of a document. */
  storedFields(document: number): StoredFields;
}

/**
 * The segment in `bytes`, the whole content of its file.
 *
 * `isTrusted` skips the checksums of what another thread has verified.
 *
 * @throws ServiceError INDEX_CORRUPT: torn, flipped, of another format or analysis; the keeper
 *   builds it anew from the documents.
 */
export function readSegment(
  bytes: SharedArrayBuffer | Uint8Array,
  { isTrusted = false }: { readonly isTrusted?: boolean } = {},
): Segment {
  const whole = bytes instanceof Uint8Array ? aligned(bytes) : new Uint8Array(bytes);
  const content = decodeSegment(whole, isTrusted);
  const facts = readFacts(content.facts);
  const columns = {
    postingStarts: u32(content.postingStarts),
    blockStarts: u32(content.blockStarts),
    postingDocuments: u32(content.postingDocuments),
    postingImpacts: content.postingImpacts,
    postingFields: content.postingFields,
    blockMaxima: content.blockMaxima,
    blockPositions: u32(content.blockPositions),
    positions: content.positions,
    sequences: f64(content.sequences),
    datesIndexed: f64(content.datesIndexed),
    datesPublished: f64(content.datesPublished),
    kinds: content.kinds,
    flags: content.flags,
  };
  checkLengths(facts, columns, content);
  return { facts, ...columns, ...dictionary(content), ...store(content) };
}

function readFacts(bytes: Uint8Array): SegmentFacts {
  const facts: unknown = parsed(bytes);
  if (typeof facts !== "object" || facts === null || !("analysis" in facts)) {
    throw corrupt("no facts");
  }
  if (facts.analysis !== ANALYSIS_VERSION) {
    throw corrupt(`analysis ${String(facts.analysis)}; this server reads ${ANALYSIS_VERSION}`);
  }
  return facts as SegmentFacts; // the checksum says that our writer wrote it, the version which one
}

function checkLengths(
  facts: SegmentFacts,
  columns: Omit<Segment, "facts" | "findTerm" | "findPrefix" | "termAt" | "storedFields">,
  content: Sections,
): void {
  const terms = content.termOffsets.length / 4 - 1;
  const postings = columns.postingDocuments.length;
  const isWhole =
    columns.postingStarts.length === terms + 1 &&
    columns.blockStarts.length === terms + 1 &&
    columns.postingStarts[terms] === postings &&
    columns.postingImpacts.length === postings &&
    columns.postingFields.length === postings &&
    columns.blockMaxima.length === columns.blockPositions.length &&
    columns.sequences.length === facts.documents &&
    columns.kinds.length === facts.documents &&
    content.storedOffsets.length === 4 * (facts.documents + 1);
  if (!isWhole) throw corrupt("the lengths of the sections do not agree");
}

function dictionary(content: Sections): Pick<Segment, "findTerm" | "findPrefix" | "termAt"> {
  const offsets = u32(content.termOffsets);
  const text = buffer(content.termBytes);
  const count = offsets.length - 1;

  /** The first term that is not before `wanted`. */
  const lowerBound = (wanted: Uint8Array): number => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = text.compare(wanted, 0, wanted.length, offsets[middle], offsets[middle + 1]);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const termAt = (number: number): string =>
    text.toString("utf8", offsets[number], offsets[number + 1]);
  return {
    termAt,
    findTerm: (term) => {
      const number = lowerBound(Buffer.from(term));
      return number < count && termAt(number) === term ? number : -1;
    },
    findPrefix: (prefix) => {
      const wanted = Buffer.from(prefix);
      // 0xff occurs in no UTF-8: it is after everything that begins with the prefix.
      return [lowerBound(wanted), lowerBound(Buffer.concat([wanted, Buffer.of(0xff)]))];
    },
  };
}

function store(content: Sections): Pick<Segment, "storedFields"> {
  const offsets = u32(content.storedOffsets);
  const text = buffer(content.stored);
  return {
    storedFields: (document) => {
      const fields = parsed(text.subarray(offsets[document], offsets[document + 1]));
      return fields as StoredFields; // our writer's JSON under a verified checksum
    },
  };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(buffer(bytes).toString("utf8"));
  } catch (cause) {
    throw corrupt("stored JSON is broken", cause);
  }
}

/** Node hands out small buffers at any offset; typed arrays need one divisible by eight. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
}

const buffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function u32(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

function f64(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
}
