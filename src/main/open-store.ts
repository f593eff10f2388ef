/**
 * The documents of a data folder for a command: through the keeper that runs there, or alone when none does.
 */
import path from "node:path";
import { ServiceError } from "../base/errors.ts";
import type { OpenStore } from "../cli/import.ts";
import { instant } from "../base/instant.ts";
import { readSettings } from "../config/settings.ts";
import { openDocuments } from "../keeper/documents/open-documents.ts";
import { connectKeeper } from "../keeper/link/connect.ts";
import { findSocketPath } from "../keeper/link/socket-path.ts";
import { holdDataFolder } from "./data-folder.ts";
import { createLog } from "./log.ts";

/** How long one batch may take, milliseconds. */
const BATCH_MS = 120_000;
/** How long to look for a running keeper, milliseconds. */
const LOOK_MS = 300;

/** The folder that `--data`, the environment or the default names. */
export function dataFolder(named: string | undefined): string {
  return readSettings(named === undefined ? [] : ["--data", named], process.env).data;
}

/** @throws ServiceError DATA_FOLDER_HELD, FILE_UNREADABLE: neither a keeper nor the folder can be had. */
export async function openStore(named: string | undefined): Promise<OpenStore> {
  const dir = dataFolder(named);
  const link = await connectKeeper({
    socketPath: () => findSocketPath(dir),
    waitMs: LOOK_MS,
  }).catch((error: unknown) => {
    if (error instanceof ServiceError && error.reason === "KEEPER_UNAVAILABLE") return undefined;
    throw error;
  });
  if (link !== undefined) {
    return {
      put: (documents) => link.call("documents.put", { documents }, { deadlineMs: BATCH_MS }),
      close: async () => link.close(),
    };
  }
  const folder = await holdDataFolder(dir, process.pid);
  const documents = openDocuments({
    dir: path.join(dir, "documents"),
    onGeneration: () => undefined, // nobody listens: the server reads it when it starts
    log: createLog(),
  });
  return {
    put: async (batch) => documents.put(batch, instant(Date.now())),
    close: async () => {
      await documents.flush();
      await documents.close();
      folder.release();
    },
  };
}
