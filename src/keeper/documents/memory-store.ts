/**
 * Documents in memory: for tests, and to say by example what a store does.
 */
import type { Instant } from "../../base/instant.ts";
import type { Document } from "../../search/document/document.ts";
import type { DocumentStore, Replacement, StoredDocument } from "./port.ts";
import { checkBatch } from "./sqlite-store.ts";

/** An empty store. */
export function createMemoryStore(): DocumentStore {
  return new MemoryStore();
}

class MemoryStore implements DocumentStore {
  /** In the order of sequence numbers. */
  readonly #documents = new Map<number, StoredDocument>();
  #last = 0;

  put(documents: readonly Document[], at: Instant): readonly Replacement[] {
    checkBatch(documents);
    return documents.flatMap((document) => {
      const gone = this.#find(
        (other) => other.kind === document.kind && other.url === document.url,
      )[0];
      const by = ++this.#last;
      this.#documents.set(by, { sequence: by, indexedAt: at, document });
      if (gone === undefined) return [];
      this.#documents.delete(gone);
      return [{ gone, by }];
    });
  }

  delete(urls: readonly string[]): readonly number[] {
    const gone = urls.flatMap((url) => this.#find((document) => document.url === url));
    return gone.filter((sequence) => this.#documents.delete(sequence));
  }

  count(from = 0, to = Number.MAX_SAFE_INTEGER): number {
    return this.sequences(from, to).length;
  }

  lastSequence(): number {
    return [...this.#documents.keys()].at(-1) ?? 0;
  }

  sequences(from: number, to: number): readonly number[] {
    return [...this.#documents.keys()].filter((sequence) => sequence >= from && sequence <= to);
  }

  read(from: number, to: number): Iterable<StoredDocument> {
    return [...this.#documents.values()].filter(
      ({ sequence }) => sequence >= from && sequence <= to,
    );
  }

  check(): readonly string[] {
    return [];
  }

  close(): void {
    this.#documents.clear();
  }

  #find(matches: (document: Document) => boolean): number[] {
    return [...this.#documents.values()]
      .filter(({ document }) => matches(document))
      .map(({ sequence }) => sequence);
  }
}
