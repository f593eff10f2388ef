/**
 * The keeper: the only process with a folder it can write. Documents and their index, and what is
 * remembered of persons.
 *
 * It sweeps before it listens, and then every minute.
 */
import { createHash, randomBytes } from "node:crypto";
import path from "node:path";
import { ServiceError } from "../base/errors.ts";
import { instant, MINUTE_MS, type Instant } from "../base/instant.ts";
import { baseFolder } from "../config/settings.ts";
import { openDocuments } from "../keeper/documents/open-documents.ts";
import { createKeeperMethods } from "../keeper/link/handlers.ts";
import { serveKeeper, type KeeperServer } from "../keeper/link/serve.ts";
import { chooseSocketPath, leaveSocketPath } from "../keeper/link/socket-path.ts";
import { fileEpochKey } from "../keeper/records/epoch-key-file.ts";
import { openRecords } from "../keeper/records/open-records.ts";
import { defaultPacks } from "../policy/packs.ts";
import { sampleDocuments } from "../service/build-sample.ts";
import { holdDataFolder } from "./data-folder.ts";
import { createLog } from "./log.ts";
import { readToChild, tellSupervisor } from "./messages.ts";
import { ownSettings } from "./own-settings.ts";

const settings = ownSettings();
const log = createLog();
const now = (): Instant => instant(Date.now());

/** Outside the data folder, so that a copy of that folder opens nothing. */
function epochKeyFolder(): string {
  const config = baseFolder(process.env, "XDG_CONFIG_HOME", ".config");
  // named after the whole path: two data folders whose paths end alike have keys of their own
  const name = createHash("sha256").update(settings.data).digest("hex").slice(0, 32);
  return path.join(config, "lethe", name);
}

async function run(): Promise<void> {
  // a person would stop the supervisor, not this process
  await holdDataFolder(settings.data, process.ppid);
  let server: KeeperServer | undefined;
  const documents = openDocuments({
    dir: path.join(settings.data, "documents"),
    onGeneration: ({ number }) => server?.announce({ kind: "generation", number }),
    log,
  });
  const records = openRecords({
    dir: path.join(settings.data, "records"),
    epochKey: fileEpochKey(epochKeyFolder()),
    packs: defaultPacks,
    now,
    randomBytes,
  });
  records.sweep(now());
  const sweeping = setInterval(() => {
    try {
      records.sweep(now());
    } catch (cause) {
      log("error", "the sweep failed and is tried again within a minute", cause);
    }
  }, MINUTE_MS);

  if (settings.sample && documents.status().documents === 0) {
    const found = sampleDocuments(path.join(import.meta.dirname, "../.."));
    documents.put(found, now());
    await documents.flush();
    tellSupervisor({ tell: `the sample index holds ${found.length} documents` });
  }

  const socketPath = chooseSocketPath(settings.data);
  server = await serveKeeper({
    socketPath,
    methods: createKeeperMethods({
      documents: {
        put: (batch, at) => documents.put(batch, at),
        delete: (urls) => documents.delete(urls),
        status: () => documents.status(),
        generation: () => {
          const { number, segments } = documents.generation();
          return { number, segments: segments.map((segment) => ({ ...segment })) };
        },
        check: () => documents.check(),
        rebuild: () => documents.rebuild(),
      },
      records,
      packs: defaultPacks,
      now,
    }),
    greeting: () => [{ kind: "generation", number: documents.status().generation }],
    log,
  });

  async function stop(): Promise<void> {
    clearInterval(sweeping);
    await server?.close();
    leaveSocketPath(settings.data, socketPath);
    await documents.close();
    records.close();
    process.exit(0);
  }
  process.on("message", (message: unknown) => {
    const said = readToChild(message);
    if (said !== undefined && "stop" in said) void stop();
  });
  // the supervisor is gone: nobody would stop this process any more
  process.once("disconnect", () => void stop());
  tellSupervisor({ ready: true });
}

try {
  await run();
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  tellSupervisor({ failed: error.message });
}
