/**
 * Where the keeper's socket is: in the data folder, or, when that path is too long for the kernel, in a
 * short folder of this owner that a pointer file in the data folder names.
 *
 * Source   unix(7): sun_path has 108 bytes with its final zero; macOS has 104.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ServiceError } from "../../base/errors.ts";

/** A path of a socket has fewer bytes than this; 104 is the smaller of the kernels' limits. */
export const MAX_SOCKET_PATH_BYTES = process.platform === "linux" ? 108 : 104;

const SOCKET = "keeper.sock";
const POINTER = "keeper.sock.path";

/**
 * The path to listen at; the caller holds the data folder. Makes the short folder (0700) when one is
 * needed, and takes the one of before again.
 *
 * @throws ServiceError FILE_UNREADABLE: even the short path is too long.
 */
export function chooseSocketPath(dataDir: string): string {
  const near = path.join(dataDir, SOCKET);
  const pointer = path.join(dataDir, POINTER);
  if (fits(near)) {
    fs.rmSync(pointer, { force: true });
    return near;
  }
  const before = readPointer(pointer);
  if (before !== undefined && isOurs(path.dirname(before))) return before;
  const folder = fs.mkdtempSync(path.join(runFolder(), `lethe-${randomBytes(3).toString("hex")}`));
  fs.chmodSync(folder, 0o700);
  const far = path.join(folder, SOCKET);
  if (!fits(far)) {
    throw new ServiceError("FILE_UNREADABLE", `\`${far}\` is too long for a socket's path`);
  }
  fs.writeFileSync(pointer, `${far}\n`, { mode: 0o600 });
  return far;
}

/** The path to connect to; the keeper need not be there. */
export function findSocketPath(dataDir: string): string {
  const near = path.join(dataDir, SOCKET);
  return fits(near) ? near : (readPointer(path.join(dataDir, POINTER)) ?? near);
}

/** Takes a short folder away again; a socket in the data folder goes with its server. */
export function leaveSocketPath(dataDir: string, socketPath: string): void {
  if (path.dirname(socketPath) === path.resolve(dataDir)) return;
  fs.rmSync(path.join(dataDir, POINTER), { force: true });
  fs.rmSync(path.dirname(socketPath), { recursive: true, force: true });
}

function fits(socketPath: string): boolean {
  return Buffer.byteLength(socketPath) < MAX_SOCKET_PATH_BYTES;
}

function readPointer(pointer: string): string | undefined {
  if (!fs.existsSync(pointer)) return undefined;
  const named = fs.readFileSync(pointer, "utf8").trim();
  return path.isAbsolute(named) && fits(named) ? named : undefined;
}

/** A folder in a place where everyone writes may have been made by somebody else. */
function isOurs(folder: string): boolean {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  const owner = process.getuid?.();
  return stat?.isDirectory() === true && stat.uid === owner && (stat.mode & 0o077) === 0;
}

function runFolder(): string {
  const run = process.env["XDG_RUNTIME_DIR"];
  return run !== undefined && isOurs(run) ? run : os.tmpdir();
}
