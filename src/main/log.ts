/**
 * The log of a process: what an operator should know, on standard error, which is the supervisor's pipe.
 *
 * No line per request and no content: the sentence is the program's own, and of a cause only what cannot
 * hold a caller's words is written.
 */
import type { Code } from "../base/errors.ts";
import { ServiceError } from "../base/errors.ts";
import type { Log } from "../base/call.ts";

/** Codes of errors that a caller's words may be in: their messages stay out of the log. */
const spoken: ReadonlySet<Code> = new Set<Code>([
  "invalid_argument",
  "not_found",
  "already_exists",
  "permission_denied",
  "unauthenticated",
  "unimplemented",
]);

/** Makes the log of this process. */
export function createLog(write: (text: string) => unknown = writeToStandardError): Log {
  return (level, message, cause) => {
    const because = cause === undefined ? "" : `: ${describeCause(cause)}`;
    write(`${level}: ${message}${because}\n`);
  };
}

function writeToStandardError(text: string): void {
  process.stderr.write(text);
}

/** An error and what caused it, outermost first. Never its properties: they may be a request's fields. */
export function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return `a ${typeof cause} was thrown`;
  const told = cause instanceof ServiceError ? describeOurs(cause) : (cause.stack ?? cause.name);
  return cause.cause === undefined ? told : `${told}; because of ${describeCause(cause.cause)}`;
}

function describeOurs({ reason, code, message, stack = "" }: ServiceError): string {
  if (!spoken.has(code)) return `${reason}: ${message}`;
  const places = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return [reason, ...places].join("\n");
}
