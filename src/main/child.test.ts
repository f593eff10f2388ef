import { spawn, type ChildProcess } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { keepAlive, type Child } from "./child.ts";

let child: Child | undefined;
afterEach(async () => {
  await child?.stop(0, (running) => running.kill("SIGKILL"));
});

/** Keeps a shell command alive; what it said, and when each process was started. */
function keep(command: string): {
  readonly child: Child;
  readonly lines: string[];
  readonly startedAt: number[];
} {
  const lines: string[] = [];
  const startedAt: number[] = [];
  child = keepAlive({
    start: () => spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "pipe"] }),
    onStart: () => startedAt.push(performance.now()),
    onLine: (line) => lines.push(line),
  });
  return { child, lines, startedAt };
}

describe("keepAlive", () => {
  test("starts a process again with pauses that double", async () => {
    const { startedAt } = keep("exit 3");
    await expect.poll(() => startedAt.length, { timeout: 5000 }).toBe(4);
    const pauses = startedAt.slice(1).map((at, n) => at - (startedAt[n] ?? 0));
    // timers are never early by more than a millisecond; they may be late
    for (const [n, pauseMs] of [100, 200, 400].entries()) {
      expect(pauses[n]).toBeGreaterThan(pauseMs - 2);
    }
  });

  test("hands on what both outputs say, line by line", async () => {
    const { lines } = keep("echo one; echo two >&2; printf 'th'; printf 'ree\\n'; sleep 9");
    await expect.poll(() => lines.toSorted()).toEqual(["one", "three", "two"]);
  });

  test("asks a process to stop, kills it when it does not, and starts it no more", async () => {
    const { child: kept, startedAt } = keep("trap '' TERM; echo up; while :; do sleep 0.1; done");
    const asked: ChildProcess[] = [];
    const stopAt = performance.now();
    await kept.stop(150, (running) => asked.push(running));
    expect(asked).toHaveLength(1);
    expect(performance.now() - stopAt).toBeGreaterThan(140);
    expect(kept.current()).toBeUndefined();
    await new Promise((resolve) => {
      setTimeout(resolve, 250);
    });
    expect(startedAt).toHaveLength(1);
  });

  test("a program that is not there is tried again, and said", async () => {
    const lines: string[] = [];
    child = keepAlive({
      start: () => spawn("/no/such/program"),
      onStart: () => {},
      onLine: (line) => lines.push(line),
    });
    await expect.poll(() => lines.length).toBeGreaterThan(1);
    expect(lines[0]).toContain("ENOENT");
  });
});
