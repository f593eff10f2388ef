/**
 * The processes as a whole: started twice, stopped politely and impatiently, orphaned, and hurt by
 * pictures.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { annotate, pictureWithComment } from "../pictures.ts";
import {
  isRunning,
  makeServerFolder,
  startServer,
  type RunningServer,
  type ServerOptions,
} from "../running-server.ts";

const root = path.join(import.meta.dirname, "../..");
const mutant = path.join(root, "tests/mutants/serve-mutant.ts");

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    await server.stop();
    fs.rmSync(server.folder, { recursive: true, force: true });
  }
});

async function start(options: ServerOptions = {}): Promise<RunningServer> {
  const server = await startServer({ args: ["--no-sample"], ...options });
  running.push(server);
  return server;
}

function pidOf(server: RunningServer, name: string): number {
  const pid = server.pids().get(name);
  if (pid === undefined) throw new Error(`no ${name} runs`);
  return pid;
}

async function elapsedMs(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}

describe("supervise", () => {
  test("a second start on the same data folder is refused with the pid that holds it", async () => {
    const server = await start();
    const args = ["src/main/cli.ts", "serve", "--data", server.data, "--port", "0"];
    const second = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(second.status).toBe(1);
    const said = second.stdout + second.stderr;
    expect(said.trim().split("\n")).toHaveLength(1);
    expect(said).toContain(`is held by process ${pidOf(server, "supervisor")}`);
  });

  test("a port that is taken is one clear sentence and exit code 1", async () => {
    const server = await start();
    const { port } = new URL(server.url);
    const data = path.join(server.folder, "other");
    const args = ["src/main/cli.ts", "serve", "--data", data, "--port", port, "--no-sample"];
    const second = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(second.status).toBe(1);
    expect((second.stdout + second.stderr).trim().split("\n")).toHaveLength(1);
    expect(second.stdout + second.stderr).toContain(`:${port}: something listens there already`);
  });

  test.each(["0.0.0.0", "::", "192.0.2.1", "localhost.example"])(
    "an address that others reach (%s) is refused in one sentence before anything is started",
    (host) => {
      const data = path.join(makeServerFolder(), "data");
      const args = ["src/main/cli.ts", "serve", "--data", data, "--host", host, "--port", "0"];
      const refused = spawnSync(process.execPath, args, {
        cwd: root,
        encoding: "utf8",
        timeout: 9000,
      });
      const said = refused.stdout + refused.stderr;
      expect(refused.status).toBe(1);
      expect(said.trim().split("\n")).toHaveLength(1);
      expect(said).toContain(`only this machine may be served, and \`${host}\``);
      expect(fs.existsSync(data)).toBe(false);
      fs.rmSync(path.dirname(data), { recursive: true });
    },
  );

  test("a data folder whose path is too long for a socket is served all the same", async () => {
    const folder = path.join(makeServerFolder(), "데이터".repeat(20));
    const server = await start({ folder });
    expect(fs.existsSync(path.join(server.data, "keeper.sock"))).toBe(false);
    const { status } = await fetch(`${server.url}/readyz`);
    expect(status).toBe(200);
    expect(await server.stop()).toBe(0);
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  test("a stop lets what is under way be answered, takes nothing new, and ends with 0 within 5 s", async () => {
    const server = await start();
    const pids = [...server.pids().values()];
    expect(pids).toHaveLength(4);
    const picture = await pictureWithComment("plain");
    const answer = annotate(server.url, picture);
    // its first byte is on the way when the signal comes
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
    const stopping = server.stop();
    expect(await elapsedMs(stopping)).toBeLessThan(5000);
    expect(await stopping).toBe(0);
    expect((await answer).responses?.[0]?.imagePropertiesAnnotation).toBeDefined();
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test("who can't wait for a slow request says so a second time", async () => {
    const server = await start();
    const { port } = new URL(server.url);
    const slow = net.connect(Number(port), "127.0.0.1");
    slow.on("error", () => {});
    slow.write(
      "POST /v1/images:annotate HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n\r\n{",
    );
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    const stopping = server.stop();
    await new Promise((resolve) => {
      setTimeout(resolve, 600);
    });
    const [supervisor, ...others] = [...server.pids().values()];
    expect(isRunning(supervisor ?? 0)).toBe(true);
    const again = elapsedMs(server.stop());
    expect(await again).toBeLessThan(1000);
    await stopping;
    await expect.poll(() => others.filter(isRunning), { timeout: 1000 }).toEqual([]);
    slow.destroy();
  });

  test("when it is killed, the others notice and are gone within a second", async () => {
    const server = await start();
    const pids = server.pids();
    process.kill(pidOf(server, "supervisor"), "SIGKILL");
    await server.gone;
    const startedAt = performance.now();
    await expect.poll(() => [...pids.values()].filter(isRunning), { interval: 10 }).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test("a keeper or gateway that dies comes back, the gateway on the same port", async () => {
    const server = await start();
    const picture = await pictureWithComment("plain");
    for (const name of ["keeper", "gateway"]) {
      const before = pidOf(server, name);
      process.kill(before, "SIGKILL");
      await expect
        .poll(() => server.pids().get(name), { timeout: 10_000 })
        .not.toBeOneOf([before, undefined]);
      const ready = async (): Promise<number> =>
        fetch(`${server.url}/readyz`).then(
          ({ status }) => status,
          () => 0,
        );
      await expect.poll(ready, { timeout: 10_000 }).toBe(200);
      const answer = await annotate(server.url, picture);
      expect(answer.responses?.[0]?.error).toBeUndefined();
    }
  });

  test("a picture that kills, hangs or fattens its seer costs that picture alone", async () => {
    const server = await start({
      program: mutant,
      env: { SEER_MUTANT: "seer-that-suffers.ts" },
      args: ["--no-sample", "--seer-memory-mb", "600", "--picture-timeout-ms", "4000"],
    });
    const plain = await pictureWithComment("plain");
    for (const fate of ["die", "hang", "eat"]) {
      const bad = await pictureWithComment(`fate: ${fate}`);
      const [hurt, well] = await Promise.all([
        annotate(server.url, bad),
        annotate(server.url, plain),
      ]);
      expect(hurt.responses?.[0]?.error?.code).toBeGreaterThan(0);
      expect(well.responses?.[0]?.error).toBeUndefined();
      const after = await annotate(server.url, plain);
      expect(after.responses?.[0]?.imagePropertiesAnnotation).toBeDefined();
    }
    expect(server.output()).toMatch(/seer \d took \d+ MB and is replaced/);
  });
});
