/**
 * DU-02, DU-03, DU-06, DU-07: what sees cannot write and cannot speak. The real processes answer 20
 * requests with a canary picture under strace, from their first instruction to their last; then the same
 * with seers that leak in four ways, each of which has to be found.
 *
 * Skipped where strace is missing, but never in CI.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { annotate, pictureWithComment } from "../pictures.ts";
import { makeServerFolder, startServer } from "../running-server.ts";
import { checkTrace, TRACED_CALLS, type TraceReport } from "./trace-checker.ts";

const hasStrace = spawnSync("strace", ["-V"]).status === 0;
const mayRun = hasStrace || process.env["CI"] === "true";
if (!mayRun) console.log("skipped: strace is not installed (Debian: apt-get install strace)");

const CANARY = "lethe-canary-4f1c9a6e0b7d";
const REQUESTS = 20;
const mutants = path.join(import.meta.dirname, "../mutants");

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** Runs a traced server through the requests; what each was answered, and the trace. */
async function runTraced(
  requests: number,
  mutant?: string,
): Promise<{ answers: unknown[]; report: TraceReport; folder: string }> {
  const folder = makeServerFolder();
  folders.push(folder);
  const traceFile = path.join(folder, "trace");
  const server = await startServer({
    folder,
    args: ["--no-sample"],
    wrap: ["strace", "-f", "-y", "-s", "4096", "-o", traceFile, "-e", `trace=${TRACED_CALLS}`],
    ...(mutant !== undefined && {
      program: path.join(mutants, "serve-mutant.ts"),
      env: { SEER_MUTANT: "seer-that-leaks.ts", SEER_LEAK: mutant },
    }),
  });
  // a picture that says the canary in a comment
  const picture = await pictureWithComment(CANARY);
  const answers: unknown[] = [];
  // two at a time, so that both seers see some
  for (let n = 0; n < requests; n += 2) {
    answers.push(
      ...(await Promise.all([annotate(server.url, picture), annotate(server.url, picture)])),
    );
  }
  await server.stop();
  const report = checkTrace({
    trace: fs.readFileSync(traceFile, "utf8"),
    program: process.execPath,
    keeperSocket: path.join(server.data, "keeper.sock"),
    entries: {
      gateway: "/src/main/gateway.ts",
      seer: mutant === undefined ? "/src/main/seer.ts" : "/seer-that-leaks.ts",
    },
  });
  fs.rmSync(traceFile);
  return { answers, report, folder };
}

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe.runIf(mayRun)("the processes that see", () => {
  test("write nothing, name nothing, map nothing and speak to nobody while they annotate", async () => {
    const { answers, report, folder } = await runTraced(REQUESTS);
    expect(report.findings).toEqual([]);
    // and the trace saw the work: both seers, their models, and answers with both features
    expect(report.processes).toEqual({ gateway: 1, seer: 2 });
    const opened = [...report.opened.keys()];
    expect(opened.some((file) => file.endsWith("/efficientnet_lite2.onnx"))).toBe(true);
    expect(report.calls.gateway).toBeGreaterThan(100);
    expect(report.calls.seer).toBeGreaterThan(100);
    expect(answers).toHaveLength(REQUESTS);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        responses: [
          { imagePropertiesAnnotation: { dominantColors: { colors: expect.any(Array) } } },
        ],
      });
      expect(answer).not.toHaveProperty("responses[0].error");
    }
    // nor did the one process that may write
    const files = filesBelow(folder);
    expect(files.length).toBeGreaterThan(0);
    const withCanary = files.filter((file) => fs.readFileSync(file).includes(CANARY));
    expect(withCanary).toEqual([]);
  }, 240_000);

  test.each([
    ["file", "opens a file for writing"],
    ["unnamed", "opens a file for writing"],
    ["name", "makes, changes or takes away a name"],
    ["network", "connects"],
  ])(
    "a seer that leaks by `%s` is found",
    async (leak, why) => {
      const { report } = await runTraced(2, leak);
      const seers = report.findings.filter(({ role }) => role === "seer");
      expect(seers.map((finding) => finding.why)).toContain(why);
      expect(report.findings.filter(({ role }) => role === "gateway")).toEqual([]);
    },
    240_000,
  );
});
