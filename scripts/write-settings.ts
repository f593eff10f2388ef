/** Writes docs/settings.md from the rows of `src/config/settings.ts`; `--check` only compares. */
import fs from "node:fs";
import path from "node:path";
import { describeSettings } from "../src/config/settings.ts";

const file = path.join(import.meta.dirname, "../docs/settings.md");
const text = `# Settings

A flag of \`./lethe serve\` beats the environment, the environment beats the default. An unknown flag or a wrong value stops the start
and names every problem at once. Written by \`node scripts/write-settings.ts\`; a test fails when it is stale.

${describeSettings()}
`;

if (!process.argv.includes("--check")) {
  fs.writeFileSync(file, text);
} else if (fs.readFileSync(file, "utf8") !== text) {
  console.error("docs/settings.md is stale: run `node scripts/write-settings.ts`");
  process.exitCode = 1;
}
