import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { holdDataFolder } from "./data-folder.ts";

let dir = "";
let other: ChildProcess | undefined;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-hold-"));
});
afterEach(() => {
  other?.kill("SIGKILL");
  fs.rmSync(dir, { recursive: true });
});

/** Another process that holds the folder in the name of `owner`. */
async function holdElsewhere(owner: string): Promise<ChildProcess> {
  const module = path.join(import.meta.dirname, "data-folder.ts");
  const program = `const { holdDataFolder } = await import(${JSON.stringify(module)});
    await holdDataFolder(${JSON.stringify(dir)}, ${owner}); process.stdout.write("held");
    setInterval(() => {}, 1000);`;
  const args = ["--input-type=module", "-e", program];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  other = child;
  await once(child.stdout, "data");
  return child;
}

describe("holdDataFolder", () => {
  test("makes the folder for its owner alone", async () => {
    const folder = path.join(dir, "a/b");
    const held = await holdDataFolder(folder, process.pid);
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    held.release();
  });

  test.each(["/dev/null/x", "/proc/nothing/x"])(
    "says at once that %s can't be used",
    async (folder) => {
      await expect(holdDataFolder(folder, process.pid)).rejects.toMatchObject({
        reason: "FILE_UNREADABLE",
        message: `the data folder \`${folder}\` can't be used`,
      });
    },
  );

  test("says at once that a file is no folder", async () => {
    const file = path.join(dir, "file");
    fs.writeFileSync(file, "");
    await expect(holdDataFolder(file, process.pid)).rejects.toMatchObject({
      reason: "FILE_UNREADABLE",
    });
  });

  test("refuses a second one at once, naming who holds it; a killed holder does not stand in the way", async () => {
    const child = await holdElsewhere("process.pid");
    const startedAt = performance.now();
    await expect(holdDataFolder(dir, process.pid)).rejects.toMatchObject({
      reason: "DATA_FOLDER_HELD",
      message: `the data folder \`${dir}\` is held by process ${child.pid}`,
    });
    expect(performance.now() - startedAt).toBeLessThan(1000);
    child.kill("SIGKILL");
    await once(child, "exit");
    (await holdDataFolder(dir, process.pid)).release();
  });

  test("waits for what is left of an owner that died", async () => {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "exit");
    const child = await holdElsewhere(String(gone.pid));
    const waiting = holdDataFolder(dir, process.pid);
    setTimeout(() => child.kill("SIGKILL"), 100);
    const held = await waiting;
    expect(fs.readFileSync(path.join(dir, "lock.pid"), "utf8")).toBe(`${process.pid}\n`);
    held.release();
  });

  test("a pid file without a lock means nothing", async () => {
    fs.writeFileSync(path.join(dir, "lock.pid"), `${process.ppid}\n`);
    const held = await holdDataFolder(dir, process.pid);
    expect(held.dir).toBe(dir);
    held.release();
  });
});
