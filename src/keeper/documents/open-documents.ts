/**
 * Documents in SQLite, and segments made of them in the background.
 *
 * The database is the truth, in full sync; segments are derived, so whatever is missing or broken of
 * them is made anew. Each document has a sequence number that is never used again: a segment stands for
 * a range of them, and a document that was replaced or deleted is gone from its segment by number.
 */
import fs from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { Log } from "../../base/call.ts";
import { instant, type Instant } from "../../base/instant.ts";
import { parseDocument, type Document } from "../../search/document/document.ts";
import type { Generation, GenerationSegment } from "../../search/index/generation.ts";
import { readSegment, type Segment } from "../../search/index/reader.ts";
import { EMPTY_TOTALS, SegmentWriter } from "../../search/index/writer.ts";
import {
  EMPTY_MANIFEST,
  readManifest,
  writeManifest,
  writeSegmentFile,
  type Manifest,
  type ManifestSegment,
} from "./manifest.ts";
import type { Documents, DocumentsStatus, PutReceipt } from "./port.ts";

/** What opening needs. */
export interface DocumentsNeeds {
  /** The folder of the documents alone; made when it is missing. */
  readonly dir: string;
  /** Called when a new generation is on disk. */
  readonly onGeneration: (generation: Generation) => void;
  readonly log: Log;
}

/** Folder of the segment files below the folder of the documents. */
export const SEGMENTS_FOLDER = "segments";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    indexed_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (kind, url)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS documents_by_url ON documents (url);
`;

/** How long new documents gather before they are made a segment, milliseconds. */
const GATHER_MS = 150;
/** A segment of new documents has at most so many. */
const SEGMENT_DOCUMENTS = 5000;
/** With more segments than this, the smallest neighbours are made one. */
const MAX_SEGMENTS = 8;

interface Row {
  readonly sequence: number;
  readonly indexed_at: number;
  readonly content: string;
}

/** Opens, checks the index and makes anew what is not whole. */
export function openDocuments(needs: DocumentsNeeds): Documents {
  return new SqliteDocuments(needs);
}

class SqliteDocuments implements Documents {
  readonly #needs: DocumentsNeeds;
  readonly #segmentsDir: string;
  readonly #database: Database.Database;
  readonly #sequences = new Map<string, Float64Array>();
  #manifest: Manifest;
  #timer: NodeJS.Timeout | undefined;

  constructor(needs: DocumentsNeeds) {
    this.#needs = needs;
    this.#segmentsDir = path.join(needs.dir, SEGMENTS_FOLDER);
    fs.mkdirSync(this.#segmentsDir, { recursive: true, mode: 0o700 });
    this.#database = new Database(path.join(needs.dir, "documents.sqlite"));
    this.#database.pragma("journal_mode = WAL");
    this.#database.pragma("synchronous = FULL");
    this.#database.exec(SCHEMA);
    const manifest = readManifest(this.#segmentsDir) ?? EMPTY_MANIFEST;
    this.#manifest = {
      ...manifest,
      segments: manifest.segments.filter((each) => this.#isWhole(each)),
    };
    this.flush();
  }

  put(documents: readonly Document[], at: Instant): PutReceipt {
    const remove = this.#database.prepare("DELETE FROM documents WHERE kind = ? AND url = ?");
    const insert = this.#database.prepare(
      "INSERT INTO documents (kind, url, indexed_at, content) VALUES (?, ?, ?, ?)",
    );
    let replaced = 0;
    this.#database.transaction(() => {
      for (const document of documents) {
        replaced += remove.run(document.kind, document.url).changes;
        insert.run(document.kind, document.url, at, JSON.stringify(document));
      }
    })();
    this.#soon();
    return { added: documents.length - replaced, replaced };
  }

  delete(urls: readonly string[]): number {
    const remove = this.#database.prepare("DELETE FROM documents WHERE url = ?");
    const count = this.#database.transaction(() =>
      urls.reduce((sum, url) => sum + remove.run(url).changes, 0),
    )();
    if (count > 0) this.#publish(this.#manifest.segments);
    return count;
  }

  status(): DocumentsStatus {
    const { number, segments } = this.#manifest;
    return { documents: this.#count(), segments: segments.length, generation: number };
  }

  generation(): Generation {
    const segments = this.#manifest.segments.map((segment) => this.#withDeleted(segment));
    return { number: this.#manifest.number, segments };
  }

  check(): readonly string[] {
    const problems = this.#manifest.segments
      .filter((segment) => !this.#isWhole(segment))
      .map(
        ({ name }) =>
          `the segment \`${name}\` is not whole; \`./lethe index rebuild\` makes it anew`,
      );
    const integrity = this.#database.pragma("integrity_check", { simple: true });
    return integrity === "ok" ? problems : [...problems, `the database says: ${String(integrity)}`];
  }

  rebuild(): DocumentsStatus {
    this.#manifest = { ...this.#manifest, segments: [] };
    this.flush();
    return this.status();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const before = this.#manifest.segments;
    let segments = [...before];
    for (const [from, to] of gaps(segments, this.#lastSequence())) {
      segments.push(...this.#build(from, to));
    }
    segments.sort((a, b) => a.from - b.from);
    while (segments.length > MAX_SEGMENTS) segments = this.#mergeSmallest(segments);
    const isSame =
      segments.length === before.length && segments.every((each, at) => each === before[at]);
    if (!isSame || this.#manifest.number === 0) this.#publish(segments);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#database.close();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      try {
        this.flush();
      } catch (cause) {
        this.#needs.log(
          "error",
          "the index could not be brought up to date; it is tried again",
          cause,
        );
        this.#timer = undefined;
        this.#soon();
      }
    }, GATHER_MS);
  }

  /** Segments of the documents with these sequence numbers; none where there are no documents. */
  #build(from: number, to: number): ManifestSegment[] {
    const rows = this.#database
      .prepare<[number, number], Row>(
        "SELECT sequence, indexed_at, content FROM documents WHERE sequence BETWEEN ? AND ? ORDER BY sequence",
      )
      .iterate(from, to);
    const built: ManifestSegment[] = [];
    let writer = new SegmentWriter();
    let start = from;
    for (const { sequence, indexed_at, content } of rows) {
      if (writer.documents >= SEGMENT_DOCUMENTS) {
        built.push(this.#write(writer, start, sequence - 1));
        writer = new SegmentWriter();
        start = sequence;
      }
      // stored by put, which takes checked documents only; checked again because a file may be edited
      writer.add(parseDocument(JSON.parse(content)), sequence, instant(indexed_at));
    }
    if (writer.documents > 0) built.push(this.#write(writer, start, to));
    return built;
  }

  #write(writer: SegmentWriter, from: number, to: number): ManifestSegment {
    const { pieces, facts } = writer.finish(EMPTY_TOTALS, { from, to });
    const stem = `${from}-${to}-${this.#manifest.number + 1}`;
    const file = writeSegmentFile(this.#segmentsDir, stem, pieces);
    return { ...file, documents: facts.documents, from, to };
  }

  /** The two neighbours that are smallest together become one. */
  #mergeSmallest(segments: readonly ManifestSegment[]): ManifestSegment[] {
    const sizes = segments
      .slice(1)
      .map((each, at) => each.documents + (segments[at]?.documents ?? 0));
    const at = sizes.indexOf(Math.min(...sizes));
    const [first, second] = [segments[at], segments[at + 1]];
    if (first === undefined || second === undefined) return [...segments];
    return segments.toSpliced(at, 2, ...this.#build(first.from, second.to));
  }

  #publish(segments: readonly ManifestSegment[]): void {
    const kept = new Set(this.#manifest.segments.map(({ name }) => name));
    this.#manifest = {
      ...this.#manifest,
      number: this.#manifest.number + 1,
      segments: [...segments],
    };
    writeManifest(this.#segmentsDir, this.#manifest, kept);
    this.#needs.onGeneration(this.generation());
  }

  #isWhole(segment: ManifestSegment): boolean {
    try {
      this.#sequences.set(segment.name, this.#read(segment.name).sequences);
      return true;
    } catch (cause) {
      this.#needs.log("warn", `the segment ${segment.name} is not whole and is made anew`, cause);
      return false;
    }
  }

  #read(name: string): Segment {
    return readSegment(fs.readFileSync(path.join(this.#segmentsDir, name)));
  }

  #withDeleted({ name, sha256, documents, from, to }: ManifestSegment): GenerationSegment {
    const sequences = this.#sequences.get(name) ?? this.#read(name).sequences.slice();
    this.#sequences.set(name, sequences);
    const rows = this.#database
      .prepare<[number, number], number>(
        "SELECT sequence FROM documents WHERE sequence BETWEEN ? AND ?",
      )
      .pluck()
      .all(from, to);
    if (rows.length === sequences.length) return { name, sha256, documents };
    const alive = new Set(rows);
    const deleted = Buffer.alloc(Math.ceil(sequences.length / 8));
    for (const [document, sequence] of sequences.entries()) {
      if (!alive.has(sequence))
        deleted[document >> 3] = (deleted[document >> 3] ?? 0) | (1 << (document & 7));
    }
    return { name, sha256, documents: rows.length, deleted: deleted.toString("base64") };
  }

  #count(): number {
    return this.#database.prepare<[], number>("SELECT count(*) FROM documents").pluck().get() ?? 0;
  }

  #lastSequence(): number {
    return (
      this.#database
        .prepare<[], number>("SELECT coalesce(max(sequence), 0) FROM documents")
        .pluck()
        .get() ?? 0
    );
  }
}

/** The ranges of sequence numbers up to `last` that no segment stands for. */
function gaps(segments: readonly ManifestSegment[], last: number): [number, number][] {
  const found: [number, number][] = [];
  let next = 1;
  for (const { from, to } of segments.toSorted((a, b) => a.from - b.from)) {
    if (from > next) found.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= last) found.push([next, last]);
  return found;
}
