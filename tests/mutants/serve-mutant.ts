/**
 * The server with another seer, the file beside this one that SEER_MUTANT names. Takes the flags of
 * `lethe serve`.
 */
import path from "node:path";
import { readSettings } from "../../src/config/settings.ts";
import { supervise } from "../../src/main/supervisor.ts";

process.exit(
  await supervise({
    settings: readSettings(process.argv.slice(2), process.env),
    say: (line) => console.log(line),
    entries: { seer: path.join(import.meta.dirname, process.env["SEER_MUTANT"] ?? "") },
  }),
);
