/**
 * The command line: joins the commands with what they need, finds the one that was named, runs it, and
 * turns what stops it into one sentence.
 */
import path from "node:path";
import { ServiceError } from "../base/errors.ts";
import { instant } from "../base/instant.ts";
import { createAuditCommand } from "../cli/audit.ts";
import { benchCommand, testCommand } from "../cli/checks.ts";
import type { Command } from "../cli/command.ts";
import { importCommand } from "../cli/import.ts";
import { createServeCommand } from "../cli/serve.ts";
import { connectKeeper } from "../keeper/link/connect.ts";
import { findSocketPath } from "../keeper/link/socket-path.ts";
import { verifyLedger } from "../keeper/records/ledger/verify.ts";
import { createVerifyLedger } from "../service/verify-ledger.ts";
import { dataFolder, openStore } from "./open-store.ts";
import { supervise } from "./supervisor.ts";

const account = createVerifyLedger({ verify: verifyLedger });
const recordsFolder = (data: string | undefined): string => path.join(dataFolder(data), "records");

/** The running keeper of a data folder; the clock is its business alone. */
function keeperOf(data: string | undefined): ReturnType<typeof connectKeeper> {
  return connectKeeper({ socketPath: () => findSocketPath(dataFolder(data)) });
}

const audit = createAuditCommand({
  verifyLedger: async (data, key) => account(recordsFolder(data), key),
  readClock: async (data) => {
    const link = await keeperOf(data);
    const { result } = await link.call("promises.evidence", {});
    link.close();
    return { isTrusted: result.isClockTrusted };
  },
  acceptClock: async (data) => {
    const link = await keeperOf(data);
    await link.call("audit.acceptClock", {});
    link.close();
  },
  say: (line) => console.log(line),
});

const importer: Command = {
  help: "brings files and folders into the index",
  run: (args) => {
    const stopped = new AbortController();
    process.once("SIGINT", () => stopped.abort());
    return importCommand(args, {
      openStore: ({ dataDir }) => openStore(dataDir),
      stdout: process.stdout,
      stderr: process.stderr,
      at: instant(Date.now()),
      signal: stopped.signal,
      elapsed: () => performance.now(),
    });
  },
};

const commands = {
  serve: createServeCommand({ supervise }),
  import: importer,
  audit,
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
