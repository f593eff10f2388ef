/** The launch line, seen from inside a process that was started with it. */
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { canLeaveNetwork, startProcess, type ProcessName } from "./spawn.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-spawn-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const PROBE = `
import fs from "node:fs";
import inspector from "node:inspector";
import net from "node:net";
function attempt(work) {
  try { work(); return "done"; } catch (error) { return error.code; }
}
const network = await new Promise((resolve) => {
  const socket = net.connect(9, "203.0.113.1");
  socket.on("error", (error) => resolve(error.code));
  socket.setTimeout(300, () => { socket.destroy(); resolve("silence"); });
});
process.kill(process.pid, "SIGUSR1") === true;
await new Promise((resolve) => setTimeout(resolve, 100));
console.log(JSON.stringify({
  write: attempt(() => fs.writeFileSync(process.env.LETHE_PROBE, "x")),
  limits: fs.readFileSync("/proc/self/limits", "utf8"),
  filter: fs.readFileSync("/proc/self/coredump_filter", "utf8").trim(),
  inspector: inspector.url() ?? null,
  options: process.env.NODE_OPTIONS ?? null,
  settings: process.env.LETHE_PROCESS,
  network,
}));
process.exit(0);
`;

interface Seen {
  readonly write: string;
  readonly limits: string;
  readonly filter: string;
  readonly inspector: string | null;
  readonly options: string | null;
  readonly settings: string;
  readonly network: string;
}

async function probe(name: ProcessName, withoutNetwork = false): Promise<Seen> {
  const entry = path.join(folder, `${name}.mjs`);
  fs.writeFileSync(entry, PROBE.replace("process.env.LETHE_PROBE", JSON.stringify(`${entry}.out`)));
  const child = startProcess({ name, settings: { data: "x" }, withoutNetwork, entry });
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await once(child, "close");
  return JSON.parse(text) as Seen;
}

const isLinux = process.platform === "linux";

describe.runIf(isLinux)("startProcess", () => {
  test.each(["gateway", "seer"] as const)(
    "a %s can write no file, dump no core, open no inspector",
    async (name) => {
      process.env["NODE_OPTIONS"] = "--no-warnings";
      const seen = await probe(name).finally(() => delete process.env["NODE_OPTIONS"]);
      expect(seen.write).toBe("EFBIG");
      expect(seen.limits).toMatch(/^Max file size +0 +0 /m);
      expect(seen.limits).toMatch(/^Max core file size +0 +0 /m);
      expect(Number.parseInt(seen.filter, 16)).toBe(0);
      expect(seen.inspector).toBeNull();
      expect(seen.options).toBeNull();
      expect(JSON.parse(seen.settings)).toEqual({ data: "x" });
    },
  );

  test("the keeper may write, and dumps no core either", async () => {
    const seen = await probe("keeper");
    expect(seen.write).toBe("done");
    expect(seen.limits).toMatch(/^Max core file size +0 +0 /m);
    expect(Number.parseInt(seen.filter, 16)).toBe(0);
    expect(seen.inspector).toBeNull();
  });

  test.runIf(canLeaveNetwork())("a seer without a network reaches nothing", async () => {
    expect((await probe("seer", true)).network).toBe("ENETUNREACH");
  });
});
