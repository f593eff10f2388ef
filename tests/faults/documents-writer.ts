/**
 * A process that writes documents as fast as it can and says what was acknowledged, until it is killed.
 * Arguments: the folder, and a number that makes its words its own. After each acknowledged batch it
 * prints a line: `put N M` (N up to M are in the store, with their words), `replaced N`, `deleted N`; and
 * `ending N` before N is replaced or deleted, because a kill may come between the deed and its line.
 */
import fs from "node:fs";
import { instant } from "../../src/base/instant.ts";
import { openDocuments } from "../../src/keeper/documents/open-documents.ts";
import { parseDocument, type Document } from "../../src/search/document/document.ts";

const [dir = "", round = "0"] = process.argv.slice(2);
const documents = openDocuments({ dir, onGeneration: () => undefined, log: () => undefined });

/** The page of number n; `version` changes its word, not its URL. */
function pageOf(n: number, version: "w" | "v"): Document {
  const url = `https://example.org/${round}/${n}`;
  return parseDocument({ kind: "webPage", url, text: `${version}${round}x${n} common words` });
}

/** Synchronous, so that a line is out before the next batch begins. */
function say(line: string): void {
  fs.writeSync(1, `${line}\n`);
}

let n = 0;
function step(): void {
  const first = n;
  const batch = Array.from({ length: 7 }, () => pageOf(n++, "w"));
  documents.put(batch, instant(first));
  say(`put ${first} ${n}`);
  if (first % 3 === 0) {
    say(`ending ${first}`);
    documents.put([pageOf(first, "v")], instant(first));
    say(`replaced ${first}`);
  }
  if (first % 4 === 0) {
    say(`ending ${first + 1}`);
    documents.delete([pageOf(first + 1, "w").url]);
    say(`deleted ${first + 1}`);
  }
  setImmediate(step);
}
step();
