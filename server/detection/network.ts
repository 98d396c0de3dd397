import path from "node:path";
import * as ort from "onnxruntime-node";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import type { ResolvedModel } from "@/server/models/service";
import { type Provider, type ProviderHost, providerOrder, thisProviderHost, threadCount } from "./providers";

/** A WebGPU run slower than this is a software renderer: the CPU takes a tenth of it. */
const SOFTWARE_RUN_MS = 400;

/** A model loaded into one provider. */
export interface Network {
  readonly manifest: ModelManifest;
  readonly provider: Provider;
  /**
   * @param input [1, 3, S, S], RGB in 0..1
   * @returns detections [4 + nc, anchors] row-major, and the pooled features (empty when the model has none)
   */
  run(input: Float32Array): Promise<OnnxOutput>;
  release(): Promise<void>;
}

export interface OnnxOutput {
  readonly detections: Float32Array;
  readonly anchors: number;
  readonly features: Float32Array;
}

/**
 * How threads of one run wait for one another. Asking again and again takes the core from another photo, and pays only where there is
 * none; then it ends with the run.
 */
const WAITING = {
  beside: { session: { intra_op: { allow_spinning: "0" } } },
  alone: { session: { force_spinning_stop: "1" } },
} as const;

interface Threads {
  readonly count: number;
  readonly waiting: keyof typeof WAITING;
}

async function openSession(
  { manifest, folder }: ResolvedModel,
  provider: Provider,
  threads: Threads,
): Promise<Network> {
  const onnx = manifest.files.find((file) => file.role === "onnx");
  if (!onnx) throw new AppError("model/missing", { facts: { model: manifest.id, file: "model.onnx" } });
  const session = await ort.InferenceSession.create(path.join(folder, onnx.path), {
    executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
    intraOpNumThreads: threads.count,
    interOpNumThreads: 1,
    extra: WAITING[threads.waiting],
    logSeverityLevel: 4,
  });
  const size = manifest.inputSize;
  const run = async (input: Float32Array): Promise<OnnxOutput> => {
    const images = new ort.Tensor("float32", input, [1, 3, size, size]);
    const outputs = await session.run({ [session.inputNames[0] ?? "images"]: images });
    const detections = outputs.detections ?? Object.values(outputs).find(({ dims }) => dims.length === 3);
    if (!detections)
      throw new AppError("model/unsupported-head", { facts: { shape: session.outputNames.join() } });
    return {
      detections: detections.data as Float32Array,
      anchors: detections.dims[2] ?? 0,
      features: (outputs.features?.data as Float32Array | undefined) ?? new Float32Array(),
    };
  };
  return { manifest, provider, run, release: () => session.release() };
}

/** Runs once to warm up; a WebGPU that turns out to be software is refused. */
async function warmUp(network: Network): Promise<void> {
  const size = network.manifest.inputSize;
  const blank = new Float32Array(3 * size * size).fill(114 / 255);
  await network.run(blank);
  if (network.provider !== "webgpu") return;
  const started = performance.now();
  await network.run(blank);
  const elapsed = performance.now() - started;
  if (elapsed > SOFTWARE_RUN_MS) {
    await network.release();
    throw new Error(`a photo takes ${Math.round(elapsed)} ms, so the adapter is software`);
  }
}

export interface OpenOptions {
  readonly machine?: ProviderHost;
  /** Providers that failed before and are not tried again. */
  readonly without?: readonly Provider[];
}

/**
 * Loads a model into the first provider that works, and warms it up. Each one passed over is a line on stderr.
 * @throws AppError detection/no-backend when none is left; model/missing or model/corrupt
 */
export async function openNetwork(model: ResolvedModel, options: OpenOptions = {}): Promise<Network> {
  const machine = options.machine ?? thisProviderHost();
  const order = providerOrder(machine).filter((provider) => !options.without?.includes(provider));
  let failure: unknown;
  for (const provider of order) {
    try {
      const threads = { count: threadCount(machine), waiting: "beside" } as const;
      const network = await openSession(model, provider, threads);
      await warmUp(network);
      return network;
    } catch (error) {
      failure = error;
      const [reason] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
      console.warn(`detection: ${provider} is not available, trying the next (${reason})`);
    }
  }
  throw new AppError("detection/no-backend", { facts: { tried: order.join(", ") }, cause: failure });
}

/** Loads a model for the processor once more, to run on several cores while no other photo wants them, and warms it up. */
export async function openOnCores(model: ResolvedModel, cores: number): Promise<Network> {
  const network = await openSession(model, "cpu", { count: cores, waiting: "alone" });
  await warmUp(network);
  return network;
}
