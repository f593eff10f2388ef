/**
 * The bytes of a segment: one immutable file of named sections, each with its own checksum.
 *
 * Pure. Knows where sections are and that they are whole; what is in them is known to writer.ts and
 * reader.ts.
 *
 * Shapes   all numbers little-endian.
 *          header   8 bytes magic, u32 format, u32 section count, u32 CRC-32 of the table, u32 zero
 *          table    per section: u32 id, u32 CRC-32, f64 offset, f64 length in bytes
 *          sections each at a multiple of 8, so that typed arrays lie on them as they are
 */
import { crc32 } from "node:zlib";
import { ServiceError } from "../../base/errors.ts";

/** Raise when a section's meaning changes; older segments are then built anew from the documents. */
export const SEGMENT_FORMAT = 1;

const MAGIC = 0x4745_5345_4854_454cn; // "LETHESEG"
const HEADER_BYTES = 24;
const ENTRY_BYTES = 24;
const MAX_SECTIONS = 64;

/** Section ids; one is never used again for something else. */
export const sections = {
  /** JSON: SegmentFacts. */
  facts: 1,
  /** u32 per term + 1: where its UTF-8 begins in `termBytes`; terms ascend by bytes. */
  termOffsets: 2,
  termBytes: 3,
  /** u32 per term + 1: its first posting. */
  postingStarts: 4,
  /** u32 per term + 1: its first block of 128 postings. */
  blockStarts: 5,
  /** u32 per posting: the document, ascending within a term. */
  postingDocuments: 6,
  /** u8 per posting: BM25F without the idf, 255 is 1; 0 for facets. */
  postingImpacts: 7,
  /** u8 per posting: the fields it occurs in, a bit each. */
  postingFields: 8,
  /** u8 per block: the highest impact in it. */
  blockMaxima: 9,
  /** u32 per block: where the positions of its first posting begin. */
  blockPositions: 10,
  /** Per posting: varint count, then as many varints, each the distance from the one before. */
  positions: 11,
  /** f64 per document: its sequence number in the store, ascending. */
  sequences: 12,
  /** f64 per document: when it was taken in, and its stated date (NaN: none); milliseconds. */
  datesIndexed: 13,
  datesPublished: 14,
  /** u8 per document: the kind, as an index into documentKinds; and flags. */
  kinds: 15,
  flags: 16,
  /** u32 per document + 1: where its JSON (StoredFields) begins in `stored`. */
  storedOffsets: 17,
  stored: 18,
} as const;

export type SectionName = keyof typeof sections;
/** The sections of one segment as bytes; a reader lays typed arrays over them. */
export type Sections = Readonly<Record<SectionName, Uint8Array>>;

/** Flag bits of a document. */
export const flagBits = { notFamilyFriendly: 1 } as const;

/** Postings to a block. */
export const BLOCK_POSTINGS = 128;

/** What a segment says of itself. */
export interface SegmentFacts {
  readonly analysis: number;
  readonly documents: number;
  /** Words of all documents, by field in the order of fieldNames. */
  readonly fieldTotals: readonly number[];
  /** Documents that have the field, in the same order. */
  readonly fieldDocuments: readonly number[];
  readonly tokens: number;
  /** The range of sequence numbers it stands for, both ends included. */
  readonly from: number;
  readonly to: number;
}

/** What is shown of a document. Kept as JSON; a later writer may add fields. */
export interface StoredFields {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly language?: string;
  readonly datePublished?: string;
}

const names = Object.keys(sections).filter((name): name is SectionName =>
  Object.hasOwn(sections, name),
);

/** The file's bytes, in pieces to be written one after the other. */
export function encodeSegment(content: Sections): Uint8Array[] {
  const table = new Uint8Array(names.length * ENTRY_BYTES);
  const view = new DataView(table.buffer);
  const pieces: Uint8Array[] = [];
  let offset = HEADER_BYTES + table.length;
  for (const [n, name] of names.entries()) {
    const bytes = content[name];
    view.setUint32(n * ENTRY_BYTES, sections[name], true);
    view.setUint32(n * ENTRY_BYTES + 4, crc32(bytes), true);
    view.setFloat64(n * ENTRY_BYTES + 8, offset, true);
    view.setFloat64(n * ENTRY_BYTES + 16, bytes.length, true);
    const padding = (8 - (bytes.length % 8)) % 8;
    pieces.push(bytes, new Uint8Array(padding));
    offset += bytes.length + padding;
  }
  return [header(table), table, ...pieces.filter((piece) => piece.length > 0)];
}

function header(table: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, MAGIC, true);
  view.setUint32(8, SEGMENT_FORMAT, true);
  view.setUint32(12, names.length, true);
  view.setUint32(16, crc32(table), true);
  return bytes;
}

/**
 * The sections of a file, without a copy.
 *
 * `isTrusted`: the checksums of the sections were verified before, by another thread over the same
 * memory; the table is checked all the same.
 *
 * @throws ServiceError INDEX_CORRUPT: not a segment of this format, torn, or a bit has flipped.
 */
export function decodeSegment(bytes: Uint8Array, isTrusted: boolean): Sections {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = checkedTable(bytes, view);
  const byId = new Map<number, Uint8Array>();
  for (
    let at = table.byteOffset - bytes.byteOffset;
    byId.size < table.length / ENTRY_BYTES;
    at += ENTRY_BYTES
  ) {
    const id = view.getUint32(at, true);
    const offset = view.getFloat64(at + 8, true);
    const length = view.getFloat64(at + 16, true);
    const fits =
      Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
    if (!fits || offset % 8 !== 0 || offset + length > bytes.length || byId.has(id)) {
      throw corrupt("a section lies outside the file");
    }
    const section = bytes.subarray(offset, offset + length);
    if (!isTrusted && crc32(section) !== view.getUint32(at + 4, true)) {
      throw corrupt(`the checksum of section ${id} is wrong`);
    }
    byId.set(id, section);
  }
  const found = names.map((name) => {
    const section = byId.get(sections[name]);
    if (section === undefined) throw corrupt(`section \`${name}\` is missing`);
    return [name, section] as const;
  });
  return Object.fromEntries(found) as Record<SectionName, Uint8Array>; // every name was just found
}

function checkedTable(bytes: Uint8Array, view: DataView): Uint8Array {
  if (bytes.length < HEADER_BYTES || view.getBigUint64(0, true) !== MAGIC) {
    throw corrupt("not a segment");
  }
  const format = view.getUint32(8, true);
  if (format !== SEGMENT_FORMAT)
    throw corrupt(`format ${format}; this server reads ${SEGMENT_FORMAT}`);
  const count = view.getUint32(12, true);
  const end = HEADER_BYTES + count * ENTRY_BYTES;
  if (count > MAX_SECTIONS || end > bytes.length) throw corrupt("the file is cut off");
  const table = bytes.subarray(HEADER_BYTES, end);
  if (crc32(table) !== view.getUint32(16, true))
    throw corrupt("the checksum of the table is wrong");
  return table;
}

/** The error of everything that is wrong with a segment's bytes. */
export function corrupt(why: string, cause?: unknown): ServiceError {
  return new ServiceError("INDEX_CORRUPT", `the segment cannot be read: ${why}`, { cause });
}
