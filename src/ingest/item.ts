/**
 * What reading the outside world gives: documents, and what could not become one.
 */
import type { Document } from "../search/document/document.ts";

/** Something that was there but is no document, with the reason in words. */
export interface Rejection {
  /** The file as the caller named it or as it was found. */
  readonly source: string;
  /** Line in that file, counted from 1; absent when the file as a whole is meant. */
  readonly line?: number;
  readonly reason: string;
}

/** One thing read. */
export type ImportItem = { readonly document: Document } | { readonly rejected: Rejection };
