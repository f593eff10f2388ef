/**
 * UD-49, and what is left on disk: files are read as raw bytes.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../src/base/instant.ts";
import { fileEpochKey } from "../../src/keeper/records/epoch-key-file.ts";
import { newOutsideKeys } from "../../src/keeper/records/epoch-key.ts";
import * as mutants from "../mutants/records-mutants.ts";
import * as checks from "./records-checks.ts";
import { inWorld, openWorld, START } from "./records-world.ts";

describe("the files of the records", () => {
  test("hold no text while it is kept, and not even its sealed bytes after deletion", () => {
    inWorld(checks.filesHoldNoText);
    expect(checks.notices(checks.filesHoldNoText, mutants.sealsNothing)).toBe(true);
    expect(checks.notices(checks.filesHoldNoText, mutants.keepsLog)).toBe(true);
  });

  test("open nothing with yesterday's keys, once the day has changed", () => {
    const world = openWorld();
    const id = world.keep(world.ada);
    const before = world.epochKey.read();
    world.pass(DAY_MS);
    world.records.sweep(world.now());
    const after = world.epochKey.read();
    expect(after?.epochs).toHaveLength(1);
    expect(after?.epochs[0]?.id).not.toBe(before?.epochs[0]?.id);
    expect(world.ada.openHistory(id, world.now(), "ownHistory").id).toBe(id);
    world.restart();
    expect(world.ada.openHistory(id, world.now(), "ownHistory").id).toBe(id);
    world.close();
  });

  test("open with the keys of a change that was interrupted, which then is finished", () => {
    const world = openWorld();
    const id = world.keep(world.ada);
    const keys = world.epochKey.read() ?? newOutsideKeys(START, () => new Uint8Array(32));
    const next = { id: 2, day: START, key: new Uint8Array(32).fill(7) };
    world.epochKey.write({ ...keys, epochs: [...keys.epochs, next] });
    world.restart();
    expect(world.ada.openHistory(id, world.now(), "ownHistory").id).toBe(id);
    expect(world.epochKey.read()?.epochs.map((epoch) => epoch.id)).toEqual([2]);
    world.close();
  });
});

describe("a change of the epoch key", () => {
  test("that cannot be written down wraps nothing, and is tried again", () => {
    const world = openWorld();
    const id = world.keep(world.ada);
    const before = world.epochKey.read();
    const write = world.epochKey.write.bind(world.epochKey);
    world.epochKey.write = () => {
      throw new Error("the disk is full");
    };
    world.pass(DAY_MS);
    expect(() => world.records.sweep(world.now())).toThrow("the disk is full");
    const later = world.keep(world.ada, "kept meanwhile");
    world.epochKey.write = write;
    expect(world.epochKey.read()).toBe(before);
    world.restart();
    expect(world.ada.openHistory(later, world.now(), "ownHistory").id).toBe(later);
    expect(world.records.sweep(world.now()).isClockTrusted).toBe(true);
    expect(world.epochKey.read()?.epochs.map((epoch) => epoch.id)).toEqual([2]);
    expect(world.ada.openHistory(id, world.now(), "ownHistory").id).toBe(id);
    world.close();
  });
});

describe("fileEpochKey", () => {
  test("overwrites what a crash in the middle of a change left behind, and never the keys themselves", () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-keys-"));
    const file = path.join(dir, "records.keys.json");
    const source = fileEpochKey(dir);
    source.write(newOutsideKeys(START, (count) => new Uint8Array(count).fill(1)));
    fs.linkSync(file, `${file}.old`); // before the rename
    fs.writeFileSync(`${file}.next`, "new keys");
    expect(source.read()?.epochs).toHaveLength(1);
    fs.writeFileSync(`${file}.old`, "yesterday's keys"); // after the rename
    const left = fs.openSync(`${file}.old`, "r");
    expect(source.read()?.epochs).toHaveLength(1);
    expect(fs.readFileSync(left, "utf8")).toMatch(/^0+$/);
    fs.closeSync(left);
    expect(fs.readdirSync(dir)).toEqual(["records.keys.json"]);
    fs.rmSync(dir, { recursive: true });
  });

  test("keeps its keys to the owner alone, and refuses a file that others can read", () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-keys-"));
    const file = path.join(dir, "keys", "records.keys.json");
    const source = fileEpochKey(path.dirname(file));
    expect(source.read()).toBeUndefined();
    const keys = newOutsideKeys(START, (count) => new Uint8Array(count).fill(count));
    source.write(keys);
    source.write({ ...keys, epochs: [{ id: 2, day: START, key: new Uint8Array(32).fill(9) }] });
    expect(source.read()?.epochs.map(({ id }) => id)).toEqual([2]);
    expect(fs.readdirSync(path.dirname(file))).toEqual(["records.keys.json"]);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    fs.chmodSync(file, 0o644);
    expect(() => source.read()).toThrow("others may read it");
    fs.writeFileSync(file, "{}");
    fs.chmodSync(file, 0o600);
    expect(() => source.read()).toThrow("does not hold the keys");
    fs.rmSync(dir, { recursive: true });
  });
});
