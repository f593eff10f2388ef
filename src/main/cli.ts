/**
 * The command line: joins the commands with what they need, finds the one that was named, runs it, and
 * turns what stops it into one sentence.
 */
import { ServiceError } from "../base/errors.ts";
import { benchCommand, testCommand } from "../cli/checks.ts";
import type { Command } from "../cli/command.ts";
import { createServeCommand } from "../cli/serve.ts";
import { supervise } from "./supervisor.ts";

const commands = {
  serve: createServeCommand({ supervise }),
  test: testCommand,
  bench: benchCommand,
} as const satisfies Record<string, Command>;

const USAGE = [
  "Usage: ./lethe COMMAND [OPTION]…    (./lethe COMMAND --help says more)",
  "",
  ...Object.entries(commands).map(([name, { help }]) => `  ${name.padEnd(8)}${help}`),
].join("\n");

async function main([name = "", ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "help") {
    console.log(USAGE);
    return 0;
  }
  const command = Object.entries(commands).find(([each]) => each === name)?.[1];
  if (command === undefined) {
    console.error(name === "" ? USAGE : `lethe: there is no command \`${name}\`\n\n${USAGE}`);
    return 2;
  }
  return command.run(args);
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.error(`lethe: ${error.message}`);
  process.exit(1);
}
