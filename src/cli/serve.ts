/**
 * `./lethe serve`: the server, in the foreground.
 */
import { readSettings, settingsHelp } from "../config/settings.ts";
import { supervise } from "../main/supervisor.ts";
import type { Command } from "./main.ts";

/** `./lethe serve` */
export const serveCommand: Command = {
  help: "starts the server and prints where it is ready",
  async run(args) {
    if (args.includes("--help")) {
      console.log(`Usage: ./lethe serve [OPTION]…\n\n${settingsHelp()}`);
      return 0;
    }
    const settings = readSettings(args, process.env);
    const code = await supervise({ settings, say: (line) => console.log(line) });
    process.exit(code);
  },
};
