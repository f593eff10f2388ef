/**
 * The log of a process: what an operator should know, on standard error, which is the supervisor's pipe.
 *
 * No line per request, no content: callers pass sentences of their own, and causes are errors of ours.
 */
import { inspect } from "node:util";
import type { Log } from "../base/call.ts";

/** Makes the log of this process. */
export function createLog(): Log {
  return (level, message, cause) => {
    const because = cause === undefined ? "" : `: ${inspect(cause, { depth: 2 })}`;
    process.stderr.write(`${level}: ${message}${because}\n`);
  };
}
