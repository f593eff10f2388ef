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

/** How the documents stand. */
export interface DocumentsStatus {
  readonly documents: number;
  readonly segments: number;
  readonly generation: number;
}

/** The store and its index. */
export interface Documents {
  /** Returns when the whole batch is on disk; it is searchable within a second. */
  put(documents: readonly Document[], at: Instant): PutReceipt;
  /** How many of these there were; they are found no more. */
  delete(urls: readonly string[]): number;
  status(): DocumentsStatus;
  generation(): Generation;
  /** A sentence per problem; none when all is well. */
  check(): readonly string[];
  /** Makes the whole index anew from the documents. */
  rebuild(): DocumentsStatus;
  /** Indexes now what waits to be indexed. */
  flush(): void;
  close(): void;
}
