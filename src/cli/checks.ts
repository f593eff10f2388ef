/**
 * `./lethe test` and `./lethe bench`: what the project runs on itself.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import type { Command } from "./command.ts";

const root = path.join(import.meta.dirname, "../..");

function script(file: string, help: string, usage: string): Command {
  return {
    help,
    async run(args) {
      if (args.includes("--help")) {
        console.log(usage);
        return 0;
      }
      const { corpora, rest } = takeCorpora(args);
      const { status } = spawnSync(process.execPath, [path.join(root, file), ...rest], {
        cwd: root,
        stdio: "inherit",
        env: {
          ...process.env,
          ...(corpora === undefined ? {} : { LETHE_CORPORA: path.resolve(corpora) }),
        },
      });
      return status ?? 1;
    },
  };
}

function takeCorpora(args: readonly string[]): { corpora: string | undefined; rest: string[] } {
  const at = args.indexOf("--corpora");
  if (at < 0) return { corpora: undefined, rest: [...args] };
  return { corpora: args[at + 1], rest: args.toSpliced(at, 2) };
}

/** `./lethe test` */
export const testCommand: Command = script(
  "scripts/check.ts",
  "runs all checks",
  "Usage: ./lethe test [--corpora DIR] [vitest arguments]\n\nWithout a corpora folder (or LETHE_CORPORA) the suites that need one say so and are not run.",
);

/** `./lethe bench` */
export const benchCommand: Command = script(
  "bench/run.ts",
  "measures, side by side with peers",
  "Usage: ./lethe bench [NAME] [--corpora DIR]",
);
