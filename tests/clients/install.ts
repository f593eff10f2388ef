/**
 * Installs the client libraries of the contract tests on first use, from their own lock file, so
 * that serving installs none of them.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(folder, "node_modules");
const stampFile = path.join(modules, ".lethe-lock");
/** Outside `node_modules` of this folder, which npm empties first. */
const lockFolder = path.join(folder, "../../node_modules/.cache/lethe-clients");

/** How long one installation may take; another process that started it is waited for as long. */
const INSTALL_TIMEOUT_MS = 180_000;
const POLL_MS = 200;

const run = promisify(execFile);

function lockDigest(): string {
  const lock = fs.readFileSync(path.join(folder, "package-lock.json"));
  return createHash("sha256").update(lock).digest("hex");
}

function isInstalled(digest: string): boolean {
  return fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === digest;
}

/** Whether the folder is ours to install into; false while another process does it. */
function takeLock(): boolean {
  fs.mkdirSync(path.dirname(lockFolder), { recursive: true });
  try {
    fs.mkdirSync(lockFolder);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** A lock older than any installation may take was left by a process that died. */
function dropStaleLock(): void {
  const made = fs.statSync(lockFolder, { throwIfNoEntry: false })?.mtimeMs;
  if (made !== undefined && Date.now() - made > INSTALL_TIMEOUT_MS) {
    fs.rmSync(lockFolder, { recursive: true, force: true });
  }
}

async function npmCi(): Promise<void> {
  const nodeFolder = path.dirname(process.execPath);
  try {
    await run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
      cwd: folder,
      timeout: INSTALL_TIMEOUT_MS,
      env: { ...process.env, PATH: [nodeFolder, process.env["PATH"]].join(path.delimiter) },
    });
  } catch (cause) {
    throw new Error(
      "the contract clients did not install: run `npm ci` in tests/clients to see why",
      {
        cause,
      },
    );
  }
}

/**
 * Makes sure that `tests/clients/node_modules` is what its lock file says. Safe to call from several
 * test processes at once: one installs, the others wait.
 *
 * @throws Error when npm fails, or when another process has not finished in time.
 */
export async function installClients(): Promise<void> {
  const digest = lockDigest();
  const deadline = Date.now() + INSTALL_TIMEOUT_MS + POLL_MS;
  while (!isInstalled(digest)) {
    if (takeLock()) {
      try {
        if (isInstalled(digest)) return;
        await npmCi();
        fs.writeFileSync(stampFile, digest);
      } finally {
        fs.rmSync(lockFolder, { recursive: true, force: true });
      }
    } else {
      if (Date.now() > deadline) throw new Error("another installation of tests/clients hangs");
      dropStaleLock();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** The URL of an installed client's entry, for `await import(...)` from outside this package. */
export function clientUrl(name: string): string {
  return import.meta.resolve(name);
}
