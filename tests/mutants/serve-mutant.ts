/**
 * The server with another seer: what a trace test must notice. Takes the flags of `lethe serve`.
 */
import path from "node:path";
import { readSettings } from "../../src/config/settings.ts";
import { supervise } from "../../src/main/supervisor.ts";

process.exit(
  await supervise({
    settings: readSettings(process.argv.slice(2), process.env),
    say: (line) => console.log(line),
    entries: { seer: path.join(import.meta.dirname, "seer-that-leaks.ts") },
  }),
);
