/**
 * `./lethe serve`: the server, in the foreground.
 */
import { readSettings, settingsHelp, type Settings } from "../config/settings.ts";
import type { Command } from "./command.ts";

/** What serving needs: whoever runs the processes, until they end, with an exit code. */
export interface ServeNeeds {
  readonly supervise: (needs: {
    readonly settings: Settings;
    readonly say: (line: string) => void;
  }) => Promise<number>;
}

/** `./lethe serve` */
export function createServeCommand({ supervise }: ServeNeeds): Command {
  return {
    help: "starts the server and prints where it is ready",
    async run(args) {
      if (args.includes("--help")) {
        console.log(`Usage: ./lethe serve [OPTION]…\n\n${settingsHelp()}`);
        return 0;
      }
      const settings = readSettings(args, process.env);
      return supervise({ settings, say: (line) => console.log(line) });
    },
  };
}
