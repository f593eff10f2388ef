/**
 * The supervisor: starts keeper, gateway and seers, restarts what dies, stops them in order.
 *
 * It opens no document, sees no picture and no query. Each seer is born with one end of a socketpair;
 * the other end goes to the gateway.
 */
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { Socket } from "node:net";
import type { Settings } from "../config/settings.ts";
import { keepAlive, type Child } from "./child.ts";
import { readFromChild, type ToChild } from "./messages.ts";
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

/** Runs until it is told to stop, or a part can't start. Resolves with the exit code. */
export function supervise(needs: SupervisorNeeds): Promise<number> {
  return new Promise((resolve) => new Supervisor(needs, resolve).run());
}

class Supervisor {
  readonly #needs: SupervisorNeeds;
  readonly #done: (code: number) => void;
  readonly #seers = new Map<number, Child>();
  readonly #sockets = new Map<number, Socket>();
  readonly #withoutNetwork = canLeaveNetwork();
  #keeper: Child | undefined;
  #gateway: Child | undefined;
  #watch: NodeJS.Timeout | undefined;
  #isStopping = false;
  #isReady = false;

  constructor(needs: SupervisorNeeds, done: (code: number) => void) {
    this.#needs = needs;
    this.#done = done;
  }

  run(): void {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      process.on(signal, () => (this.#isStopping ? this.#killAll() : void this.#stop(0)));
    }
    this.#keeper = this.#keep("keeper", (child) => {
      this.#listen(child, () => {
        if (this.#gateway === undefined) this.#startRest();
      });
    });
  }

  #startRest(): void {
    if (this.#isStopping) return;
    this.#gateway = this.#keep("gateway", (child) => {
      this.#listen(child, ({ host, port }) => this.#gatewayReady(host, port));
      // a new gateway needs new sockets: seers whose other end went down with the old one start anew
      for (const [id, seer] of this.#seers) {
        if (!this.#handOver(id)) seer.kill();
      }
    });
    for (let id = 1; id <= this.#needs.settings.seers; id += 1) this.#startSeer(id);
    this.#watch = setInterval(() => this.#watchMemory(), MEMORY_WATCH_MS);
  }

  #gatewayReady(host = "", port = 0): void {
    if (this.#isReady) return;
    this.#isReady = true;
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
      start: () => startProcess({ name, settings: this.#needs.settings, ...this.#entry(name) }),
      onStart,
      onLine: (line) => this.#needs.say(`${name}: ${line}`),
      onDeath: (code, signal) => {
        this.#needs.say(`the ${name} ended (${signal ?? `code ${code}`}) and is started again`);
      },
    });
  }

  #entry(name: ProcessName): { entry?: string } {
    const entry = this.#needs.entries?.[name];
    return entry === undefined ? {} : { entry };
  }

  #listen(child: ChildProcess, onReady: (where: { host?: string; port?: number }) => void): void {
    child.on("message", (message: unknown) => {
      const said = readFromChild(message);
      if (said === undefined) return;
      if ("failed" in said) this.#fail(said.failed);
      else if ("tell" in said) this.#needs.say(said.tell);
      else if ("kill" in said) this.#seers.get(said.kill)?.kill();
      else
        onReady({ ...(said.host && { host: said.host }), ...(said.port && { port: said.port }) });
    });
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
    await this.#gateway?.stop(DRAIN_MS, askToStop);
    // a seer remembers nothing; there is nothing to ask of it
    await Promise.all(
      [...this.#seers.values()].map((seer) => seer.stop(0, (child) => child.kill("SIGKILL"))),
    );
    await this.#keeper?.stop(STOP_MS, askToStop);
    this.#done(code);
  }

  #killAll(): void {
    for (const child of [this.#gateway, ...this.#seers.values(), this.#keeper]) child?.kill();
    this.#done(1);
  }
}

function askToStop(child: ChildProcess): void {
  if (child.connected) child.send({ stop: true } satisfies ToChild);
  else child.kill("SIGKILL");
}

/** Resident memory of a process; 0 where the kernel does not tell, or the process is gone. */
function residentBytes(pid: number): number {
  try {
    return Number(fs.readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
