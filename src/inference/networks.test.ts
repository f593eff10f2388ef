import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NetworkSpec, openNetworks } from "./networks.ts";

/** 77 bytes of ONNX: one Add node, `y = x + x`, both [1, 2] float32. */
const DOUBLER = Buffer.from(
  "CAg6QwoOCgF4CgF4EgF5IgNBZGQSB2RvdWJsZXJaEwoBeBIOCgwIARIICgIIAQoCCAJiEwoBeRIOCgwIARIICgIIAQoCCAJCBAoAEA0=",
  "base64",
);

const doubler: NetworkSpec<"y"> = {
  file: "doubler.onnx",
  input: { name: "x", shape: [1, 2] },
  outputs: { y: [1, 2] },
};

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("openNetworks", () => {
  let dir = "";
  const put = (file: string, bytes: Uint8Array): void => writeFileSync(path.join(dir, file), bytes);

  beforeAll(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), "lethe-networks-"));
    const noNetwork = Buffer.from("not a network");
    put("doubler.onnx", DOUBLER);
    put("text.onnx", noNetwork);
    put("other.onnx", Buffer.from("another file than the manifest's"));
    const models = [
      { file: "doubler.onnx", sha256: sha256(DOUBLER) },
      { file: "text.onnx", sha256: sha256(noNetwork) },
      { file: "other.onnx", sha256: sha256(DOUBLER) },
      { file: "late.onnx", sha256: sha256(DOUBLER) },
      { file: "gone.onnx", sha256: sha256(DOUBLER) },
    ];
    put("MANIFEST.json", Buffer.from(JSON.stringify({ models })));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  test("runs a network, and each answer is memory of its own", async () => {
    const network = await openNetworks(dir).open(doubler);
    const first = await network.run({ data: Float32Array.of(1, 2), shape: [1, 2] });
    await network.run({ data: Float32Array.of(30, 40), shape: [1, 2] });
    expect(first.y).toEqual({ data: Float32Array.of(2, 4), shape: [1, 2] });
  });

  test("refuses an input of another shape than the spec's", async () => {
    const network = await openNetworks(dir).open(doubler);
    await expect(network.run({ data: Float32Array.of(1, 2), shape: [2, 1] })).rejects.toMatchObject(
      { reason: "MODEL_MISMATCH" },
    );
  });

  test("refuses an output of another shape than the spec's", async () => {
    const network = await openNetworks(dir).open({ ...doubler, outputs: { y: [1, 3] } });
    await expect(network.run({ data: Float32Array.of(1, 2), shape: [1, 2] })).rejects.toMatchObject(
      { reason: "MODEL_MISMATCH" },
    );
  });

  test.each(["other.onnx", "gone.onnx", "text.onnx", "unlisted.onnx"])(
    "refuses %s and names it",
    async (file) => {
      await expect(openNetworks(dir).open({ ...doubler, file })).rejects.toMatchObject({
        reason: "MODEL_MISMATCH",
        message: expect.stringContaining(`\`${file}\``),
      });
    },
  );

  test("refuses a network without the input or output that is asked for", async () => {
    const networks = openNetworks(dir);
    const input = { name: "z", shape: [1, 2] };
    await expect(networks.open({ ...doubler, input })).rejects.toThrow("no input `z`");
    await expect(networks.open({ ...doubler, outputs: { z: [1] } })).rejects.toThrow(
      "no output `z`",
    );
  });

  test("tries a failed file again, so that a repair needs no restart", async () => {
    const networks = openNetworks(dir);
    const late = { ...doubler, file: "late.onnx" };
    await expect(networks.open(late)).rejects.toThrow("cannot be read");
    put("late.onnx", DOUBLER);
    const { y } = await (
      await networks.open(late)
    ).run({ data: Float32Array.of(5, 6), shape: [1, 2] });
    expect(y.data).toEqual(Float32Array.of(10, 12));
  });

  test("reads files only when they are asked for", async () => {
    const networks = openNetworks(path.join(dir, "nowhere"));
    await expect(networks.read("MANIFEST.json")).rejects.toMatchObject({
      reason: "MODEL_MISMATCH",
    });
  });
});
