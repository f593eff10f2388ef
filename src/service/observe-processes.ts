/**
 * Reads what the kernel says of this machine and of the server's processes; judges nothing.
 *
 * What cannot be read (another system, a hardened /proc) is undefined, never guessed.
 *
 * Source   proc(5); core(5) for coredump_filter.
 */
import fs from "node:fs";

/** A process of the server, to be looked at. */
export interface ProcessName {
  /** `keeper`, `gateway`, `seer 1`. */
  readonly name: string;
  readonly pid: number;
}

/** What the kernel says of one process. */
export interface ObservedProcess {
  readonly name: string;
  /** Hard limits in bytes; `unlimited` is Infinity. */
  readonly maxFileBytes: number | undefined;
  readonly maxCoreBytes: number | undefined;
  /** Kinds of memory that a dump would hold, a bit each; 0: none. */
  readonly coreFilter: number | undefined;
  readonly commandLine: readonly string[] | undefined;
  /** Regular files that are open for writing. */
  readonly writableFiles: readonly string[] | undefined;
  /** Whether it has network interfaces of its own namespace, apart from this process's. */
  readonly isOffNetwork: boolean | undefined;
}

/** What the kernel says of the machine. */
export interface ObservedMachine {
  readonly platform: string;
  /** Swap areas in use, by name. */
  readonly swaps: readonly string[] | undefined;
}

/** Looks at the machine. */
export function observeMachine(): ObservedMachine {
  const swaps = read("/proc/swaps")
    ?.split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/)[0] ?? "")
    .filter((name) => name !== "");
  return { platform: process.platform, swaps };
}

/** Looks at one process; everything is undefined when it is gone. */
export function observeProcess({ name, pid }: ProcessName): ObservedProcess {
  const proc = `/proc/${pid}`;
  const limits = read(`${proc}/limits`);
  const filter = read(`${proc}/coredump_filter`);
  return {
    name,
    maxFileBytes: hardLimit(limits, "Max file size"),
    maxCoreBytes: hardLimit(limits, "Max core file size"),
    coreFilter: known(Number.parseInt(filter ?? "", 16)),
    commandLine: read(`${proc}/cmdline`)?.split("\0").slice(0, -1),
    writableFiles: writableFiles(proc),
    isOffNetwork: isOffNetwork(proc),
  };
}

/** The hard limit of a row of /proc/PID/limits: name, soft, hard, unit in columns. */
export function hardLimit(limits: string | undefined, row: string): number | undefined {
  const line = limits?.split("\n").find((each) => each.startsWith(row));
  const hard = line?.slice(row.length).trim().split(/\s+/)[1];
  if (hard === undefined) return undefined;
  return hard === "unlimited" ? Number.POSITIVE_INFINITY : known(Number(hard));
}

/** A text that is no number tells nothing; NaN would pass for "not above zero". */
function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** Access modes of open(2) that write: O_WRONLY and O_RDWR, the two lowest bits. */
const WRITES = 0b11;

function writableFiles(proc: string): string[] | undefined {
  try {
    return fs.readdirSync(`${proc}/fd`).flatMap((fd) => {
      const info = read(`${proc}/fdinfo/${fd}`);
      const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(info ?? "")?.[1] ?? "0", 8);
      // a descriptor may be closed while it is looked at
      const stat = fs.statSync(`${proc}/fd/${fd}`, { throwIfNoEntry: false });
      if ((flags & WRITES) === 0 || stat?.isFile() !== true) return [];
      return [fs.readlinkSync(`${proc}/fd/${fd}`)];
    });
  } catch {
    // gone, or a /proc that hides it: not known
    return undefined;
  }
}

function isOffNetwork(proc: string): boolean | undefined {
  try {
    return fs.readlinkSync(`${proc}/ns/net`) !== fs.readlinkSync("/proc/self/ns/net");
  } catch {
    // no such namespaces here, or not for us to see: not known
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    // another system, or the process is gone: not known
    return undefined;
  }
}
