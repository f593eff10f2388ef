import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkTrace, type TraceReport } from "./trace-checker.ts";

const KEEPER = "/data/keeper.sock";
const RING =
  "io_uring_setup(256, {flags=0x10000 /* IORING_SETUP_??? */, sq_thread_cpu=0, sq_entries=256}) = 5<anon_inode:[io_uring]>";

/** A gateway (10) and a seer (20), their launch lines before, and these lines after. */
function traceOf(...lines: readonly string[]): TraceReport {
  const trace = [
    "1 clone3({flags=CLONE_VM|CLONE_VFORK}, 88) = 10",
    '10 openat(AT_FDCWD</>, "/proc/self/coredump_filter", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 4',
    '10 execve("/bin/node", ["node", "--disable-sigusr1", "/x/gateway.ts"], 0x1 /* 9 vars */) = 0',
    '20 execve("/bin/sh", ["sh", "-c", "exec", "/x/seer.ts"], 0x1 /* 9 vars */ <unfinished ...>',
    "20 <... execve resumed>) = -1 ENOENT (No such file or directory)",
    '20 openat(AT_FDCWD</>, "/proc/self/uid_map", O_WRONLY) = 4',
    '20 execve("/bin/node", ["node", "/x/seer.ts"], 0x1 /* 9 vars */ <unfinished ...>',
    "20 <... execve resumed>) = 0",
    ...lines,
  ].join("\n");
  return checkTrace({
    trace,
    program: "/bin/node",
    keeperSocket: KEEPER,
    entries: { gateway: "/gateway.ts", seer: "/seer.ts" },
  });
}

const whys = (...lines: readonly string[]): string[] =>
  traceOf(...lines).findings.map(({ role, why }) => `${role} ${why}`);

describe("checkTrace", () => {
  test("finds nothing in what Node does to run, nor in the launch line before it", () => {
    const report = traceOf(
      '10 openat(AT_FDCWD</>, "/x/gateway.ts", O_RDONLY|O_CLOEXEC) = 17</x/gateway.ts>',
      `10 ${RING}`,
      "10 mmap(NULL, 8256, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_POPULATE, 5<anon_inode:[io_uring]>, 0) = 0x7f94",
      "20 mmap(NULL, 27028, PROT_READ, MAP_SHARED, 4</usr/lib/gconv-modules.cache>, 0) = 0x7fce",
      "20 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7fce",
      "20 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = 0x7fce",
      `10 connect(9<socket:[1]>, {sa_family=AF_UNIX, sun_path="${KEEPER}"}, 110) = 0`,
      "10 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_IP) = 20",
      "10 sendmsg(3<socket:[7]>, {msg_name=NULL, msg_namelen=0, msg_iov=[]}, 0) = 12",
    );
    expect(report.findings).toEqual([]);
    expect(report.processes).toEqual({ gateway: 1, seer: 1 });
    expect(report.opened.get("/x/gateway.ts")).toEqual(new Set(["gateway"]));
  });

  test.each([
    [
      '20 openat(AT_FDCWD</>, "/tmp/a.jpg", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0666) = 21',
      "seer opens a file for writing",
    ],
    [
      '20 openat(AT_FDCWD</>, "/tmp", O_RDWR|O_TMPFILE, 0600) = 21',
      "seer opens a file for writing",
    ],
    [
      '10 openat(AT_FDCWD</>, "/root/x", O_WRONLY) = -1 EACCES (Permission denied)',
      "gateway opens a file for writing",
    ],
    [
      '10 openat2(AT_FDCWD, "/x", {flags=O_RDWR, resolve=0}, 24) = 4',
      "gateway opens a file for writing",
    ],
    ['20 creat("/tmp/x", 0600) = 4', "seer opens a file for writing"],
    [
      "20 mmap(NULL, 9, PROT_READ|PROT_WRITE, MAP_SHARED, 5</dev/shm/x>, 0) = 0x1",
      "seer maps a file for writing",
    ],
    ['20 mkdir("/tmp/x", 0777) = 0', "seer makes, changes or takes away a name"],
    ['20 symlinkat("secret", AT_FDCWD, "/tmp/x") = 0', "seer makes, changes or takes away a name"],
    [
      '20 renameat2(AT_FDCWD, "/a", AT_FDCWD, "/b", 0) = 0',
      "seer makes, changes or takes away a name",
    ],
    ['20 setxattr("/a", "user.x", "secret", 6, 0) = 0', "seer changes a file or another process"],
    [
      "20 io_uring_setup(64, {flags=IORING_SETUP_SQPOLL, sq_thread_idle=10}) = 5",
      "seer makes a ring that is not the event loop's",
    ],
    [
      "10 connect(9, {sa_family=AF_INET, sin_port=htons(443)}, 16) = -1 EINPROGRESS (x)",
      "gateway connects",
    ],
    ['10 connect(9, {sa_family=AF_UNIX, sun_path="/run/other"}, 110) = 0', "gateway connects"],
    [`20 connect(9, {sa_family=AF_UNIX, sun_path="${KEEPER}"}, 110) = 0`, "seer connects"],
    [
      '20 sendto(9, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 1',
      "seer sends to an address",
    ],
    ["20 socket(AF_UNIX, SOCK_STREAM, 0) = 4", "seer makes a socket"],
    ['20 execve("/bin/curl", ["curl"], 0x1) = 0', "seer starts a program"],
  ])("finds %s", (line, why) => {
    expect(whys(line)).toEqual([why]);
  });

  test("sees through interrupted calls, calls that never end, threads and children", () => {
    expect(
      whys(
        // the thread is seen before the call that made it is whole
        "20 clone3({flags=CLONE_VM|CLONE_THREAD} <unfinished ...>",
        '21 openat(AT_FDCWD</>, "/tmp/a", O_WRONLY <unfinished ...>',
        "20 <... clone3 resumed> => {parent_tid=[21]}, 88) = 21",
        "21 <... openat resumed>, 0600) = 3</tmp/a>",
        '10 mkdir("/tmp/b", 0777 <unfinished ...>',
        "10 +++ killed by SIGKILL +++",
        "21 clone(child_stack=NULL, flags=SIGCHLD) = 22",
        '22 execve("/bin/sh", ["sh"], 0x1) = 0',
      ),
    ).toEqual([
      "seer opens a file for writing",
      "gateway makes, changes or takes away a name",
      "seer starts a program",
    ]);
  });

  test("says nothing of other processes", () => {
    expect(whys('1 openat(AT_FDCWD</>, "/data/lock", O_RDWR|O_CREAT, 0644) = 22')).toEqual([]);
  });

  test("takes any text for a trace", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        expect(traceOf(...lines).processes.gateway).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
