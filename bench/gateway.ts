/**
 * What the whole server adds to the work of its models, and how long a start takes.
 *
 * Measured: one REST request for the labels of a JPEG of 1 MB over a connection that stays open, from its
 * first byte to its whole answer, against the same annotation called directly in this process (decoding and
 * network, as a seer does it). The two take turns, ROUNDS of each after WARM_UPS; medians, and the
 * median of the differences. Then starts on a new data folder (which builds the sample index) and on the
 * same one again, until the ready line and until the first answers.
 * Corpus: a made-up picture of waves and noise; a path given first is measured instead.
 * To watch: the ratio (goal 1.05) and the first start (goal 2 s to the first answer).
 */
import { readFileSync, rmSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { createAnnotatePicture } from "../src/vision/annotate-picture.ts";
import { encodePicture, paintPicture } from "../src/vision/image/sample-pictures.ts";
import { makeServerFolder, startServer, type RunningServer } from "../tests/running-server.ts";

const ROUNDS = 31;
const WARM_UPS = 5;
const STARTS = 5;
const FEATURES = [{ type: "LABEL_DETECTION" }];

/** Prints the figures, ratios last. */
export async function bench(args: readonly string[]): Promise<void> {
  const [cpu] = os.cpus();
  const load = os.loadavg()[0]?.toFixed(1);
  console.log(
    `${cpu?.model.trim()}, ${os.cpus().length} cores, load ${load}, Node ${process.version}`,
  );
  const picture = args[0] === undefined ? await megabyteJpeg() : readFileSync(args[0]);
  console.log(`a JPEG of ${(picture.length / 1e6).toFixed(2)} MB, LABEL_DETECTION`);
  const starts = await measureStarts(picture);
  const { directMs, wholeMs } = await measureRequests(picture);
  const overheadMs = median(wholeMs.map((ms, n) => ms - (directMs[n] ?? Number.NaN)));
  console.log(`\n| | least ms | median ms |\n|---|---|---|`);
  for (const [name, runsMs] of [
    ...starts,
    ["models alone", directMs],
    ["whole request", wholeMs],
  ] as const) {
    console.log(`| ${name} | ${Math.min(...runsMs).toFixed(1)} | ${median(runsMs).toFixed(1)} |`);
  }
  console.log(`\nwhole request less models alone, median: ${overheadMs.toFixed(1)} ms`);
  const ratio = median(wholeMs) / median(directMs);
  console.log(`whole request / models alone: ${ratio.toFixed(3)} (goal: at most 1.05)`);
  const first = median(starts.get("new folder, until the first search answer") ?? []);
  console.log(`first start to first answer: ${(first / 1000).toFixed(2)} s (goal: less than 2 s)`);
}

async function measureRequests(
  picture: Buffer,
): Promise<{ directMs: readonly number[]; wholeMs: readonly number[] }> {
  const modelsDir = path.join(import.meta.dirname, "../models");
  const annotate = createAnnotatePicture({ modelsDir, log: (_, message) => console.log(message) });
  const server = await startServer();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const body = requestBody(picture);
  const directMs: number[] = [];
  const wholeMs: number[] = [];
  try {
    for (let round = -WARM_UPS; round < ROUNDS; round++) {
      // the annotation overwrites what it was given, as in a seer
      const bytes = new Uint8Array(picture);
      const features = [{ name: "LABEL_DETECTION", maxResults: 0 }] as const;
      const direct = await time(() => annotate({ bytes, features }));
      const whole = await time(() => post(server.url, body, agent));
      if (round < 0) continue;
      directMs.push(direct);
      wholeMs.push(whole);
    }
  } finally {
    agent.destroy();
    await server.stop();
    rmSync(server.folder, { recursive: true });
  }
  return { directMs, wholeMs };
}

/** Starts on new folders, and again on each. */
async function measureStarts(picture: Buffer): Promise<ReadonlyMap<string, readonly number[]>> {
  const figures = new Map<string, number[]>();
  const note = (name: string, ms: number): void => {
    figures.set(name, [...(figures.get(name) ?? []), ms]);
  };
  for (let n = 0; n < STARTS; n++) {
    const folder = makeServerFolder();
    for (const which of ["new folder", "same folder again"]) {
      const startedAt = performance.now();
      const server = await startServer({ folder });
      note(`${which}, until the ready line`, performance.now() - startedAt);
      await search(server);
      note(`${which}, until the first search answer`, performance.now() - startedAt);
      await post(server.url, requestBody(picture), undefined);
      note(`${which}, until the first labels after it`, performance.now() - startedAt);
      await server.stop();
    }
    rmSync(folder, { recursive: true });
  }
  return figures;
}

async function search({ url }: RunningServer): Promise<void> {
  const response = await fetch(`${url}/v7.0/search?q=korea`);
  const text = await response.text();
  if (!response.ok || !text.includes("webPages")) throw new Error(`no pages: ${text}`);
}

function requestBody(picture: Buffer): Buffer {
  const content = picture.toString("base64");
  return Buffer.from(JSON.stringify({ requests: [{ image: { content }, features: FEATURES }] }));
}

/** Sends a request and takes the whole answer; anything but labels or an empty answer is an error. */
function post(url: string, body: Buffer, agent: http.Agent | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": body.length };
    const options = { method: "POST", headers, ...(agent !== undefined && { agent }) };
    const request = http.request(`${url}/v1/images:annotate`, options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        if (response.statusCode === 200 && !text.includes('"error"')) resolve();
        else reject(new Error(`the server answered ${response.statusCode}: ${text}`));
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Waves, so that there is something to see, and as much noise as makes it a megabyte. */
async function megabyteJpeg(): Promise<Buffer> {
  let state = 1;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 27) - 16;
  };
  const wave = (at: number): number => 128 + 90 * Math.sin(at / 37) + noise();
  const picture = paintPicture(1600, 1270, (x, y) => [wave(x), wave(y), wave(x + y)]);
  return Buffer.from(await encodePicture(picture, "jpeg"));
}
