/**
 * Makes what is generated at set-up and is missing or stale: the wire messages and the pages' bundle.
 * The launcher runs it before every command; when all is fresh it costs a few milliseconds.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.dirname(import.meta.dirname);

for (const script of ["generate.ts", "bundle-web.ts"]) {
  const file = path.join(root, "scripts", script);
  if (!fs.existsSync(file)) continue;
  const { status, stdout } = spawnSync(process.execPath, [file], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  // that nothing had to be done is no news
  if (!stdout.includes("up to date")) process.stderr.write(stdout);
  if (status !== 0) process.exit(status ?? 1);
}
