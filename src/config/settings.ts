/**
 * Every setting of the server, one row each: name, default, unit, help, environment name.
 *
 * A flag beats the environment, the environment beats the default. Nobody but the composition roots
 * reads settings; each part gets the slice it needs. `docs/settings.md` is generated from these rows.
 */
import os from "node:os";
import path from "node:path";
import { ServiceError } from "../base/errors.ts";

interface Row<Kind extends string, Value> {
  readonly kind: Kind;
  /** What the flag `--help` and docs/settings.md say. */
  readonly help: string;
  readonly default: Value;
}

interface NumberRow extends Row<"number", number> {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
}

interface TextRow extends Row<"text", string> {
  readonly oneOf?: readonly string[];
}

type SettingRow = NumberRow | TextRow | Row<"flag", boolean>;

/** The rows. A flag is the kebab-case of the name, an environment variable `LETHE_` and the upper case. */
export const settingRows = {
  data: {
    kind: "text",
    default: "",
    help: "folder of everything that is remembered; default: `$XDG_STATE_HOME/lethe`, else `~/.local/state/lethe`",
  },
  host: {
    kind: "text",
    default: "127.0.0.1",
    help: "address to listen on; only loopback without keys",
  },
  port: {
    kind: "number",
    default: 8080,
    min: 0,
    max: 65_535,
    help: "port for HTTP/1.1 and HTTP/2; 0 takes a free one",
  },
  sample: {
    kind: "flag",
    default: true,
    help: "build the sample index at the first start (`--no-sample`: start empty)",
  },
  posture: {
    kind: "text",
    default: "warn",
    oneOf: ["warn", "strict"],
    help: "what to do when the machine can't keep a promise: warn, or refuse to start (strict)",
  },
  seers: {
    kind: "number",
    default: 2,
    min: 1,
    max: 64,
    help: "processes that look at pictures, one picture each at a time",
  },
  seerMemoryMb: {
    kind: "number",
    default: 1500,
    min: 256,
    max: 65_536,
    unit: "MB",
    help: "resident memory at which a seer is replaced",
  },
  pictureTimeoutMs: {
    kind: "number",
    default: 20_000,
    min: 100,
    max: 600_000,
    unit: "ms",
    help: "how long a seer may look at one picture",
  },
  queueLength: {
    kind: "number",
    default: 64,
    min: 1,
    max: 10_000,
    unit: "pictures",
    help: "pictures that may wait for a seer; more are refused with RESOURCE_EXHAUSTED",
  },
} as const satisfies Record<string, SettingRow>;

/** A setting's name. */
export type SettingName = keyof typeof settingRows;

type ValueOf<R> = R extends { kind: "number" }
  ? number
  : R extends { kind: "flag" }
    ? boolean
    : string;

/** All settings, with their values. */
export type Settings = { readonly [Name in SettingName]: ValueOf<(typeof settingRows)[Name]> };

/** The flag of a setting: `picture-timeout-ms`. */
export function flagName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The environment variable of a setting: `LETHE_PICTURE_TIMEOUT_MS`. */
export function environmentName(name: string): string {
  return `LETHE_${flagName(name).replaceAll("-", "_").toUpperCase()}`;
}

const rowOf = (name: SettingName): SettingRow => settingRows[name];
const names = Object.keys(settingRows).filter((name): name is SettingName => name in settingRows);

/**
 * The settings of a command line and an environment. All problems are reported at once.
 *
 * @throws ServiceError SETTING_INVALID: unknown flags (with the nearest known one) and bad values.
 */
export function readSettings(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const problems: string[] = [];
  const given = readFlags(args, problems);
  const values: Record<string, string | number | boolean> = {};
  for (const name of names) {
    const fromEnvironment = environment[environmentName(name)];
    const said = given.get(name) ?? fromEnvironment;
    const spelled = given.has(name) ? `--${flagName(name)}` : environmentName(name);
    values[name] =
      said === undefined ? rowOf(name).default : parseValue(rowOf(name), said, spelled, problems);
  }
  if (problems.length > 0) throw new ServiceError("SETTING_INVALID", problems.join("; "));
  if (values["data"] === "") values["data"] = defaultDataFolder(environment);
  values["data"] = path.resolve(String(values["data"]));
  return Object.freeze(values) as Settings;
}

function readFlags(args: readonly string[], problems: string[]): Map<SettingName, string> {
  const given = new Map<SettingName, string>();
  for (let at = 0; at < args.length; at += 1) {
    const [flag = "", inline] = (args[at] ?? "").split(/=(.*)/s);
    const isNegated = flag.startsWith("--no-");
    const name = names.find((each) => flag === `--${isNegated ? "no-" : ""}${flagName(each)}`);
    if (name === undefined) {
      problems.push(
        `there is no setting \`${flag}\`; the nearest is \`--${flagName(nearest(flag))}\``,
      );
      // what follows it was probably its value
      if (inline === undefined && args[at + 1]?.startsWith("--") === false) at += 1;
    } else if (rowOf(name).kind === "flag") {
      given.set(name, inline ?? String(!isNegated));
    } else {
      const value = inline ?? args[(at += 1)];
      if (value === undefined) problems.push(`\`${flag}\` wants a value`);
      else given.set(name, value);
    }
  }
  return given;
}

function parseValue(
  row: SettingRow,
  said: string,
  spelled: string,
  problems: string[],
): string | number | boolean {
  if (row.kind === "flag") {
    if (said !== "true" && said !== "false")
      problems.push(`${spelled} is true or false, not \`${said}\``);
    return said === "true";
  }
  if (row.kind === "text") {
    if (row.oneOf !== undefined && !row.oneOf.includes(said)) {
      problems.push(`${spelled} is one of ${row.oneOf.join(", ")}, not \`${said}\``);
    }
    return said;
  }
  const value = Number(said);
  if (said.trim() === "" || !Number.isInteger(value) || value < row.min || value > row.max) {
    problems.push(`${spelled} is a whole number from ${row.min} to ${row.max}, not \`${said}\``);
  }
  return value;
}

function defaultDataFolder(environment: Environment): string {
  return path.join(baseFolder(environment, "XDG_STATE_HOME", ".local/state"), "lethe");
}

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A folder of the XDG Base Directory Specification: what the variable says, or `below` the home folder
 * when it is unset, empty or relative, as the specification wants it.
 */
export function baseFolder(environment: Environment, variable: string, below: string): string {
  const said = environment[variable] ?? "";
  return path.isAbsolute(said) ? said : path.join(environment["HOME"] || os.homedir(), below);
}

/** The setting whose flag is the fewest edits away from what was typed. */
function nearest(flag: string): SettingName {
  const typed = flag.replace(/^--(no-)?/, "");
  const distance = (name: SettingName): number => editDistance(typed, flagName(name));
  return names.toSorted((a, b) => distance(a) - distance(b))[0] ?? "data";
}

/** Edits from one text to the other: insert, delete, replace (Levenshtein 1966). Both are short. */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [i, letter] of Array.from(from).entries()) {
    const row = [i + 1];
    for (const [j, other] of Array.from(to).entries()) {
      const [diagonal = 0, up = 0, left = 0] = [above[j], above[j + 1], row[j]];
      row.push(Math.min(up + 1, left + 1, diagonal + (letter === other ? 0 : 1)));
    }
    above = row;
  }
  return above[to.length] ?? 0;
}

/** The table of all settings in Markdown. */
export function describeSettings(): string {
  const rows = names.map((name) => {
    const row = rowOf(name);
    const value = row.kind === "text" && row.default === "" ? "see right" : `\`${row.default}\``;
    const unit = row.kind === "number" && row.unit !== undefined ? ` (${row.unit})` : "";
    const choice =
      row.kind === "text" && row.oneOf !== undefined ? ` One of: ${row.oneOf.join(", ")}.` : "";
    return `| \`--${flagName(name)}\` | \`${environmentName(name)}\` | ${value}${unit} | ${row.help}.${choice} |`;
  });
  return [
    "| flag | environment | default | what it does |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** The same as lines for `--help`. */
export function settingsHelp(): string {
  const flags = names.map((name) => `  --${flagName(name)}`);
  const width = Math.max(...flags.map((flag) => flag.length)) + 2;
  return names
    .map((name, at) => `${(flags[at] ?? "").padEnd(width)}${rowOf(name).help}`)
    .join("\n");
}
