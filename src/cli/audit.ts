/**
 * `./lethe audit`: looks at the records from outside, and tells the server that its clock is right.
 */
import { parseArgs } from "node:util";
import type { Command } from "./command.ts";

/** What the command needs; the folder is where `serve` keeps its data, undefined: where it does by default. */
export interface AuditNeeds {
  /** @throws ServiceError NOT_FOUND: there are no records in that folder. */
  readonly verifyLedger: (
    dataDir: string | undefined,
    expectedKey: string | undefined,
  ) => Promise<{ readonly isSound: boolean; readonly sentences: readonly string[] }>;
  /** Whether the clock is believed. */
  readonly readClock: (dataDir: string | undefined) => Promise<{ readonly isTrusted: boolean }>;
  /** Through the running keeper, or alone when none runs. */
  readonly acceptClock: (dataDir: string | undefined) => Promise<void>;
  readonly say: (line: string) => void;
}

const auditHelp = `Usage: ./lethe audit verify [--data DIR] [--key PUBLIC-KEY]
       ./lethe audit clock [--accept] [--data DIR]

verify  checks the ledger and the records without opening any: that the ledger only ever grew,
        that everything was destroyed in time, that nothing was changed. Exit code 1: something is wrong.
clock   says whether the server believes its clock; --accept: it is right as it is now.`;

interface Options {
  readonly verb: string | undefined;
  readonly data?: string;
  readonly key?: string;
  readonly isAccepted: boolean;
}

/** `./lethe audit` */
export function createAuditCommand(needs: AuditNeeds): Command {
  return {
    help: "checks from outside that what was remembered is forgotten; accepts a clock",
    run: (args) => auditCommand(args, needs),
  };
}

/** Runs the command; resolves with the exit code: 0 all is well, 1 it is not, 2 it was called wrongly. */
async function auditCommand(args: readonly string[], needs: AuditNeeds): Promise<number> {
  const { say } = needs;
  if (args.includes("--help")) {
    say(auditHelp);
    return 0;
  }
  const options = readOptions(args);
  if (typeof options === "string") {
    say(options);
    say(auditHelp);
    return 2;
  }
  if (options.verb === "verify") return verify(options, needs);
  if (options.verb === "clock") return clock(options, needs);
  say(`There is nothing to audit called \`${options.verb ?? ""}\`.`);
  say(auditHelp);
  return 2;
}

async function verify({ data, key }: Options, needs: AuditNeeds): Promise<number> {
  const { isSound, sentences } = await needs.verifyLedger(data, key);
  sentences.forEach((sentence) => needs.say(sentence));
  return isSound ? 0 : 1;
}

async function clock({ data, isAccepted }: Options, needs: AuditNeeds): Promise<number> {
  if (isAccepted) {
    await needs.acceptClock(data);
    needs.say("The clock is taken as right from now on; the ledger has a leaf that says so.");
    return 0;
  }
  const { isTrusted } = await needs.readClock(data);
  needs.say(
    isTrusted
      ? "The server believes its clock."
      : "The clock jumped more than an hour ahead. Until somebody accepts it with --accept, nothing is opened and nothing is destroyed.",
  );
  return isTrusted ? 0 : 1;
}

/** The options, or a sentence that says what is wrong with them. */
function readOptions([verb, ...rest]: readonly string[]): Options | string {
  const data = { type: "string" } as const;
  const options = {
    verify: { data, key: { type: "string" } },
    clock: { data, accept: { type: "boolean" } },
  } as const;
  try {
    if (verb === "verify") {
      const { values } = parseArgs({ args: rest, options: options.verify });
      return { verb, isAccepted: false, ...values };
    }
    if (verb === "clock") {
      const { accept: isAccepted = false, ...values } = parseArgs({
        args: rest,
        options: options.clock,
      }).values;
      return { verb, isAccepted, ...values };
    }
    return { verb, isAccepted: false };
  } catch (error) {
    // the parser's own sentence names the option
    return error instanceof Error ? error.message : String(error);
  }
}
