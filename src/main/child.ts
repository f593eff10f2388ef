/**
 * One supervised process: started, restarted with back-off when it dies, stopped in the end.
 */
import type { ChildProcess } from "node:child_process";

/** What keeping a process alive needs. */
export interface ChildNeeds {
  readonly start: () => ChildProcess;
  /** Called with each new process, before anything of it is known. */
  readonly onStart: (child: ChildProcess) => void;
  /** A line that it wrote, to either output. */
  readonly onLine: (line: string) => void;
  readonly onDeath?: (code: number | null, signal: NodeJS.Signals | null) => void;
}

/** A process that comes back. */
export interface Child {
  readonly current: () => ChildProcess | undefined;
  kill(): void;
  /** No further restart. Resolves when the process is gone; `forceAfterMs` later it is killed. */
  stop(forceAfterMs: number, ask: (child: ChildProcess) => void): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** A process that lived this long starts again with the first pause. */
const HEALTHY_MS = 30_000;

/** Starts the process now and again whenever it dies. */
export function keepAlive(needs: ChildNeeds): Child {
  let child: ChildProcess | undefined;
  let isStopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let retry: NodeJS.Timeout | undefined;
  let onGone: (() => void) | undefined;

  function start(): void {
    const startedAt = performance.now();
    const started = needs.start();
    child = started;
    forwardLines(started, needs.onLine);
    let isGone = false;
    const died = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (isGone) return;
      isGone = true;
      child = undefined;
      onGone?.();
      if (isStopping) return;
      needs.onDeath?.(code, signal);
      if (performance.now() - startedAt > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
      retry = setTimeout(start, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    };
    started.once("exit", died);
    started.once("error", (error) => {
      needs.onLine(error.message);
      died(null, null);
    });
    needs.onStart(started);
  }

  start();
  return {
    current: () => child,
    kill: () => child?.kill("SIGKILL"),
    async stop(forceAfterMs, ask) {
      isStopping = true;
      clearTimeout(retry);
      const running = child;
      if (running === undefined) return;
      const gone = new Promise<void>((resolve) => {
        onGone = resolve;
      });
      const force = setTimeout(() => running.kill("SIGKILL"), forceAfterMs);
      ask(running);
      await gone;
      clearTimeout(force);
    },
  };
}

function forwardLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      // a process that never ends its line does not fill ours
      rest = (lines.pop() ?? "").slice(-10_000);
      for (const line of lines) onLine(line);
    });
  }
}
