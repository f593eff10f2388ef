/**
 * What a command is.
 */

/** A command: what is said of it, and what runs; resolves with the exit code. */
export interface Command {
  /** One line, for the list of commands. */
  readonly help: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}
