/**
 * Every check there is, one after the other, and a last line that counts: what `./lethe test` and
 * CI run. A check that fails does not keep the next from running.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.dirname(import.meta.dirname);
const bin = (name: string): string => path.join(root, "node_modules/.bin", name);
const checks: readonly (readonly string[])[] = [
  [bin("oxfmt"), "--check"],
  [bin("oxlint"), "--type-aware", "--deny-warnings"],
  [bin("tsc")],
  [bin("tsc"), "-p", "web"],
  [bin("knip")],
];

/** What the tests' reporter counts. */
interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly success: boolean;
}

let passed = 0;
let failed = 0;

for (const [command = "", ...args] of checks) {
  const name = [path.basename(command), ...args].join(" ");
  const { status } = spawnSync(process.execPath, [fs.realpathSync(command), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  if (status === 0) passed += 1;
  else failed += 1;
  console.log(`${status === 0 ? "ok" : "FAILED"}: ${name}`);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-check-"));
const report = path.join(folder, "tests.json");
const chosen = process.argv.slice(2);
const run = spawnSync(
  process.execPath,
  [
    fs.realpathSync(bin("vitest")),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...chosen,
  ],
  { cwd: root, stdio: "inherit" },
);
let skipped = 0;
if (fs.existsSync(report)) {
  const counts = JSON.parse(fs.readFileSync(report, "utf8")) as Counts;
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped = counts.numPendingTests;
  // a file that could not be loaded counts even if none of its tests did
  if (run.status !== 0 && counts.numFailedTests === 0) failed += 1;
} else {
  failed += 1;
}
fs.rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 ? 1 : 0);
