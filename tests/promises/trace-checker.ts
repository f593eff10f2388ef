/**
 * Reads a trace of the server's processes and finds whatever would leave memory: a file, a name, a
 * mapping, a connection.
 *
 * Pure: lines of `strace -f -y` in, findings out. An attempt counts as well as a success. Lines of a
 * process count from the moment it has become gateway or seer; its threads and children count with it.
 *
 * Source   strace(1), "OUTPUT": a call that another interrupts is split into `<unfinished ...>` and
 *          `<... resumed>`.
 */

/** Who is watched. */
export type Role = "gateway" | "seer";

/** Something that must not be. */
export interface Finding {
  readonly role: Role;
  readonly why: string;
  /** The call, as strace wrote it. */
  readonly call: string;
}

/** What a trace shows. */
export interface TraceReport {
  readonly findings: readonly Finding[];
  /** How many processes there were of each, and how many of their calls were looked at. */
  readonly processes: Readonly<Record<Role, number>>;
  readonly calls: Readonly<Record<Role, number>>;
  /** Paths that were opened, by whom; to see that the trace saw the work at all. */
  readonly opened: ReadonlyMap<string, ReadonlySet<Role>>;
}

/** The system calls to trace; what is not among them is not judged. */
export const TRACED_CALLS = [
  "open,openat,openat2,creat,mmap,mremap,mkdir,mkdirat,mknod,mknodat,symlink,symlinkat,link,linkat",
  "rename,renameat,renameat2,unlink,unlinkat,rmdir,setxattr,lsetxattr,fsetxattr,truncate,ftruncate",
  "fallocate,copy_file_range,memfd_create,io_uring_setup,socket,bind,connect,sendto,sendmsg,sendmmsg",
  "execve,execveat,clone,clone3,fork,vfork,ptrace,process_vm_writev,mount",
].join(",");

interface TracedCall {
  readonly pid: number;
  readonly name: string;
  readonly args: string;
  /** "" when the process ended within the call. */
  readonly result: string;
  readonly text: string;
}

/** What is wrong with a call, or undefined. */
type Rule = (call: TracedCall, role: Role, keeperSocket: string) => string | undefined;

const OPENS_TO_WRITE = /\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b/;

const opening: Rule = ({ args }) =>
  OPENS_TO_WRITE.test(args) ? "opens a file for writing" : undefined;

/**
 * Node's event loop has a ring of this form and no other, for batches of epoll_ctl; since libuv 1.50
 * (https://github.com/libuv/libuv/pull/4638) UV_USE_IO_URING=0 does not reach it. A ring whose requests
 * the kernel takes by itself (SQPOLL), which is the one for files, is what the variable forbids.
 */
const LOOP_RING = /^256, \{flags=(?:0|0x10000|IORING_SETUP_NO_SQARRAY)[ ,]/;
const RING_MAPPING = /<anon_inode:\[io_uring\]>/;

const mapping: Rule = ({ args }) => {
  const isShared = /\bMAP_SHARED(?:_VALIDATE)?\b/.test(args) && !args.includes("MAP_ANON");
  if (!isShared || !args.includes("PROT_WRITE") || RING_MAPPING.test(args)) return undefined;
  return "maps a file for writing";
};

const connecting: Rule = ({ args }, role, keeperSocket) => {
  const isKeeper = args.includes(`sun_path="${keeperSocket}"`);
  return role === "gateway" && isKeeper ? undefined : "connects";
};

/** A datagram to somewhere needs no connection. */
const sending: Rule = ({ args }) => (/sa_family=/.test(args) ? "sends to an address" : undefined);

/** The gateway listens; a seer has the socket it was born with. */
const socketing: Rule = (_, role) => (role === "seer" ? "makes a socket" : undefined);

const ring: Rule = ({ args }) =>
  LOOP_RING.test(args) ? undefined : "makes a ring that is not the event loop's";

/** Processes of their own would have limits of their own. */
const starting: Rule = () => "starts a program";
const naming: Rule = () => "makes, changes or takes away a name";
const changing: Rule = () => "changes a file or another process";

const rules = new Map<string, Rule>([
  ...rows(["open", "openat", "openat2"], opening),
  ...rows(["creat"], () => "opens a file for writing"),
  ...rows(["mmap"], mapping),
  ...rows(
    ["mkdir", "mkdirat", "mknod", "mknodat", "symlink", "symlinkat", "link", "linkat"],
    naming,
  ),
  ...rows(["rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mount"], naming),
  ...rows(["setxattr", "lsetxattr", "fsetxattr", "truncate", "ftruncate", "fallocate"], changing),
  ...rows(["copy_file_range", "memfd_create", "ptrace", "process_vm_writev"], changing),
  ...rows(["io_uring_setup"], ring),
  ...rows(["socket", "bind"], socketing),
  ...rows(["connect"], connecting),
  ...rows(["sendto", "sendmsg", "sendmmsg"], sending),
  ...rows(["execve", "execveat"], starting),
]);

function rows(names: readonly string[], rule: Rule): (readonly [string, Rule])[] {
  return names.map((name) => [name, rule] as const);
}

/** What to look for. */
export interface TraceCheck {
  readonly trace: string;
  /** The program that runs the composition roots; the shells of the launch lines name them as well. */
  readonly program: string;
  /** The one socket that the gateway may connect to. */
  readonly keeperSocket: string;
  /** How the file of a composition root ends, by role. */
  readonly entries: Readonly<Record<Role, string>>;
}

/** Checks a whole trace. */
export function checkTrace(check: TraceCheck): TraceReport {
  const { trace, keeperSocket } = check;
  const findings: Finding[] = [];
  const calls = { gateway: 0, seer: 0 };
  const opened = new Map<string, Set<Role>>();
  const watched = watchedCalls(joinCalls(trace.split("\n")), check);
  for (const { role, call } of watched.calls) {
    calls[role] += 1;
    const why = rules.get(call.name)?.(call, role, keeperSocket);
    if (why !== undefined) findings.push({ role, why, call: call.text });
    const path = call.name.startsWith("open") ? /"([^"]*)"/.exec(call.args)?.[1] : undefined;
    if (path !== undefined) opened.set(path, (opened.get(path) ?? new Set<Role>()).add(role));
  }
  return { findings, processes: watched.processes, calls, opened };
}

const LINE = /^(\d+)\s+(.*)$/s;
const RESUMED = /^<\.\.\. \w+ resumed>/;
const UNFINISHED = /\s*<unfinished \.\.\.>$/;
const WHOLE = /^(\w+)\((.*)\)\s+= (\S+)[^=]*$/s;

/** The calls in the order in which they began, each whole. */
function joinCalls(lines: readonly string[]): TracedCall[] {
  const calls: (TracedCall | undefined)[] = [];
  const begun = new Map<number, { readonly at: number; readonly text: string }>();
  for (const line of lines) {
    const [, digits, text = ""] = LINE.exec(line) ?? [];
    if (digits === undefined) continue;
    const pid = Number(digits);
    const first = begun.get(pid);
    if (RESUMED.test(text) && first !== undefined) {
      begun.delete(pid);
      calls[first.at] = readCall(pid, first.text + text.replace(RESUMED, ""));
    } else if (UNFINISHED.test(text)) {
      const start = text.replace(UNFINISHED, "");
      begun.set(pid, { at: calls.length, text: start });
      // in its place already: a process may end before it is resumed
      calls.push(readCall(pid, start));
    } else calls.push(readCall(pid, text));
  }
  return calls.filter((call) => call !== undefined);
}

function readCall(pid: number, text: string): TracedCall | undefined {
  const [, name, args = "", result = ""] = WHOLE.exec(text) ?? [];
  if (name !== undefined) return { pid, name, args, result, text };
  const [, cutName, cutArgs = ""] = /^(\w+)\((.*)$/s.exec(text) ?? [];
  return cutName === undefined
    ? undefined
    : { pid, name: cutName, args: cutArgs, result: "", text };
}

const STARTS_THREAD = new Set(["clone", "clone3", "fork", "vfork"]);

/** The calls of gateway and seers, from when they are that. */
function watchedCalls(
  calls: readonly TracedCall[],
  check: TraceCheck,
): {
  readonly calls: readonly { readonly role: Role; readonly call: TracedCall }[];
  readonly processes: Record<Role, number>;
} {
  const became = new Map<number, { readonly role: Role; readonly from: number }>();
  const processes = { gateway: 0, seer: 0 };
  for (const [at, call] of calls.entries()) {
    const role = call.name === "execve" && call.result === "0" ? roleOf(call, check) : undefined;
    if (role === undefined) continue;
    became.set(call.pid, { role, from: at + 1 });
    processes[role] += 1;
  }
  // a thread may be seen before the call that made it is whole: so this is known first
  for (const [at, call] of calls.entries()) {
    const parent = became.get(call.pid);
    const child = Number(call.result);
    if (parent === undefined || at < parent.from || !STARTS_THREAD.has(call.name)) continue;
    if (child > 0 && !became.has(child)) became.set(child, { role: parent.role, from: at });
  }
  return {
    processes,
    calls: calls.flatMap((call, at) => {
      const who = became.get(call.pid);
      return who === undefined || at < who.from ? [] : [{ role: who.role, call }];
    }),
  };
}

function roleOf({ args }: TracedCall, { program, entries }: TraceCheck): Role | undefined {
  if (!args.startsWith(`"${program}", `)) return undefined;
  const isOf = (role: Role): boolean => args.includes(`${entries[role]}"]`);
  return isOf("gateway") ? "gateway" : isOf("seer") ? "seer" : undefined;
}
