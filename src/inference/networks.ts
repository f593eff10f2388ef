/**
 * Opens ONNX networks of one models folder, each on its first use and once, and runs them.
 *
 * One thread, no spinning: a seer works on one picture at a time, and its parallelism is the number of
 * seers. `run` blocks the event loop while it computes, although it returns a promise.
 * Source   onnxruntime-node 1.27.0, InferenceSession.SessionOptions; why that version and not a later
 *          one: docs/models/README.md.
 */
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { ServiceError } from "../base/errors.ts";
import { expectShape, type Shape, type Tensor } from "./tensor.ts";
import { openWeights } from "./weights.ts";

/** What a feature expects of its network; held against the file when it opens and at every run. */
export interface NetworkSpec<Output extends string> {
  /** The name of the file in the models folder. */
  readonly file: string;
  readonly input: { readonly name: string; readonly shape: Shape };
  /** The outputs to compute; a network may have more, which then cost nothing. */
  readonly outputs: Readonly<Record<Output, Shape>>;
}

/** An open network. */
export interface Network<Output extends string> {
  /**
   * One pass. The outputs are memory of their own and outlive the next run.
   *
   * @throws ServiceError MODEL_MISMATCH: input or an output has another shape than the spec's.
   */
  run(input: Tensor): Promise<Readonly<Record<Output, Tensor>>>;
}

/** The networks and other checked files of one models folder. */
export interface Networks {
  /**
   * The network of a spec; a second call with the same spec gives the same one. A failed opening is
   * not kept: the next call tries again.
   *
   * @throws ServiceError MODEL_MISMATCH: the file is missing, is another one than the manifest's, is no
   * network, or lacks the named input or an output.
   */
  open<Output extends string>(spec: NetworkSpec<Output>): Promise<Network<Output>>;
  /** A checked file that is no network: a vocabulary, a dictionary. Errors as of `open`. */
  read(file: string): Promise<Uint8Array>;
}

/**
 * Session settings shared by every network, here and in the bench. Arena and memory pattern are off
 * because they keep memory for every shape ever seen; it costs no time that we could measure.
 */
export const sessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 3,
  extra: {
    session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } },
  },
} as const satisfies InferenceSession.SessionOptions;

/** Nothing is read before the first network is asked for. */
export function openNetworks(modelsDir: string): Networks {
  const weights = openWeights(modelsDir);
  const sessions = new Map<string, Promise<InferenceSession>>();

  async function session(file: string): Promise<InferenceSession> {
    const opening = sessions.get(file) ?? load(file);
    sessions.set(file, opening);
    try {
      return await opening;
    } catch (cause) {
      sessions.delete(file);
      throw cause;
    }
  }

  async function load(file: string): Promise<InferenceSession> {
    const bytes = await weights.read(file);
    try {
      return await InferenceSession.create(bytes, sessionOptions);
    } catch (cause) {
      throw new ServiceError("MODEL_MISMATCH", `\`${file}\` cannot be opened as a network`, {
        cause,
      });
    }
  }

  return {
    async open(spec) {
      return bindNetwork(await session(spec.file), spec);
    },
    read: (file) => weights.read(file),
  };
}

function bindNetwork<Output extends string>(
  session: InferenceSession,
  spec: NetworkSpec<Output>,
): Network<Output> {
  // Object.keys forgets the key type; the spec's record has exactly these keys
  const outputNames = Object.keys(spec.outputs) as Output[];
  expectNames(spec.file, "input", session.inputNames, [spec.input.name]);
  expectNames(spec.file, "output", session.outputNames, outputNames);
  return {
    async run(input) {
      expectShape(`${spec.file}: ${spec.input.name}`, input, spec.input.shape);
      const fed = new OrtTensor("float32", input.data, [...input.shape]);
      const answer = await session.run({ [spec.input.name]: fed }, outputNames);
      const results = outputNames.map((name) => {
        const tensor = toTensor(`${spec.file}: ${name}`, answer[name]);
        return [name, expectShape(`${spec.file}: ${name}`, tensor, spec.outputs[name])] as const;
      });
      // fromEntries forgets the keys it was given
      return Object.fromEntries(results) as Record<Output, Tensor>;
    },
  };
}

function expectNames(
  file: string,
  kind: "input" | "output",
  found: readonly string[],
  wanted: readonly string[],
): void {
  const missing = wanted.find((name) => !found.includes(name));
  if (missing !== undefined) {
    throw new ServiceError("MODEL_MISMATCH", `\`${file}\` has no ${kind} \`${missing}\``);
  }
}

function toTensor(name: string, tensor: OrtTensor | undefined): Tensor {
  if (tensor?.data instanceof Float32Array) return { data: tensor.data, shape: tensor.dims };
  throw new ServiceError("MODEL_MISMATCH", `\`${name}\` is not float32`);
}
