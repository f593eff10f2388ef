/**
 * Starts the processes, those that see in the one way that leaves them nothing to write with.
 *
 * `ulimit -f 0` makes the kernel refuse every write to a file, from JavaScript and from native code
 * alike; core dumps are off, and so are the inspector's signal and io_uring.
 *
 * Source   setrlimit(2), RLIMIT_FSIZE and SIGXFSZ; core(5); docs/decisions/0002-who-sees-cannot-write.md.
 */
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from "node:child_process";
import path from "node:path";

/** Which process, by the file of its composition root. */
export type ProcessName = "keeper" | "gateway" | "seer";

/** A dump that is piped to a program is not bound by the limit, but by the filter. */
const NO_CORE =
  "if [ -w /proc/self/coredump_filter ]; then echo 0 >/proc/self/coredump_filter; fi; ulimit -c 0";
const KEEPER = `${NO_CORE}; exec "$@"`;
const CLOSED = `trap "" XFSZ; ${NO_CORE}; ulimit -f 0; exec "$@"`;

/** Node's flags for all: no inspector by signal. */
const NODE_FLAGS = ["--disable-sigusr1", "--disable-warning=ExperimentalWarning"];

/** Whether this kernel lets an unprivileged process have a network namespace of its own. */
export function canLeaveNetwork(): boolean {
  return spawnSync("unshare", ["-Urn", "true"], { stdio: "ignore" }).status === 0;
}

/** What a start needs. */
export interface StartNeeds {
  readonly name: ProcessName;
  /** Handed on as JSON in LETHE_PROCESS. */
  readonly settings: unknown;
  /** A seer alone in a network namespace. */
  readonly withoutNetwork?: boolean;
  /** The composition root to run instead; tests use it for mutants. */
  readonly entry?: string;
}

/**
 * Starts a process. Its output are pipes (a file would be refused), its channel is IPC; a seer has
 * the end of a socketpair as its descriptor 3 instead.
 */
export function startProcess({
  name,
  settings,
  withoutNetwork = false,
  entry,
}: StartNeeds): ChildProcess {
  const file = entry ?? path.join(import.meta.dirname, `${name}.ts`);
  const node = [process.execPath, ...NODE_FLAGS, file];
  const stdio: StdioOptions = ["ignore", "pipe", "pipe", name === "seer" ? "pipe" : "ipc"];
  const { NODE_OPTIONS: _dropped, ...environment } = process.env;
  const env = {
    ...environment,
    UV_USE_IO_URING: "0",
    ORT_DISABLE_TELEMETRY: "1",
    LETHE_PROCESS: JSON.stringify(settings),
  };
  const shell = ["sh", "-c", name === "keeper" ? KEEPER : CLOSED, "sh", ...node];
  const [command = "sh", ...args] = withoutNetwork ? ["unshare", "-Urn", ...shell] : shell;
  return spawn(command, args, { stdio, env, detached: true });
}
