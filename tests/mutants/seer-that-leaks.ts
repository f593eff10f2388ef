/**
 * A seer as src/main/seer.ts, but each picture it sees leaves its memory in the way that SEER_LEAK names.
 * That the kernel refuses some of these is beside the point: the attempt has to be noticed.
 */
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { createAnnotatePicture } from "../../src/vision/annotate-picture.ts";
import { serveSeer } from "../../src/vision/seer/serve.ts";

/** O_TMPFILE of open(2), which Node does not name: a file without a name. */
const O_TMPFILE = 0o20_200_000;

const leaks: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
  file: (bytes) => fs.writeFileSync(path.join(os.tmpdir(), `lethe-leak-${process.pid}`), bytes),
  unnamed: (bytes) => {
    const file = fs.openSync(os.tmpdir(), O_TMPFILE | fs.constants.O_RDWR, 0o600);
    fs.writeSync(file, bytes);
  },
  name: (bytes) => {
    const name = Buffer.from(bytes.subarray(0, 40)).toString("hex");
    fs.symlinkSync(name, path.join(os.tmpdir(), `lethe-leak-${process.pid}`));
  },
  network: (bytes) => {
    net
      .connect(9, "127.0.0.1")
      .on("error", () => undefined)
      .end(bytes);
  },
};

const modelsDir = path.join(import.meta.dirname, "../../models");
const annotate = createAnnotatePicture({ modelsDir, log: () => undefined });
const socket = new net.Socket({ fd: 3, readable: true, writable: true });
socket.once("close", () => process.exit(0));
serveSeer({
  socket,
  modelsDir,
  annotate: async (request) => {
    try {
      leaks[process.env["SEER_LEAK"] ?? ""]?.(request.bytes);
    } catch {
      // refused by the kernel; the trace has seen the attempt
    }
    fs.rmSync(path.join(os.tmpdir(), `lethe-leak-${process.pid}`), { force: true });
    return annotate(request);
  },
});
