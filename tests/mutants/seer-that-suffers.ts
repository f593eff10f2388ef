/**
 * A seer as src/main/seer.ts, to which a picture can do what a broken decoder would: a comment in it says
 * `die`, `hang` or `eat`. Every other picture is annotated as usual.
 */
import net from "node:net";
import path from "node:path";
import { createAnnotatePicture } from "../../src/vision/annotate-picture.ts";
import { serveSeer } from "../../src/vision/seer/serve.ts";

const MEGABYTE = 1024 * 1024;
const eaten: Uint8Array[] = [];

const fates: Readonly<Record<string, () => void>> = {
  die: () => process.kill(process.pid, "SIGSEGV"),
  hang: () => {
    for (;;);
  },
  // as native code would: resident, and without coming back to the event loop
  eat: () => {
    for (;;) if (eaten.length < 2000) eaten.push(new Uint8Array(MEGABYTE).fill(1));
  },
};

const modelsDir = path.join(import.meta.dirname, "../../models");
const annotate = createAnnotatePicture({ modelsDir, log: () => undefined });
const socket = new net.Socket({ fd: 3, readable: true, writable: true });
socket.once("close", () => process.exit(0));
serveSeer({
  socket,
  modelsDir,
  annotate: (request) => {
    const text = Buffer.from(request.bytes.subarray(0, 100)).toString("latin1");
    const fate = /fate: (\w+)/.exec(text)?.[1];
    if (fate !== undefined) fates[fate]?.();
    return annotate(request);
  },
});
