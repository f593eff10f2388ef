/**
 * The data folder belongs to one keeper at a time: the kernel holds the lock and lets go of it with the
 * process, so that nothing left by a dead one can stand in the way.
 *
 * Source   SQLite takes fcntl(2) locks for a transaction that is EXCLUSIVE: https://sqlite.org/lockingv3.html
 */
import fs from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { ServiceError } from "../base/errors.ts";

/** A folder that is ours until it is given back or the process ends. */
export interface HeldFolder {
  readonly dir: string;
  release(): void;
}

const LOCK = "lock";
const PID = "lock.pid";

/** How long the processes of a supervisor that died may take to follow it. */
const ORPHANS_MS = 3000;
const LOOK_AGAIN_MS = 50;

/**
 * Makes the folder (0700) when it is missing and holds it. `ownerPid`: whom a person would stop, named to
 * whoever comes second. When that process is dead, what is left of it is waited for.
 *
 * @throws ServiceError DATA_FOLDER_HELD: another process has it; the message names it.
 * FILE_UNREADABLE: no such folder can be made.
 */
export async function holdDataFolder(dir: string, ownerPid: number): Promise<HeldFolder> {
  makeFolder(dir);
  const until = performance.now() + ORPHANS_MS;
  for (;;) {
    const lock = tryLock(path.join(dir, LOCK));
    if (lock !== undefined) {
      fs.writeFileSync(path.join(dir, PID), `${ownerPid}\n`, { mode: 0o600 });
      return { dir, release: () => lock.close() };
    }
    const holder = readPid(path.join(dir, PID));
    const isOrphaned = holder === undefined || !isAlive(holder);
    if (!isOrphaned || performance.now() > until) throw held(dir, holder);
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_AGAIN_MS);
    });
  }
}

function makeFolder(dir: string): void {
  try {
    makeWithParents(dir);
    if (!fs.statSync(dir).isDirectory()) throw new Error("it is a file");
    fs.accessSync(dir, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    throw new ServiceError("FILE_UNREADABLE", `the data folder \`${dir}\` can't be used`, {
      cause,
    });
  }
}

/** One by one: Node's `recursive` never returns where a parent is of a file system that makes none (/proc). */
function makeWithParents(dir: string): void {
  if (fs.existsSync(dir)) return;
  makeWithParents(path.dirname(dir));
  fs.mkdirSync(dir, { mode: 0o700 });
}

function held(dir: string, pid: number | undefined): ServiceError {
  const who = pid === undefined ? "another process" : `process ${pid}`;
  return new ServiceError("DATA_FOLDER_HELD", `the data folder \`${dir}\` is held by ${who}`);
}

/** The lock, or undefined when somebody has it. */
function tryLock(file: string): Database.Database | undefined {
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      return undefined;
    }
    throw error;
  }
}

/** Written a moment after the lock is taken: for that moment nobody's, or the last one's. */
function readPid(file: string): number | undefined {
  if (!fs.existsSync(file)) return undefined;
  const pid = Number(fs.readFileSync(file, "utf8"));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // somebody else's process is a process too
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
