/**
 * Documents in SQLite, and segments made of them in the background.
 *
 * The database is the truth, in full sync; segments are derived, so whatever is missing or broken of
 * them is made anew. Each document has a sequence number that is never used again; a segment stands
 * for a range of them. One thread makes segments of what is new, within a second; another joins
 * neighbours, so that segments stay few. Neither holds up a writer.
 */
import fs from "node:fs";
import path from "node:path";
import type { Log } from "../../base/call.ts";
import { ServiceError } from "../../base/errors.ts";
import type { Instant } from "../../base/instant.ts";
import type { Document } from "../../search/document/document.ts";
import { fieldNames } from "../../search/index/fields.ts";
import type { Generation } from "../../search/index/generation.ts";
import { readSegment } from "../../search/index/reader.ts";
import type { CollectionTotals } from "../../search/index/writer.ts";
import type { BuildOrder, BuildResult } from "./build-segment.ts";
import { createBuilder, type Builder } from "./builder.ts";
import { LiveSegments } from "./live-segments.ts";
import {
  EMPTY_MANIFEST,
  readManifest,
  removeOthers,
  segmentName,
  writeManifest,
  type ManifestSegment,
} from "./manifest.ts";
import { planMerge } from "./merge-plan.ts";
import type { Documents, DocumentsStatus, DocumentStore, PutReceipt } from "./port.ts";
import { openSqliteStore } from "./sqlite-store.ts";

/** What opening needs. */
export interface DocumentsNeeds {
  /** The folder of the documents alone; made when it is missing. */
  readonly dir: string;
  /** Called when a new generation is on disk. */
  readonly onGeneration: (generation: Generation) => void;
  readonly log: Log;
}

/** Folder of the segment files below the folder of the documents. */
export const SEGMENTS_FOLDER = "segments";

const DATABASE = "documents.sqlite";
/** How long new documents gather before they are made a segment, milliseconds. */
const GATHER_MS = 100;
/** How long until a segment that could not be made is tried again, milliseconds. */
const RETRY_MS = 1000;
/** A segment of new documents has at most so many, and so many words: made in half a second. */
const FRESH_DOCUMENTS = 2000;
const FRESH_TOKENS = 1_000_000;

/** Of a merge: the plan has bounded it. */
const NO_LIMITS = {
  maxDocuments: Number.MAX_SAFE_INTEGER,
  maxTokens: Number.MAX_SAFE_INTEGER,
};

/**
 * Opens the documents. Segments are checked before it returns: one that is not whole is dropped, and
 * made anew in the background.
 */
export function openDocuments(needs: DocumentsNeeds): Documents {
  return new IndexedDocuments(needs);
}

class IndexedDocuments implements Documents {
  readonly #needs: DocumentsNeeds;
  readonly #segmentsDir: string;
  readonly #store: DocumentStore;
  readonly #live = new LiveSegments();
  readonly #fresh: Builder;
  readonly #merging: Builder;
  /** Files being made, which no cleaning takes away. */
  readonly #unfinished = new Set<string>();
  #generation: Generation = { number: 0, segments: [] };
  #orders = 0;
  /** The segments in force are not the published ones: the disk refused the manifest. */
  #isUnpublished = false;
  #timer: NodeJS.Timeout | undefined;
  #waiting: PromiseWithResolvers<void>[] = [];
  #isClosed = false;

  constructor(needs: DocumentsNeeds) {
    this.#needs = needs;
    this.#segmentsDir = path.join(needs.dir, SEGMENTS_FOLDER);
    fs.mkdirSync(this.#segmentsDir, { recursive: true, mode: 0o700 });
    const file = path.join(needs.dir, DATABASE);
    this.#store = openSqliteStore(file);
    const thread = { file, segmentsDir: this.#segmentsDir };
    this.#fresh = createBuilder(thread);
    this.#merging = createBuilder(thread);
    this.#takeUp();
    this.#indexSoon(0);
  }

  put(documents: readonly Document[], at: Instant): PutReceipt {
    const replacements = this.#store.put(documents, at);
    this.#live.replace(replacements);
    this.#indexSoon(GATHER_MS);
    return { added: documents.length - replacements.length, replaced: replacements.length };
  }

  delete(urls: readonly string[]): number {
    const gone = this.#store.delete(urls);
    if (this.#live.remove(gone)) this.#publish();
    return gone.length;
  }

  status(): DocumentsStatus {
    return {
      documents: this.#store.count(),
      segments: this.#live.segments.length,
      generation: this.#generation.number,
      waiting: this.#gaps().reduce((sum, [from, to]) => sum + this.#store.count(from, to), 0),
    };
  }

  generation(): Generation {
    return this.#generation;
  }

  check(): readonly string[] {
    const broken = this.#live.segments.filter((segment) => this.#read(segment) === undefined);
    const problems = broken.map(
      ({ name }) => `the segment \`${name}\` is not whole; \`./lethe index rebuild\` makes it anew`,
    );
    return [...problems, ...this.#store.check()];
  }

  async rebuild(): Promise<DocumentsStatus> {
    for (const segment of this.#live.segments) {
      while (this.#merging.isBusy) await this.#merging.idle();
      // one that was merged meanwhile is made anew already
      if (!this.#live.segments.includes(segment)) continue;
      if (!(await this.#carryOut(this.#merging, { ...segment, ...NO_LIMITS }, [segment]))) {
        throw notMade();
      }
    }
    await this.flush();
    return this.status();
  }

  async flush(): Promise<void> {
    if (this.#gaps().length === 0 && !this.#fresh.isBusy) return;
    const waiting = Promise.withResolvers<void>();
    this.#waiting.push(waiting);
    this.#indexSoon(0);
    await waiting.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await Promise.all([this.#fresh.close(), this.#merging.close()]);
    this.#store.close();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Takes the segments in that are whole; the others' ranges are gaps, to be made anew. */
  #takeUp(): void {
    const manifest = readManifest(this.#segmentsDir) ?? EMPTY_MANIFEST;
    for (const segment of manifest.segments) {
      const sequences = this.#read(segment);
      if (sequences !== undefined) {
        this.#live.add(segment, sequences, this.#store.sequences(segment.from, segment.to));
      }
    }
    this.#generation = { number: manifest.number, segments: this.#live.announced() };
    if (this.#live.segments.length !== manifest.segments.length) this.#publish();
    removeOthers(this.#segmentsDir, this.#inForce(), { isAlone: true });
  }

  /** The sequence numbers of a segment's documents; undefined, with a warning, when it is not whole. */
  #read({ name }: ManifestSegment): Float64Array | undefined {
    try {
      return readSegment(fs.readFileSync(path.join(this.#segmentsDir, name))).sequences.slice();
    } catch (cause) {
      this.#needs.log("warn", `the segment ${name} is not whole and is made anew`, cause);
      return undefined;
    }
  }

  #indexSoon(waitMs: number): void {
    if (this.#isClosed || this.#fresh.isBusy) return; // a busy builder looks again when it is done
    if (waitMs === 0) clearTimeout(this.#timer);
    else if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#index();
    }, waitMs);
  }

  /** Makes one segment of what is not in any, and looks again. */
  async #index(): Promise<void> {
    if (this.#isClosed || this.#fresh.isBusy) return;
    const [gap] = this.#gaps();
    const isMade = gap === undefined ? this.#publishAgain() : await this.#fill(gap);
    if (!isMade) {
      for (const { reject } of this.#waiting.splice(0)) reject(notMade());
      this.#indexSoon(RETRY_MS);
      return;
    }
    if (gap === undefined) for (const { resolve } of this.#waiting.splice(0)) resolve();
    else this.#indexSoon(0);
    void this.#merge();
  }

  async #fill([from, to]: readonly [number, number]): Promise<boolean> {
    const limits = { maxDocuments: FRESH_DOCUMENTS, maxTokens: FRESH_TOKENS };
    return this.#carryOut(this.#fresh, { from, to, ...limits }, []);
  }

  /** Joins neighbours as the plan says, and looks again. */
  async #merge(): Promise<void> {
    if (this.#isClosed || this.#merging.isBusy) return;
    const plan = planMerge(this.#live.sizes);
    if (plan === undefined) return;
    const run = this.#live.segments.slice(plan.start, plan.end);
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return;
    const order = { from: first.from, to: last.to, ...NO_LIMITS };
    if (await this.#carryOut(this.#merging, order, run)) void this.#merge();
  }

  /** Makes a segment in place of others. Whether it is made and in force; a failure is logged. */
  async #carryOut(
    builder: Builder,
    range: Omit<BuildOrder, "name" | "others">,
    replaced: readonly ManifestSegment[],
  ): Promise<boolean> {
    this.#orders++;
    const name = segmentName(`${range.from}-${this.#generation.number + 1}-${this.#orders}`);
    const { from, to, maxDocuments, maxTokens } = range;
    const order = { name, from, to, maxDocuments, maxTokens, others: this.#totals(range) };
    this.#unfinished.add(name);
    try {
      const result = await builder.build(order);
      if (!this.#isClosed) this.#takeIn(result, from, replaced);
      return true;
    } catch (cause) {
      if (this.#isClosed) return false;
      this.#needs.log("error", "a segment could not be made; it is tried again", cause);
      return false;
    } finally {
      this.#unfinished.delete(name);
    }
  }

  #takeIn(made: BuildResult, from: number, replaced: readonly ManifestSegment[]): void {
    const { segment, sequences, to } = made;
    const inTheWay = this.#live.within(from, to);
    // the other thread made a part of this range meanwhile: what it made stands, this is let go
    if (inTheWay.length !== replaced.length || !inTheWay.every((each) => replaced.includes(each))) {
      return;
    }
    if (segment === undefined) this.#live.drop(from, to);
    else this.#live.add(segment, Float64Array.from(sequences), this.#store.sequences(from, to));
    this.#live.reached((this.#gaps()[0]?.[0] ?? Number.MAX_SAFE_INTEGER) - 1);
    this.#publish();
  }

  #publish(): void {
    this.#isUnpublished = true;
    const before = this.#inForce();
    const segments = [...this.#live.segments];
    const number = this.#generation.number + 1;
    writeManifest(this.#segmentsDir, { ...EMPTY_MANIFEST, number, segments });
    this.#isUnpublished = false;
    this.#generation = { number, segments: this.#live.announced() };
    // searchers may still be reading the generation of before
    const kept = new Set([...before, ...this.#inForce(), ...this.#unfinished]);
    removeOthers(this.#segmentsDir, kept, { isAlone: false });
    this.#needs.onGeneration(this.#generation);
  }

  /** False when the disk still refuses. */
  #publishAgain(): boolean {
    if (!this.#isUnpublished) return true;
    try {
      this.#publish();
      return true;
    } catch (cause) {
      this.#needs.log("error", "the index could not be published; it is tried again", cause);
      return false;
    }
  }

  #inForce(): Set<string> {
    return new Set(this.#generation.segments.map(({ name }) => name));
  }

  /** How long fields are outside of a range. */
  #totals({ from, to }: { readonly from: number; readonly to: number }): CollectionTotals {
    const others = this.#live.segments.filter((segment) => segment.from < from || segment.to > to);
    const sum = (of: "fieldTotals" | "fieldDocuments"): number[] =>
      fieldNames.map((_, n) => others.reduce((total, segment) => total + (segment[of][n] ?? 0), 0));
    return { fieldTotals: sum("fieldTotals"), fieldDocuments: sum("fieldDocuments") };
  }

  /** The ranges with documents that are in no segment. */
  #gaps(): [number, number][] {
    const found: [number, number][] = [];
    let next = 1;
    for (const { from, to } of this.#live.segments) {
      if (from > next) found.push([next, from - 1]);
      next = Math.max(next, to + 1);
    }
    const last = this.#store.lastSequence();
    if (next <= last) found.push([next, last]);
    return found.filter(([from, to]) => this.#store.count(from, to) > 0);
  }
}

function notMade(): ServiceError {
  return new ServiceError("STORE_UNWRITABLE", "a segment could not be made; the log says why");
}
