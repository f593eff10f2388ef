/**
 * The keeper's methods over its stores: what each row of methods.ts does.
 *
 * INVARIANT (own clock): what is past is decided by the keeper's clock, never by an instant that came
 * over the link. INVARIANT (decided again): whatever reads or keeps a person's data passes decideAgain.
 */
import { ServiceError } from "../../base/errors.ts";
import { later, SECOND_MS, type Instant } from "../../base/instant.ts";
import type { Pack } from "../../policy/clause.ts";
import { parseDocument, type Document } from "../../search/document/document.ts";
import type { HistoryItem, Records } from "../records/port.ts";
import type { GenerationNews, KeeperMethods } from "./methods.ts";
import { decideAgain, type PersonEnvelope } from "./person.ts";

/** What the link needs of the documents. */
export interface LinkedDocuments {
  /** Returns, or resolves, after the documents are on disk. */
  put(documents: readonly Document[], at: Instant): object | Promise<object>;
  delete(urls: readonly string[]): number | Promise<number>;
  status(): { readonly documents: number } | Promise<{ readonly documents: number }>;
  /** Undefined before there is one. */
  generation(): GenerationNews | undefined;
  check(): readonly string[] | Promise<readonly string[]>;
  rebuild(): object | Promise<object>;
}

/** What the methods work on. */
export interface HandlerNeeds {
  readonly documents: LinkedDocuments;
  readonly records: Records;
  readonly packs: readonly Pack[];
  readonly now: () => Instant;
}

/** A query from the future by more than this is no query of now. */
const CLOCK_SLACK_MS = 5 * SECOND_MS;
/** Leaves in one answer. */
const MAX_LEAVES = 10_000;

const SILENT = { result: null } as const;

/** All methods. */
export function createKeeperMethods(needs: HandlerNeeds): KeeperMethods {
  return { ...documentMethods(needs), ...historyMethods(needs), ...evidenceMethods(needs) };
}

type Group<Prefix extends string> = {
  readonly [
    Name in keyof KeeperMethods as Name extends `${Prefix}.${string}` ? Name : never
  ]: KeeperMethods[Name];
};

function documentMethods({ documents, now }: HandlerNeeds): Group<"documents"> {
  return {
    "documents.put": async (params) => ({
      result: { ...(await documents.put(params.documents.map(parseNumbered), now())) },
    }),
    "documents.delete": async ({ urls }) => ({ result: await documents.delete(urls) }),
    "documents.status": async () => ({ result: { ...(await documents.status()) } }),
    "documents.generation": () => ({ result: documents.generation() ?? null }),
    "documents.check": async () => ({ result: { problems: await documents.check() } }),
    "documents.rebuild": async () => ({ result: { ...(await documents.rebuild()) } }),
  };
}

/** Names the document at fault: all are refused when one is. */
function parseNumbered(value: unknown, index: number): Document {
  try {
    return parseDocument(value);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const field = `documents[${index}]${error.field === undefined ? "" : `.${error.field}`}`;
    throw new ServiceError(error.reason, error.message, { field, cause: error });
  }
}

function historyMethods({ records, packs, now }: HandlerNeeds): Group<"history"> {
  function read(person: PersonEnvelope, at: Instant): void {
    decideAgain(person, { dataType: "search.response", action: "read" }, { packs, at });
  }
  function choice(person: PersonEnvelope, action: "read" | "retain", at: Instant): void {
    decideAgain(person, { dataType: "person.consent", action }, { packs, at });
  }
  return {
    "history.isKeeping": ({ person }) => {
      choice(person, "read", now());
      return { result: records.for(person.user).isKeepingHistory() };
    },
    "history.setKeeping": ({ person, on }) => {
      const at = now();
      choice(person, "retain", at);
      records.for(person.user).setKeepingHistory(on, at);
      return SILENT;
    },
    "history.keep": ({ person, query, market, queriedAt }, { bytes }) => {
      const at = now();
      if (queriedAt > later(at, CLOCK_SLACK_MS)) {
        throw new ServiceError("ARGUMENT_INVALID", "a query from the future", {
          field: "queriedAt",
        });
      }
      const use = { dataType: "search.response", action: "retain", startedAt: queriedAt } as const;
      decideAgain(person, use, { packs, at });
      const entry = { query, market, response: bytes, queriedAt };
      return { result: records.for(person.user).keepHistory(entry) ?? null };
    },
    "history.list": ({ person }) => {
      const at = now();
      read(person, at);
      return { result: records.for(person.user).listHistory(at).map(itemOf) };
    },
    "history.open": ({ person, id }) => {
      const at = now();
      read(person, at);
      const entry = records.for(person.user).openHistory(id, at, person.purpose);
      return { result: itemOf(entry), bytes: entry.response };
    },
    // whoever brings the secret may delete: no clause is needed to keep less
    "history.delete": ({ person, id }) => {
      records.for(person.user).deleteHistory(id, now());
      return SILENT;
    },
    "history.deleteAll": ({ person }) => ({
      result: records.for(person.user).deleteAllHistory(now()),
    }),
  };
}

/** Without whatever else an entry carries. */
function itemOf({ id, query, market, queriedAt, expiresAt }: HistoryItem): HistoryItem {
  return { id, query, market, queriedAt, expiresAt };
}

function evidenceMethods({
  records,
  now,
}: HandlerNeeds): Group<"promises"> & Group<"ledger"> & Group<"audit"> {
  const { ledger } = records;
  return {
    "promises.evidence": () => ({ result: { ...records.evidence(now()) } }),
    "ledger.checkpoint": () => ({
      result: {
        size: ledger.size(),
        checkpoint: ledger.checkpoint(),
        publicKey: ledger.publicKey,
      },
    }),
    "ledger.leaves": ({ from, to }) => {
      if (from > to || to > ledger.size() || to - from > MAX_LEAVES) {
        throw new ServiceError("ARGUMENT_INVALID", `at most ${MAX_LEAVES} leaves that exist`);
      }
      return { result: ledger.leaves(from, to) };
    },
    "ledger.proof": ({ index, size }) => {
      if (index >= size || size > ledger.size()) {
        throw new ServiceError("ARGUMENT_INVALID", "no such leaf in a tree of this size");
      }
      return { result: ledger.inclusionProof(index, size).map((hash) => hex(hash)) };
    },
    "audit.acceptClock": () => {
      records.acceptClock(now());
      return SILENT;
    },
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}
