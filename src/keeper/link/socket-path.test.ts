import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  chooseSocketPath,
  findSocketPath,
  leaveSocketPath,
  MAX_SOCKET_PATH_BYTES,
} from "./socket-path.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-path-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const longFolder = (): string => {
  const long = path.join(folder, "데이터".repeat(20));
  fs.mkdirSync(long, { recursive: true });
  return long;
};

describe("chooseSocketPath", () => {
  test("is in the data folder where that path fits", () => {
    expect(chooseSocketPath(folder)).toBe(path.join(folder, "keeper.sock"));
    expect(findSocketPath(folder)).toBe(path.join(folder, "keeper.sock"));
  });

  test("a path that is too long gets a short one, the same each time, that only its owner enters", () => {
    const data = longFolder();
    const chosen = chooseSocketPath(data);
    expect(Buffer.byteLength(chosen)).toBeLessThan(MAX_SOCKET_PATH_BYTES);
    expect(fs.statSync(path.dirname(chosen)).mode & 0o777).toBe(0o700);
    expect(findSocketPath(data)).toBe(chosen);
    expect(chooseSocketPath(data)).toBe(chosen);
    leaveSocketPath(data, chosen);
    expect(fs.existsSync(path.dirname(chosen))).toBe(false);
    expect(fs.readdirSync(data)).toEqual([]);
  });

  test("a folder that others could have written to is not used again", () => {
    const data = longFolder();
    const first = chooseSocketPath(data);
    fs.chmodSync(path.dirname(first), 0o777);
    const second = chooseSocketPath(data);
    expect(second).not.toBe(first);
    leaveSocketPath(data, second);
    fs.rmSync(path.dirname(first), { recursive: true });
  });
});
