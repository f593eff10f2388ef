/**
 * The one SQLite database of the records: its settings, its tables, its transactions.
 *
 * Everything about a record (row, key, ledger leaf) is written in one transaction, and a transaction
 * has reached the disk when `write` returns. Freed pages are overwritten, and the write-ahead log is
 * cut to nothing after deletions; what it held were sealed rows all the same.
 *
 * Source   https://sqlite.org/pragma.html: secure_delete, synchronous, wal_checkpoint.
 */
import fs from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { ServiceError } from "../../base/errors.ts";

export type Sqlite = Database.Database;

/** The database's name in the records' folder. */
export const DATABASE_FILE = "records.db";
/** Rises with every change of the tables. */
const FORMAT = 1;
const BUSY_TIMEOUT_MS = 2000;

const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE day_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner BLOB NOT NULL, expires_at INTEGER NOT NULL,
    epoch INTEGER NOT NULL, salt BLOB NOT NULL, wrapped BLOB NOT NULL,
    UNIQUE (owner, expires_at)
  ) STRICT;
  CREATE TABLE record_keys (
    record TEXT PRIMARY KEY, day_key INTEGER NOT NULL, wrapped BLOB NOT NULL, salt BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX record_keys_by_day ON record_keys (day_key);
  CREATE TABLE records (
    id TEXT PRIMARY KEY, owner BLOB NOT NULL, kind TEXT NOT NULL,
    clause TEXT NOT NULL, policy TEXT NOT NULL,
    started_at INTEGER NOT NULL, queried_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    same BLOB NOT NULL, title BLOB NOT NULL, content BLOB NOT NULL, subject TEXT NOT NULL
  ) STRICT;
  CREATE INDEX records_by_owner ON records (owner, kind, queried_at);
  CREATE INDEX records_by_deadline ON records (expires_at);
  CREATE TABLE leaves (n INTEGER PRIMARY KEY, leaf TEXT NOT NULL) STRICT;
  CREATE TABLE checkpoints (day INTEGER PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
`;

/**
 * Opens the database of `dir`, and makes both when they are missing.
 *
 * @throws ServiceError INDEX_CORRUPT: made by a later version.
 */
export function openDatabase(dir: string): Sqlite {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const db = new Database(path.join(dir, DATABASE_FILE), { timeout: BUSY_TIMEOUT_MS });
  db.pragma("secure_delete = ON");
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("temp_store = MEMORY");
  const format = db.pragma("user_version", { simple: true });
  if (format === 0) {
    db.transaction(() => {
      db.exec(TABLES);
      db.pragma(`user_version = ${FORMAT}`);
    }).immediate();
  } else if (format !== FORMAT) {
    db.close();
    throw new ServiceError("INDEX_CORRUPT", `the records have format ${String(format)}, not 1`);
  }
  return db;
}

/**
 * Opens the database of `dir` for reading alone.
 *
 * @throws ServiceError NOT_FOUND: there is none.
 */
export function readDatabase(dir: string): Sqlite {
  const file = path.join(dir, DATABASE_FILE);
  if (!fs.existsSync(file))
    throw new ServiceError("NOT_FOUND", `there are no records in \`${dir}\``);
  return new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
}

/** Moves the write-ahead log into the database and cuts it to nothing. False: a reader is in the way. */
export function emptyLog(db: Sqlite): boolean {
  const [result] = db.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
  return result?.busy === 0;
}

/** A small value by name; undefined when it was never written. */
export function readMeta(db: Sqlite, name: string): string | undefined {
  const row = db.prepare<[string], { value: string }>("SELECT value FROM meta WHERE name = ?");
  return row.get(name)?.value;
}

export function writeMeta(db: Sqlite, name: string, value: string): void {
  db.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)").run(name, value);
}
