/**
 * The gateway: wire protocols and pages on one port, pictures to the seers, queries to the index,
 * and to the keeper only what a clause permits to keep.
 *
 * It loads no decoder and no model, and the kernel refuses it every write to a file.
 */
import { Socket } from "node:net";
import path from "node:path";
import { ServiceError } from "../base/errors.ts";
import { instant, type Instant } from "../base/instant.ts";
import { connectKeeper, type KeeperLink } from "../keeper/link/connect.ts";
import { createRemoteHistory } from "../keeper/link/history.ts";
import { findSocketPath } from "../keeper/link/socket-path.ts";
import { defaultPacks } from "../policy/packs.ts";
import { createSearchThreads } from "../search/threads/pool.ts";
import type { PostureReport } from "../service/check-posture.ts";
import { createAnnotateImages } from "../service/annotate-images.ts";
import { createForgetHistory, type ForgetHistory } from "../service/forget-history.ts";
import { createKeepHistory, type KeepHistory } from "../service/keep-history.ts";
import { createListHistory, type ListHistory } from "../service/list-history.ts";
import { createListPromises, type RecordsEvidence } from "../service/list-promises.ts";
import { createOpenHistory, type OpenHistory } from "../service/open-history.ts";
import { createSearchWeb } from "../service/search-web.ts";
import { createKeeping, type Keeping } from "../service/set-keeping.ts";
import { createGrpcHandler } from "../surface/grpc/handler.ts";
import { createGovernanceV1Routes } from "../surface/governance-v1/routes.ts";
import { createCallFrom, createCallOf } from "../surface/http/caller.ts";
import { startHttpServer, type HttpServer } from "../surface/http/server.ts";
import { loadAssets } from "../surface/pages/assets.ts";
import type { PageHistory } from "../surface/pages/needs.ts";
import { createPageRoutes } from "../surface/pages/routes.ts";
import { createAnswerWebSearch } from "../surface/search-v7/answer.ts";
import { normalizePath } from "../surface/search-v7/normalize-path.ts";
import { createSearchV7Routes } from "../surface/search-v7/routes.ts";
import { createVisionV1Routes } from "../surface/vision-v1/routes.ts";
import { createSeerPool } from "../vision/seer/pool.ts";
import { createLog } from "./log.ts";
import { readToChild, tellSupervisor } from "./messages.ts";
import { ownSettings } from "./own-settings.ts";
import { createPagePromises } from "./page-promises.ts";

/** The largest picture and its header: exactly what a seer takes. */
const MAX_FRAME_BYTES = 20 * 1024 * 1024 + 16 * 1024 + 8;
const DRAIN_MS = 3000;
const SEARCH_THREADS = 2;

const root = path.join(import.meta.dirname, "../..");
const settings = ownSettings();
const log = createLog();
const now = (): Instant => instant(Date.now());

const pool = createSeerPool({
  limits: {
    queueLength: settings.queueLength,
    pictureTimeoutMs: settings.pictureTimeoutMs,
    maxFrameBytes: MAX_FRAME_BYTES,
  },
  kill: (seerId) => tellSupervisor({ kill: seerId }),
});
const threads = createSearchThreads({
  threads: SEARCH_THREADS,
  segmentsDir: path.join(settings.data, "documents/segments"),
});

interface HistoryDeeds {
  readonly pages: PageHistory;
  readonly keepHistory: KeepHistory;
  readonly keeping: Keeping;
  readonly openHistory: OpenHistory;
  readonly forgetHistory: ForgetHistory;
  readonly listHistory: ListHistory;
}

let server: HttpServer | undefined;
let posture: PostureReport | undefined;
const judged = Promise.withResolvers<void>();
process.on("message", (message: unknown, handle: unknown) => {
  const said = readToChild(message);
  if (said === undefined) return;
  if ("stop" in said) void stop();
  else if ("posture" in said) {
    posture = said.posture;
    judged.resolve();
  } else if (handle instanceof Socket) pool.attach(said.seer, handle);
});
// without a supervisor there is nobody to serve for
process.once("disconnect", () => process.exit(0));

async function stop(): Promise<void> {
  await server?.close(DRAIN_MS);
  pool.close();
  process.exit(0);
}

/** Takes in the index as the keeper has it now. */
async function loadGeneration(link: KeeperLink): Promise<void> {
  try {
    const { result } = await link.call("documents.generation", {});
    if (result === null) return;
    const segments = result.segments.map(({ name, sha256, documents, ...rest }) => {
      const deleted = rest["deleted"];
      const segment = { name, sha256, documents };
      return typeof deleted === "string" ? { ...segment, deleted } : segment;
    });
    threads.load({ number: result.number, segments });
  } catch (cause) {
    log("error", "the index could not be read; the one of before is searched", cause);
  }
}

/** A person's history: one set of deeds for the API and the pages. */
function joinHistory(link: KeeperLink): HistoryDeeds {
  const keeper = createRemoteHistory(link);
  const packs = defaultPacks;
  const keeping = createKeeping({ keeper });
  const openHistory = createOpenHistory({ keeper, packs });
  const forgetHistory = createForgetHistory({ keeper });
  const listHistory = createListHistory({ keeper });
  const pages: PageHistory = {
    isKeeping: (call) => keeping.isOn(call),
    setKeeping: (call, on) => keeping.set(call, on),
    list: listHistory,
    open: async (call, id) => {
      const { item, response } = await openHistory(call, id);
      return { ...item, response };
    },
    delete: (call, id) => forgetHistory.one(call, id),
    deleteAll: (call) => forgetHistory.all(call),
  };
  const keepHistory = createKeepHistory({ keeper, packs });
  return { pages, keepHistory, keeping, openHistory, forgetHistory, listHistory };
}

async function run(): Promise<void> {
  // the keeper is there; and a machine that can't keep the promises is refused before anybody is served
  await judged.promise;
  const link = await connectKeeper({ socketPath: () => findSocketPath(settings.data) });
  link.onEvent(() => void loadGeneration(link));
  await loadGeneration(link);

  const { pages, keepHistory, ...history } = joinHistory(link);
  const callOf = createCallOf({ now, log });
  const callFrom = createCallFrom({ now, log });
  const annotateImages = createAnnotateImages({ annotator: pool });
  const answerWebSearch = createAnswerWebSearch({
    searchWeb: createSearchWeb({ searcher: threads }),
    keepHistory: async (call, entry) => (await keepHistory(call, entry)) !== undefined,
  });
  const witness = {
    // the link checked its form; what else is in it, records/port.ts of the same version says
    evidence: async () =>
      (await link.call("promises.evidence", {})).result as unknown as RecordsEvidence,
  };
  const listPromises = createListPromises({ packs: defaultPacks, witness });

  server = await startHttpServer(
    {
      isReady: () => pool.stats().seers > 0 && link.isConnected(),
      rewriteUrl: normalizePath,
      surfaces: [
        createVisionV1Routes({ annotateImages, callOf, log }),
        createSearchV7Routes({ answerWebSearch, callOf, log }),
        createPageRoutes({
          answerWebSearch,
          assets: loadAssets(path.join(root, "gen/web")),
          callOf,
          history: pages,
          listPromises: createPagePromises(listPromises, () => posture),
          log,
        }),
        createGovernanceV1Routes({ ...history, callOf, listPromises, log }),
      ],
      grpc: createGrpcHandler({ annotateImages, callFrom, log }),
      log,
    },
    { host: settings.host, port: settings.port },
  );
  tellSupervisor({ ready: true, ...server.address() });
}

try {
  await run();
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  tellSupervisor({ failed: error.message });
}
