/**
 * Checks whether machine and processes are such that the promises about pictures can hold: nothing
 * swapped out, dumped, written or debugged.
 *
 * Pure: judges what observe-processes.ts saw. What could not be seen is no proof and counts as a warning.
 */
import { ServiceError } from "../base/errors.ts";
import type { ObservedMachine, ObservedProcess } from "./observe-processes.ts";

/** What a fact is about. */
export type PostureTopic =
  | "swap"
  | "coreDumps"
  | "inspector"
  | "fileLimit"
  | "openFiles"
  | "network";

/** One thing that was looked at. */
export interface PostureFact {
  readonly topic: PostureTopic;
  /** `warned`: it does not hold, or could not be seen. */
  readonly state: "kept" | "warned";
  /** What holds, or what does not and what to do about it. */
  readonly sentence: string;
}

/** All facts, and what they come to. */
export interface PostureReport {
  /** `amber`: at least one fact is a warning. */
  readonly state: "green" | "amber";
  readonly facts: readonly PostureFact[];
}

/** What is judged. */
export interface PostureNeeds {
  readonly machine: ObservedMachine;
  /** All processes; those named `gateway` and `seer …` see pictures and queries. */
  readonly processes: readonly ObservedProcess[];
}

/** Looks at everything; the facts come in the order of `PostureTopic`. */
export function checkPosture({ machine, processes }: PostureNeeds): PostureReport {
  const seeing = processes.filter(({ name }) => name !== "keeper");
  const seers = processes.filter(({ name }) => name.startsWith("seer"));
  const facts = [
    checkSwap(machine),
    checkEach(processes, coreDumps),
    checkEach(processes, inspector),
    checkEach(seeing, fileLimit),
    checkEach(seeing, openFiles),
    checkEach(seers, network),
  ];
  const isGreen = facts.every(({ state }) => state === "kept");
  return { state: isGreen ? "green" : "amber", facts };
}

/**
 * Lets a warning pass on a server for this machine only, unless it is to be strict.
 *
 * @throws ServiceError POSTURE_REFUSED: with every warning in one message.
 */
export function refuseWeakPosture(
  { facts }: PostureReport,
  { host, mode }: { readonly host: string; readonly mode: string },
): void {
  const warnings = facts.filter(({ state }) => state === "warned");
  if (warnings.length === 0 || (mode !== "strict" && isLoopback(host))) return;
  throw new ServiceError(
    "POSTURE_REFUSED",
    `not started: ${warnings.map(({ sentence }) => sentence).join("; ")}`,
  );
}

/**
 * Without keys nobody can be told apart, so such a server listens to its own machine only.
 *
 * @throws ServiceError POSTURE_REFUSED: the address is reached from elsewhere.
 */
export function refuseOpenAddress(host: string): void {
  if (isLoopback(host)) return;
  throw new ServiceError(
    "POSTURE_REFUSED",
    `not started: there are no keys, so only this machine may be served, and \`${host}\` is reached from elsewhere; leave out --host`,
    { field: "--host", value: host },
  );
}

/** Whether an address to listen on is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function checkSwap({ swaps, platform }: ObservedMachine): PostureFact {
  if (swaps === undefined) {
    return warned("swap", `whether memory is swapped to a disk can't be seen on ${platform}`);
  }
  if (swaps.length === 0) return kept("swap", "no swap is on: memory reaches no disk");
  const names = swaps.join(", ");
  return warned("swap", `swap is on (${names}): memory may reach a disk; \`swapoff -a\` ends it`);
}

/** What one topic says of one process; undefined: it can't be seen. */
interface Check {
  readonly topic: PostureTopic;
  /** Said when it holds for all. */
  readonly whenKept: string;
  readonly whenUnseen: string;
  /** What is wrong, said after the process's name; "" when nothing is. */
  readonly fault: (process: ObservedProcess) => string | undefined;
}

function checkEach(processes: readonly ObservedProcess[], check: Check): PostureFact {
  const { topic, whenKept, whenUnseen, fault } = check;
  const found = processes.map((process) => ({ name: process.name, fault: fault(process) }));
  const faults = found.flatMap((each) => (each.fault ? [`the ${each.name} ${each.fault}`] : []));
  if (faults.length > 0) return warned(topic, faults.join(", "));
  const isUnseen = found.length === 0 || found.some((each) => each.fault === undefined);
  return isUnseen ? warned(topic, whenUnseen) : kept(topic, whenKept);
}

const coreDumps: Check = {
  topic: "coreDumps",
  whenKept: "no process leaves its memory in a core dump",
  whenUnseen: "whether a crash leaves memory in a core dump can't be seen here",
  fault: ({ maxCoreBytes, coreFilter }) => {
    if (maxCoreBytes === undefined || coreFilter === undefined) return undefined;
    // a dump that is piped to a program is not bound by the limit, so both have to be 0
    return maxCoreBytes > 0 || coreFilter > 0 ? "may leave its memory in a core dump" : "";
  },
};

const inspector: Check = {
  topic: "inspector",
  whenKept: "no process can be debugged, neither by an option nor by a signal",
  whenUnseen: "whether a process can be debugged can't be seen here",
  fault: ({ commandLine }) => {
    if (commandLine === undefined) return undefined;
    if (commandLine.some((argument) => argument.startsWith("--inspect"))) return "is debugged";
    return commandLine.includes("--disable-sigusr1") ? "" : "can be debugged after a signal";
  },
};

const fileLimit: Check = {
  topic: "fileLimit",
  whenKept: "the kernel refuses gateway and seers every write to a file",
  whenUnseen: "whether the kernel refuses gateway and seers to write can't be seen here",
  fault: ({ maxFileBytes }) => {
    if (maxFileBytes === undefined) return undefined;
    return maxFileBytes > 0 ? "may write to files" : "";
  },
};

const openFiles: Check = {
  topic: "openFiles",
  whenKept: "gateway and seers have no file open for writing",
  whenUnseen: "whether gateway and seers have a file open for writing can't be seen here",
  fault: ({ writableFiles }) => {
    if (writableFiles === undefined) return undefined;
    return writableFiles.length > 0 ? `has ${writableFiles.join(" and ")} open for writing` : "";
  },
};

const network: Check = {
  topic: "network",
  whenKept: "seers have no network at all",
  whenUnseen: "whether seers are cut off the network can't be seen here",
  fault: ({ isOffNetwork }) => {
    if (isOffNetwork === undefined) return undefined;
    return isOffNetwork ? "" : "has a network: this kernel allows no namespace without one";
  },
};

function kept(topic: PostureTopic, sentence: string): PostureFact {
  return { topic, state: "kept", sentence };
}

function warned(topic: PostureTopic, sentence: string): PostureFact {
  return { topic, state: "warned", sentence };
}
