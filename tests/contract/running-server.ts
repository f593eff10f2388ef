/**
 * A whole Lethe, as `./lethe serve` starts it, on a free port and a data folder of its own.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.join(import.meta.dirname, "../..");

/** A server that runs until it is stopped. */
export interface RunningServer {
  readonly origin: string;
  readonly port: number;
  readonly dataDir: string;
  /** Asks it to stop; how long that took, and its exit code. */
  stop(): Promise<{ readonly code: number | null; readonly tookMs: number }>;
}

/** Starts it and waits for its ready line. Rejects with what it said when it ends before. */
export function startServer(...flags: readonly string[]): Promise<RunningServer> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-server-"));
  const args = ["serve", "--port", "0", "--data", dataDir, ...flags];
  const child = spawn(process.execPath, [path.join(root, "src/main/cli.ts"), ...args], {
    env: { ...process.env, XDG_CONFIG_HOME: path.join(dataDir, "config") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
  });
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (text: string): void => {
      said += text;
      const ready = /ready at http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (ready === null) return;
      const port = Number(ready[1]);
      resolve({
        origin: `http://127.0.0.1:${port}`,
        port,
        dataDir,
        stop: async () => {
          const startedAt = performance.now();
          child.kill("SIGTERM");
          const code = await exited;
          fs.rmSync(dataDir, { recursive: true, force: true });
          return { code, tookMs: performance.now() - startedAt };
        },
      });
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    void exited.then(() => reject(new Error(`the server ended: ${said}`)));
  });
}
