/**
 * The command line: finds the command, runs it, turns what stops it into one sentence.
 */
import { ServiceError } from "../base/errors.ts";
import { auditCommand } from "./audit.ts";
import { importCommand } from "./import.ts";
import { benchCommand, testCommand } from "./checks.ts";
import { serveCommand } from "./serve.ts";

/** A command: what is said of it, and what runs; resolves with the exit code. */
export interface Command {
  readonly help: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}

const commands = {
  serve: serveCommand,
  import: importCommand,
  audit: auditCommand,
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
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.error(`lethe: ${error.message}`);
  process.exitCode = 1;
}
