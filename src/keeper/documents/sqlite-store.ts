/**
 * Documents in SQLite: WAL, full sync, one table.
 *
 * INVARIANT (acknowledged means durable): put returns after the commit is on disk.
 */
import Database from "better-sqlite3";
import { ServiceError } from "../../base/errors.ts";
import { instant, type Instant } from "../../base/instant.ts";
import { parseDocument, type Document } from "../../search/document/document.ts";
import { MAX_BATCH, type DocumentStore, type Replacement, type StoredDocument } from "./port.ts";

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

/** How long a reader waits for the writer, and the other way round, milliseconds. */
const BUSY_MS = 5000;

interface Row {
  readonly sequence: number;
  readonly indexed_at: number;
  readonly content: string;
}

/** Opens the file, making it when it is missing; read-only for the threads that make segments. */
export function openSqliteStore(
  file: string,
  { isReadOnly = false }: { readonly isReadOnly?: boolean } = {},
): DocumentStore {
  const database = new Database(file, { readonly: isReadOnly, timeout: BUSY_MS });
  if (!isReadOnly) {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.exec(SCHEMA);
  }
  return new SqliteStore(database);
}

class SqliteStore implements DocumentStore {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  put(documents: readonly Document[], at: Instant): readonly Replacement[] {
    checkBatch(documents);
    const remove = this.#database
      .prepare<[string, string], number>(
        "DELETE FROM documents WHERE kind = ? AND url = ? RETURNING sequence",
      )
      .pluck();
    const insert = this.#database.prepare<[string, string, number, string]>(
      "INSERT INTO documents (kind, url, indexed_at, content) VALUES (?, ?, ?, ?)",
    );
    return this.#write(() =>
      documents.flatMap((document) => {
        const gone = remove.get(document.kind, document.url);
        const { lastInsertRowid } = insert.run(
          document.kind,
          document.url,
          at,
          JSON.stringify(document),
        );
        return gone === undefined ? [] : [{ gone, by: Number(lastInsertRowid) }];
      }),
    );
  }

  delete(urls: readonly string[]): readonly number[] {
    const remove = this.#database
      .prepare<[string], number>("DELETE FROM documents WHERE url = ? RETURNING sequence")
      .pluck();
    return this.#write(() => urls.flatMap((url) => remove.all(url)));
  }

  count(from = 0, to = Number.MAX_SAFE_INTEGER): number {
    const all = "SELECT count(*) FROM documents WHERE sequence BETWEEN ? AND ?";
    return this.#database.prepare<[number, number], number>(all).pluck().get(from, to) ?? 0;
  }

  lastSequence(): number {
    const last = "SELECT coalesce(max(sequence), 0) FROM documents";
    return this.#database.prepare<[], number>(last).pluck().get() ?? 0;
  }

  sequences(from: number, to: number): readonly number[] {
    return this.#database
      .prepare<[number, number], number>(
        "SELECT sequence FROM documents WHERE sequence BETWEEN ? AND ? ORDER BY sequence",
      )
      .pluck()
      .all(from, to);
  }

  *read(from: number, to: number): Iterable<StoredDocument> {
    const rows = this.#database
      .prepare<[number, number], Row>(
        "SELECT sequence, indexed_at, content FROM documents WHERE sequence BETWEEN ? AND ? ORDER BY sequence",
      )
      .iterate(from, to);
    for (const { sequence, indexed_at, content } of rows) {
      // stored by put, which takes checked documents only; checked again because a file may be edited
      const document = parseDocument(JSON.parse(content));
      yield { sequence, indexedAt: instant(indexed_at), document };
    }
  }

  check(): readonly string[] {
    const said: unknown = this.#database.pragma("integrity_check", { simple: true });
    return said === "ok" ? [] : [`the database says: ${String(said)}`];
  }

  close(): void {
    this.#database.close();
  }

  #write<T>(work: () => T): T {
    try {
      return this.#database.transaction(work).immediate();
    } catch (cause) {
      if (!(cause instanceof Database.SqliteError)) throw cause;
      throw new ServiceError(
        "STORE_UNWRITABLE",
        "the documents could not be written; is the disk full?",
        { cause },
      );
    }
  }
}

/** @throws ServiceError ARGUMENT_INVALID: more than MAX_BATCH. */
export function checkBatch(documents: readonly Document[]): void {
  if (documents.length > MAX_BATCH) {
    throw new ServiceError(
      "ARGUMENT_INVALID",
      `${documents.length} documents in one batch; ${MAX_BATCH} are allowed`,
      { field: "documents" },
    );
  }
}
