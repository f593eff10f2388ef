/**
 * A seer: bytes of a picture in, annotations out, over the one socket it was born with.
 *
 * It has no other socket and no file it could write; when that socket closes it is gone.
 */
import net from "node:net";
import path from "node:path";
import { serveSeer } from "../vision/seer/serve.ts";

const INHERITED_DESCRIPTOR = 3;

const socket = new net.Socket({ fd: INHERITED_DESCRIPTOR, readable: true, writable: true });
socket.once("close", () => process.exit(0));
socket.once("error", () => process.exit(0));
serveSeer({ socket, modelsDir: path.join(import.meta.dirname, "../../models") });
