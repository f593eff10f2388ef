/**
 * Loads and times every network of a folder once, on the pinned runtime, as a seer would run it.
 *
 * Measured: reading and opening the file (load), then RUNS passes over the same made-up input (run: least
 * and median), one thread, network only. Inputs are noise of the right shape and type, so the figures say
 * what a pass costs, not what it is worth.
 * Corpus: the .onnx files under the folder given first (default: models/).
 * To watch: a file that no longer opens, or a pass whose least time moves by more than a fifth.
 */
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { env, InferenceSession, Tensor } from "onnxruntime-node";
import { sessionOptions } from "../src/inference/networks.ts";

const RUNS = 9;

/** Sizes for axes that a network leaves open: those its feature uses most. */
const OPEN_AXES = { detectorHeight: 640, detectorWidth: 960, lineWidth: 640, tokens: 32 } as const;

interface Timing {
  readonly file: string;
  readonly megabytes: number;
  readonly input: string;
  readonly loadMs: number;
  readonly leastMs: number;
  readonly medianMs: number;
}

/** Prints a Markdown table; a network that does not load or run ends the bench with its error. */
export async function bench(args: readonly string[]): Promise<void> {
  const dir = args[0] ?? path.join(import.meta.dirname, "../models");
  const files = readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".onnx"))
    .toSorted();
  if (files.length === 0) throw new Error(`there is no .onnx file under ${dir}`);
  const [cpu] = os.cpus();
  console.log(
    `${cpu?.model.trim()}, ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  console.log(`Node ${process.version}, onnxruntime-node ${env.versions.node}, one thread`);
  console.log("\n| file | MB | input | load ms | run ms, least | run ms, median |");
  console.log("|---|---|---|---|---|---|");
  for (const file of files) console.log(row(await time(dir, file)));
}

function row(timing: Timing): string {
  const { file, megabytes, input, loadMs, leastMs, medianMs } = timing;
  const figures = [loadMs, leastMs, medianMs].map((ms) => ms.toFixed(1));
  return `| ${[file, megabytes.toFixed(1), input, ...figures].join(" | ")} |`;
}

async function time(dir: string, file: string): Promise<Timing> {
  const startedMs = performance.now();
  const bytes = readFileSync(path.join(dir, file));
  const session = await InferenceSession.create(bytes, sessionOptions);
  const loadMs = performance.now() - startedMs;
  const feeds = Object.fromEntries(
    session.inputMetadata.map((input) => [input.name, noise(input)]),
  );
  const runsMs: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    const runAtMs = performance.now();
    const answer = await session.run(feeds);
    runsMs.push(performance.now() - runAtMs);
    const broken = Object.keys(answer).filter((name) => answer[name]?.size === 0);
    if (broken.length > 0) throw new Error(`${file} answers nothing in ${broken.join(", ")}`);
  }
  await session.release();
  const sortedMs = runsMs.toSorted((a, b) => a - b);
  const [first] = Object.values(feeds);
  return {
    file,
    megabytes: bytes.length / 1e6,
    input: first?.dims.join("×") ?? "",
    loadMs,
    leastMs: sortedMs[0] ?? Number.NaN,
    medianMs: sortedMs[Math.floor(RUNS / 2)] ?? Number.NaN,
  };
}

/** A tensor that fits: noise for pixels; for a text encoder some words, all of them real, all of one text. */
function noise(input: InferenceSession.ValueMetadata): Tensor {
  if (!input.isTensor) throw new Error(`input ${input.name} is no tensor`);
  const shape = closeAxes(input.shape);
  const size = shape.reduce((product, length) => product * length, 1);
  if (input.type === "float32") {
    const data = Float32Array.from({ length: size }, (_, n) => ((n * 2_654_435_761) % 256) / 256);
    return new Tensor("float32", data, shape);
  }
  if (input.type === "int64") {
    const data = BigInt64Array.from({ length: size }, (_, n) => tokenOf(input.name, n));
    return new Tensor("int64", data, shape);
  }
  throw new Error(`no made-up input for ${input.name} of type ${input.type}`);
}

function tokenOf(inputName: string, n: number): bigint {
  if (inputName.includes("mask")) return 1n;
  return inputName.includes("type") ? 0n : BigInt(2000 + n);
}

/** Batch 1; a picture as large as a page is read at; a line of text; a sentence. */
function closeAxes(shape: readonly (number | string)[]): number[] {
  const isDetector = typeof shape[2] === "string";
  const sizes =
    shape.length === 2
      ? [1, OPEN_AXES.tokens]
      : [
          1,
          3,
          OPEN_AXES.detectorHeight,
          isDetector ? OPEN_AXES.detectorWidth : OPEN_AXES.lineWidth,
        ];
  return shape.map((length, axis) => (typeof length === "number" ? length : (sizes[axis] ?? 1)));
}
