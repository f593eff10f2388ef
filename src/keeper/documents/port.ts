/**
 * Documents: the truth of the index, and the segments that are made of them.
 */
import type { Instant } from "../../base/instant.ts";
import type { Document } from "../../search/document/document.ts";
import type { Generation } from "../../search/index/generation.ts";

/** What a batch did. */
export interface PutReceipt {
  readonly added: number;
  /** Documents that took the place of one with the same kind and URL. */
  readonly replaced: number;
}

/** One document as it is kept. */
export interface StoredDocument {
  /** Above that of every document put before; never given twice. */
  readonly sequence: number;
  readonly indexedAt: Instant;
  readonly document: Document;
}

/** A document that gave way to a later one with the same kind and URL. */
export interface Replacement {
  readonly gone: number;
  readonly by: number;
}

/**
 * Where documents are kept: by kind and URL, the latest alone, each under a sequence number.
 * Two implementations fit: SQLite, and memory for tests.
 */
export interface DocumentStore {
  /**
   * All or nothing; returns when the whole batch is on disk. Of two with the same kind and URL the
   * later one stays.
   *
   * @throws ServiceError ARGUMENT_INVALID: more than MAX_BATCH. STORE_UNWRITABLE: the disk is full or
   *   failing; nothing of the batch was taken.
   */
  put(documents: readonly Document[], at: Instant): readonly Replacement[];
  /** Takes away every kind of document at these URLs; the sequence numbers that are gone. */
  delete(urls: readonly string[]): readonly number[];
  /** How many there are, with sequence numbers from one to another if these are given. */
  count(from?: number, to?: number): number;
  /** The highest sequence number there is; 0 when there is no document. */
  lastSequence(): number;
  /** The sequence numbers there are from one to another, both included, ascending. */
  sequences(from: number, to: number): readonly number[];
  /** The documents of that range, in the order of their sequence numbers. */
  read(from: number, to: number): Iterable<StoredDocument>;
  /** A sentence per problem; none when all is well. */
  check(): readonly string[];
  close(): void;
}

/** Most documents of one batch. */
export const MAX_BATCH = 10_000;

/** How the documents stand. */
export interface DocumentsStatus {
  readonly documents: number;
  readonly segments: number;
  readonly generation: number;
  /** Documents that are kept, but not searchable yet. */
  readonly waiting: number;
}

/** The store and its index. */
export interface Documents {
  /** Returns when the whole batch is on disk; it is searchable within a second. Throws as the store. */
  put(documents: readonly Document[], at: Instant): PutReceipt;
  /** How many of these there were; they are found no more. */
  delete(urls: readonly string[]): number;
  status(): DocumentsStatus;
  generation(): Generation;
  /** A sentence per problem; none when all is well. */
  check(): readonly string[];
  /** Makes the whole index anew from the documents; what there is serves until then. */
  rebuild(): Promise<DocumentsStatus>;
  /** Resolves when everything put so far is searchable. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
