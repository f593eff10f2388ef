/**
 * What every document store does, run against each implementation.
 */
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { instant } from "../../base/instant.ts";
import { parseDocument, type Document } from "../../search/document/document.ts";
import { MAX_BATCH, type DocumentStore } from "./port.ts";

/** A page whose text says which version of it this is. */
export function page(path: string, text = ""): Document {
  return parseDocument({ kind: "webPage", url: `https://example.org/${path}`, text });
}

const at = instant(1_000);

/** Declares the tests for stores that `open` makes, empty; `clean` follows each. */
export function describeStore(
  implementation: string,
  open: () => DocumentStore,
  clean: () => void,
): void {
  // oxlint-disable-next-line valid-title -- the exported name of each implementation
  describe(implementation, () => {
    let store: DocumentStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => {
      store.close();
      clean();
    });

    const all = (): string[] =>
      Array.from(store.read(0, Number.MAX_SAFE_INTEGER), ({ document }) =>
        document.kind === "webPage" ? `${document.url.slice(20)}=${document.text}` : document.url,
      );

    test("keeps documents in the order they came, with the time they came at", () => {
      expect(store.put([page("b"), page("a")], at)).toEqual([]);
      expect(Array.from(store.read(1, 9))).toEqual([
        { sequence: 1, indexedAt: at, document: page("b") },
        { sequence: 2, indexedAt: at, document: page("a") },
      ]);
      expect(store.count()).toBe(2);
      expect(store.lastSequence()).toBe(2);
    });

    test("puts a later document in the place of one with the same kind and URL", () => {
      store.put([page("a", "1"), page("b", "1")], at);
      expect(store.put([page("a", "2")], at)).toEqual([{ gone: 1, by: 3 }]);
      expect(all()).toEqual(["b=1", "a=2"]);
    });

    test("keeps the last of two in one batch", () => {
      expect(store.put([page("a", "1"), page("a", "2")], at)).toEqual([{ gone: 1, by: 2 }]);
      expect(all()).toEqual(["a=2"]);
    });

    test("keeps documents of different kinds at one URL apart, and deletes them together", () => {
      const entity = parseDocument({ kind: "entity", url: "https://example.org/a", name: "A" });
      store.put([page("a"), entity, page("b")], at);
      expect(store.count()).toBe(3);
      expect(store.delete(["https://example.org/a", "https://example.org/nowhere"])).toEqual([
        1, 2,
      ]);
      expect(all()).toEqual(["b="]);
    });

    test("never gives a sequence number twice", () => {
      store.put([page("a")], at);
      store.delete([page("a").url]);
      expect(store.lastSequence()).toBe(0);
      store.put([page("a")], at);
      expect(store.sequences(0, 9)).toEqual([2]);
    });

    test("reads and counts a range, both ends included", () => {
      store.put([page("a"), page("b"), page("c"), page("d")], at);
      store.delete([page("c").url]);
      expect(store.sequences(2, 4)).toEqual([2, 4]);
      expect(Array.from(store.read(2, 3), ({ sequence }) => sequence)).toEqual([2]);
      expect([store.count(2, 4), store.count(3, 3), store.count(5, 9)]).toEqual([2, 0, 0]);
    });

    test("refuses a batch that is too large, and takes nothing of it", () => {
      const batch = Array.from({ length: MAX_BATCH + 1 }, () => page("a"));
      expect(() => store.put(batch, at)).toThrow(/10001 documents in one batch/);
      expect(store.count()).toBe(0);
    });

    test("finds nothing wrong with itself", () => {
      store.put([page("a")], at);
      expect(store.check()).toEqual([]);
    });

    test("keeps what a plain map would, whatever is put and deleted", () => {
      const path = fc.constantFrom("a", "b", "c", "d");
      const deed = fc.oneof(
        fc.record({ put: fc.array(fc.tuple(path, fc.string()), { maxLength: 4 }) }),
        fc.record({ delete: fc.array(path, { maxLength: 3 }) }),
      );
      fc.assert(
        fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
          store.delete(["a", "b", "c", "d"].map((each) => page(each).url));
          const model = new Map<string, string>();
          for (const each of deeds) {
            if ("put" in each) {
              store.put(
                each.put.map(([name, text]) => page(name, text)),
                at,
              );
              for (const [name, text] of each.put) {
                model.delete(name);
                model.set(name, text);
              }
            } else {
              store.delete(each.delete.map((name) => page(name).url));
              for (const name of each.delete) model.delete(name);
            }
          }
          expect(all()).toEqual(Array.from(model, ([name, text]) => `${name}=${text}`));
        }),
        { numRuns: 30 },
      );
    });
  });
}
