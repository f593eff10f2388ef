/**
 * What the pages need of the rest of the server.
 */
import type { FastifyRequest } from "fastify";
import type { Call, Log } from "../../base/call.ts";
import type { RecordId } from "../../base/ids.ts";
import type { Instant } from "../../base/instant.ts";
import type { AnswerWebSearch } from "../search-v7/answer.ts";
import type { WebAssets } from "./assets.ts";

/** One kept search in a list. */
export interface KeptSearch {
  readonly id: RecordId;
  readonly query: string;
  readonly queriedAt: Instant;
  readonly expiresAt: Instant;
}

/** One kept search with what was answered. */
export interface KeptAnswer extends KeptSearch {
  /** The SearchResponse as JSON in UTF-8. */
  readonly response: Uint8Array;
}

/**
 * The history of `call.user`, who is always named here. A record that is past its time or not this
 * person's is ServiceError NOT_FOUND or RECORD_EXPIRED; KEEPER_UNAVAILABLE passes by itself.
 */
export interface PageHistory {
  isKeeping(call: Call): Promise<boolean>;
  setKeeping(call: Call, isOn: boolean): Promise<void>;
  /** Newest first. */
  list(call: Call): Promise<readonly KeptSearch[]>;
  open(call: Call, id: RecordId): Promise<KeptAnswer>;
  delete(call: Call, id: RecordId): Promise<void>;
  /** How many were deleted. */
  deleteAll(call: Call): Promise<number>;
}

/** How a promise stands. */
export type PromiseState = "kept" | "warned" | "broken" | "person" | "notBuilt";

/** One promise as a person reads it. */
export interface PagePromise {
  /** The clause: `DU-06`. */
  readonly id: string;
  readonly summary: { readonly en: string; readonly ko: string };
  /** Where it is enforced, in a few words. */
  readonly gate: string;
  /** `person`: no program can keep it, a person must; `notBuilt`: what it would govern is not here yet. */
  readonly state: PromiseState;
  /** What can be seen of it now; each a sentence. */
  readonly evidence: readonly string[];
  /** The test that fails when the promise breaks. */
  readonly test?: string;
}

/** What the page routes need. */
export interface PageNeeds {
  /** Who calls, without a user: the pages take that from their own cookie. May throw a ServiceError. */
  readonly callOf: (request: FastifyRequest) => Call;
  readonly answerWebSearch: AnswerWebSearch;
  readonly history: PageHistory;
  readonly listPromises: (call: Call) => Promise<readonly PagePromise[]>;
  readonly assets: WebAssets;
  /** Where failures that no reader caused are reported. */
  readonly log: Log;
  /** The server as this reader reached it, `http://host:port`; without a slash at the end. */
  readonly originOf?: (request: FastifyRequest) => string;
  /** A fresh secret for a reader who turns keeping on: 16 to 256 printable characters. */
  readonly newSecret?: () => string;
}
