/**
 * A whole server for tests and measurements: the real command in processes of its own, on a free port,
 * with folders of its own.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.dirname(import.meta.dirname);

/** How long a start may take on a busy machine. */
const START_MS = 60_000;

/** What a start may say. */
export interface ServerOptions {
  /** Flags of `lethe serve` besides data and port. */
  readonly args?: readonly string[];
  /** Folders of an earlier server, to start on them again. */
  readonly folder?: string;
  /** The command in front, such as strace with its options. */
  readonly wrap?: readonly string[];
  /** The program instead of the command line: one that takes the flags of `serve`. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that runs. */
export interface RunningServer {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Holds `data` and whatever the server keeps outside of it; the caller removes it. */
  readonly folder: string;
  readonly data: string;
  /** Milliseconds from the start to the ready line. */
  readonly startedInMs: number;
  /** Everything that was printed so far. */
  readonly output: () => string;
  /** Pids of the running processes by name: `supervisor`, `keeper`, `gateway`, `seer` (the first). */
  readonly pids: () => ReadonlyMap<string, number>;
  /** Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when the supervisor is gone. */
  readonly gone: Promise<number | null>;
}

/** New folders for a server. */
export function makeServerFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "lethe-server-"));
}

/** Starts a server and waits for its ready line. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { folder = makeServerFolder(), wrap = [], args = [] } = options;
  const data = path.join(folder, "data");
  const program = options.program ?? path.join(root, "src/main/cli.ts");
  const serve = options.program === undefined ? ["serve"] : [];
  const flags = ["--data", data, "--port", "0", ...args];
  const [command = "", ...rest] = [...wrap, process.execPath, program, ...serve, ...flags];
  const startedAt = performance.now();
  const child = spawn(command, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, XDG_CONFIG_HOME: path.join(folder, "config"), ...options.env },
  });
  const gone = once(child, "exit").then(([code]) => code as number | null);
  const { output, ready } = listen(child);
  const url = await Promise.race([ready, gone.then(() => undefined)]);
  if (url === undefined) throw new Error(`the server did not start:\n${output()}`);
  return {
    url,
    folder,
    data,
    startedInMs: performance.now() - startedAt,
    output,
    gone,
    pids: () => processesOf(data),
    stop: async () => {
      const supervisor = processesOf(data).get("supervisor");
      if (supervisor !== undefined) process.kill(supervisor, "SIGTERM");
      return gone;
    },
  };
}

function listen(child: ChildProcess): { output: () => string; ready: Promise<string> } {
  let text = "";
  const ready = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`no ready line in ${START_MS} ms:\n${text}`));
    }, START_MS);
    child.once("exit", () => clearTimeout(late));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const url = /Lethe is ready at (http:\S+)/.exec(text)?.[1];
        if (url === undefined) return;
        clearTimeout(late);
        resolve(url);
      });
    }
  });
  return { output: () => text, ready };
}

/** The supervisor stands in the lock's pid file; the others are its children. */
function processesOf(data: string): Map<string, number> {
  const found = new Map<string, number>();
  const file = path.join(data, "lock.pid");
  const supervisor = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    const { parent, args } = lookAt(pid);
    if (pid === supervisor && args.includes(data)) found.set("supervisor", pid);
    const entry = /\/([a-z]+)[\w-]*\.ts$/.exec(args.at(-1) ?? "")?.[1];
    if (parent === supervisor && entry !== undefined && !found.has(entry)) found.set(entry, pid);
  }
  return found;
}

interface Look {
  /** One letter; `Z`: ended, but nobody has asked for its exit code. */
  readonly state: string;
  readonly parent: number | undefined;
  readonly args: readonly string[];
}

function lookAt(pid: number): Look {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const args = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    // the name in brackets may hold anything; after it come state and parent
    const [state = "Z", parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent), args };
  } catch {
    // it ended while it was looked at
    return { state: "Z", parent: undefined, args: [] };
  }
}

/** Whether a process still runs; one that ended and was not collected by its parent does not. */
export function isRunning(pid: number): boolean {
  return lookAt(pid).state !== "Z";
}
