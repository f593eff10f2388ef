/**
 * The supervisor: starts keeper, gateway and seers, restarts what dies, stops them in order.
 *
 * It opens no document, sees no picture and no query. Each seer is born with one end of a socketpair;
 * the other end goes to the gateway.
 */
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { Socket } from "node:net";
import { ServiceError } from "../base/errors.ts";
import type { Settings } from "../config/settings.ts";
import {
  checkPosture,
  refuseOpenAddress,
  refuseWeakPosture,
  type PostureReport,
} from "../service/check-posture.ts";
import {
  observeMachine,
  observeProcess,
  type ObservedProcess,
} from "../service/observe-processes.ts";
import { keepAlive, type Child } from "./child.ts";
import { readFromChild, type FromChild, type ToChild } from "./messages.ts";
import { canLeaveNetwork, startProcess, type ProcessName } from "./spawn.ts";

/** What supervising needs. */
export interface SupervisorNeeds {
  readonly settings: Settings;
  /** Lines for the person at the keyboard. */
  readonly say: (line: string) => void;
  /** Other composition roots than the real ones; tests use it for mutants. */
  readonly entries?: Partial<Record<ProcessName, string>>;
}

const MEMORY_WATCH_MS = 250;
const DRAIN_MS = 3500;
const STOP_MS = 1000;
const PAGE_BYTES = 4096;
/** A keeper or gateway that dies so often before anything is served will not get better. */
const MAX_EARLY_DEATHS = 3;
const POSTURE_WATCH_MS = 60_000;
/** How long a process may take to become what its launch line says. */
const EXEC_MS = 5000;
const LOOK_AGAIN_MS = 5;
/** A signal may come twice, to the process and to its group: that is one wish, not impatience. */
const ONE_WISH_MS = 300;
/** Nobody has this number. */
const NO_PROCESS = -1;

/**
 * Runs until it is told to stop, or a part can't start. Resolves with the exit code.
 *
 * @throws ServiceError POSTURE_REFUSED: asked to listen to others than this machine; nothing was started.
 */
export async function supervise(needs: SupervisorNeeds): Promise<number> {
  refuseOpenAddress(needs.settings.host);
  return new Promise((resolve) => new Supervisor(needs, resolve).run());
}

class Supervisor {
  readonly #needs: SupervisorNeeds;
  readonly #done: (code: number) => void;
  readonly #seers = new Map<number, Child>();
  readonly #sockets = new Map<number, Socket>();
  readonly #keeperReady = Promise.withResolvers<void>();
  readonly #withoutNetwork = canLeaveNetwork();
  #keeper: Child | undefined;
  #gateway: Child | undefined;
  #watch: NodeJS.Timeout | undefined;
  #postureWatch: NodeJS.Timeout | undefined;
  #posture: PostureReport | undefined;
  #earlyDeaths = 0;
  #firstSignalAt = 0;
  #isStopping = false;
  #isReady = false;
  #port = 0;

  constructor(needs: SupervisorNeeds, done: (code: number) => void) {
    this.#needs = needs;
    this.#done = done;
  }

  run(): void {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      process.on(signal, () => this.#signalled());
    }
    this.#keeper = this.#keep("keeper", (child) => {
      this.#listen(child, () => this.#keeperReady.resolve());
    });
    // they load while the keeper opens its folder; that they may go on is said by #judge
    this.#startRest();
  }

  #signalled(): void {
    const sinceFirstMs = performance.now() - this.#firstSignalAt;
    if (!this.#isStopping) {
      this.#firstSignalAt = performance.now();
      void this.#stop(0);
    } else if (sinceFirstMs > ONE_WISH_MS) this.#killAll();
  }

  #startRest(): void {
    this.#gateway = this.#keep("gateway", (child) => {
      this.#listen(child, ({ host, port }) => this.#gatewayReady(host, port));
      // a new gateway needs new sockets: seers whose other end went down with the old one start anew
      for (const [id, seer] of this.#seers) {
        if (!this.#handOver(id)) seer.kill();
      }
      if (this.#gateway !== undefined) void this.#judge();
    });
    for (let id = 1; id <= this.#needs.settings.seers; id += 1) this.#startSeer(id);
    void this.#judge();
    this.#watch = setInterval(() => this.#watchMemory(), MEMORY_WATCH_MS);
    this.#postureWatch = setInterval(() => void this.#judge(), POSTURE_WATCH_MS);
  }

  #gatewayReady(host = "", port = 0): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#port = port;
    const name = host.includes(":") ? `[${host}]` : host;
    this.#needs.say(`Lethe is ready at http://${name}:${port}`);
  }

  #startSeer(id: number): void {
    const seer = keepAlive({
      start: () =>
        startProcess({
          name: "seer",
          settings: this.#needs.settings,
          withoutNetwork: this.#withoutNetwork,
          ...this.#entry("seer"),
        }),
      onStart: (child) => {
        const socket = child.stdio[3];
        if (!(socket instanceof Socket)) return;
        socket.on("error", () => socket.destroy()); // its exit is what counts
        this.#sockets.set(id, socket);
        this.#handOver(id);
      },
      onLine: (line) => this.#needs.say(`seer ${id}: ${line}`),
      onDeath: () => this.#sockets.delete(id),
    });
    this.#seers.set(id, seer);
  }

  /** Gives the gateway a seer's socket. False when there is none left to give. */
  #handOver(id: number): boolean {
    const gateway = this.#gateway?.current();
    const socket = this.#sockets.get(id);
    if (socket === undefined) return false;
    if (gateway?.connected !== true) return true; // kept until a gateway is there
    this.#sockets.delete(id);
    gateway.send({ seer: id } satisfies ToChild, socket, (error) => {
      if (error !== null) this.#seers.get(id)?.kill();
    });
    return true;
  }

  #keep(name: "keeper" | "gateway", onStart: (child: ChildProcess) => void): Child {
    return keepAlive({
      start: () => startProcess({ name, settings: this.#settingsNow(), ...this.#entry(name) }),
      onStart,
      onLine: (line) => this.#needs.say(`${name}: ${line}`),
      onDeath: (code, signal) => {
        if (!this.#isReady && ++this.#earlyDeaths >= MAX_EARLY_DEATHS) {
          this.#fail(`the ${name} can't start; what it said last is above`);
          return;
        }
        this.#needs.say(`the ${name} ended (${signal ?? `code ${code}`}) and is started again`);
      },
    });
  }

  /** A gateway that is started again listens where the one before it did, also when that was any free port. */
  #settingsNow(): Settings {
    const { settings } = this.#needs;
    return this.#port === 0 ? settings : { ...settings, port: this.#port };
  }

  #entry(name: ProcessName): { entry?: string } {
    const entry = this.#needs.entries?.[name];
    return entry === undefined ? {} : { entry };
  }

  #listen(child: ChildProcess, onReady: (where: { host?: string; port?: number }) => void): void {
    child.on("message", (message: unknown) => {
      const said = readFromChild(message);
      if (said !== undefined) this.#hear(child, said, onReady);
    });
  }

  #hear(
    child: ChildProcess,
    said: FromChild,
    onReady: (where: { host?: string; port?: number }) => void,
  ): void {
    if ("failed" in said) {
      if (!this.#isReady) {
        this.#fail(said.failed);
        return;
      }
      // while others are served it is no reason to stop for everybody: it is started again
      this.#needs.say(said.failed);
      child.kill("SIGKILL");
    } else if ("tell" in said) this.#needs.say(said.tell);
    else if ("kill" in said) this.#seers.get(said.kill)?.kill();
    else onReady({ ...(said.host && { host: said.host }), ...(said.port && { port: said.port }) });
  }

  /**
   * Once the keeper holds its folder, looks at machine and processes and tells the gateway, which connects
   * and listens only after that.
   */
  async #judge(): Promise<void> {
    await this.#keeperReady.promise;
    const processes = await this.#running();
    const report = checkPosture({ machine: observeMachine(), processes });
    if (this.#posture === undefined && !this.#mayServe(report)) return;
    this.#sayWarnings(report);
    const gateway = this.#gateway?.current();
    if (gateway?.connected === true)
      gateway.send({ posture: report } satisfies ToChild, () => undefined);
  }

  /** A start can be refused; what changes later is shown. */
  #mayServe(report: PostureReport): boolean {
    const { host, posture: mode } = this.#needs.settings;
    try {
      refuseWeakPosture(report, { host, mode });
      return true;
    } catch (error) {
      this.#fail(error instanceof ServiceError ? error.message : String(error));
      return false;
    }
  }

  /** Each once, until it changes. */
  #sayWarnings(report: PostureReport): void {
    const before = this.#posture?.facts.map(({ sentence }) => sentence) ?? [];
    this.#posture = report;
    for (const { state, sentence } of report.facts) {
      if (state === "warned" && !before.includes(sentence)) this.#needs.say(`warning: ${sentence}`);
    }
  }

  /** Each process as the kernel shows it, once its launch line has become the process itself. */
  async #running(): Promise<ObservedProcess[]> {
    const children = new Map([
      ["keeper", this.#keeper],
      ["gateway", this.#gateway],
    ]);
    for (const [id, seer] of this.#seers) children.set(`seer ${id}`, seer);
    const until = performance.now() + EXEC_MS;
    const observed = [];
    for (const [name, child] of children) {
      observed.push(await whenStarted(name, () => child?.current()?.pid, until));
    }
    return observed;
  }

  #fail(why: string): void {
    if (this.#isStopping) return;
    this.#needs.say(`lethe: ${why}`);
    void this.#stop(1);
  }

  /** Resident memory is the only measure that counts what native code takes. */
  #watchMemory(): void {
    const limitBytes = this.#needs.settings.seerMemoryMb * 1024 * 1024;
    for (const [id, seer] of this.#seers) {
      const pid = seer.current()?.pid;
      const bytes = pid === undefined ? 0 : residentBytes(pid);
      if (bytes <= limitBytes) continue;
      this.#needs.say(`seer ${id} took ${Math.round(bytes / 1024 / 1024)} MB and is replaced`);
      seer.kill();
    }
  }

  async #stop(code: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#watch);
    clearInterval(this.#postureWatch);
    const seers = [...this.#seers.values()];
    // who serves nobody yet has nothing to finish, and a seer remembers nothing
    if (!this.#isReady) await Promise.all([this.#gateway, this.#keeper].map((child) => end(child)));
    await this.#gateway?.stop(DRAIN_MS, askToStop);
    await Promise.all(seers.map((seer) => end(seer)));
    await this.#keeper?.stop(STOP_MS, askToStop);
    this.#done(code);
  }

  #killAll(): void {
    for (const child of [this.#gateway, ...this.#seers.values(), this.#keeper]) child?.kill();
    this.#done(1);
  }
}

async function end(child: Child | undefined): Promise<void> {
  await child?.stop(0, (running) => running.kill("SIGKILL"));
}

function askToStop(child: ChildProcess): void {
  // one that died meanwhile needs no asking: that it is gone is what is waited for
  if (child.connected) child.send({ stop: true } satisfies ToChild, () => undefined);
  else child.kill("SIGKILL");
}

/** Looks until it sees the process itself, or it is `until`. */
async function whenStarted(
  name: string,
  pidNow: () => number | undefined,
  until: number,
): Promise<ObservedProcess> {
  for (;;) {
    const observed = observeProcess({ name, pid: pidNow() ?? NO_PROCESS });
    const program = observed.commandLine?.[0];
    const isUnseen = process.platform !== "linux" || performance.now() > until;
    if (program === process.execPath || isUnseen) return observed;
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_AGAIN_MS);
    });
  }
}

/** Resident memory of a process; 0 where the kernel does not tell, or the process is gone. */
function residentBytes(pid: number): number {
  try {
    return Number(fs.readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
