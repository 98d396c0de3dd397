import path from "node:path";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { parityDifference } from "@/lib/core/detection/parity-difference";
import { AppError } from "@/lib/core/errors";
import { comparable, inputFor, TOLERANCE } from "./golden";
import { openWasm } from "./run-engine";
import { runOnnxFile } from "./run-onnx";
import { type OpenedTfjs, readGraphFiles, startTfjs } from "./run-tfjs";

const WARM_UPS = 2;
const RUNS = 9;
const SEED = 41;

/** A model whose files lie in a folder. */
export interface LocatedModel {
  readonly folder: string;
  readonly manifest: ModelManifest;
}

function fileOf({ folder, manifest }: LocatedModel, role: "onnx" | "tfjs-graph"): string {
  const file = manifest.files.find((one) => one.role === role);
  if (!file) throw new AppError("model/missing", { facts: { model: manifest.id, file: role } });
  return path.join(folder, file.path);
}

const inputName = (json: string): string => {
  const model = JSON.parse(json) as { signature?: { inputs?: Record<string, unknown> } };
  return Object.keys(model.signature?.inputs ?? {})[0] ?? "images";
};

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Loaded {
  readonly manifest: ModelManifest;
  readonly wasm: OpenedTfjs;
  readonly input: string;
}

async function load(model: LocatedModel): Promise<Loaded> {
  const files = await readGraphFiles(fileOf(model, "tfjs-graph"));
  return { manifest: model.manifest, wasm: await openWasm(files), input: inputName(files.json) };
}

const nhwc = ({ manifest, input }: Loaded) => ({ [input]: inputFor(manifest.inputSize, SEED, "nhwc") });

async function timeOf(model: Loaded): Promise<number> {
  const started = performance.now();
  await model.wasm.run(nhwc(model));
  return performance.now() - started;
}

/**
 * Time of one photo on the code that a browser without a GPU runs, for several models side by side.
 * They take turns, so that a busy machine slows all equally.
 * @returns median ms by model, in the order given
 */
export async function measureLatency(located: readonly LocatedModel[]): Promise<readonly number[]> {
  await startTfjs("wasm");
  const models = await Promise.all(located.map(load));
  const times: number[][] = models.map(() => []);
  try {
    for (let turn = 0; turn < WARM_UPS + RUNS; turn++) {
      for (const [index, model] of models.entries()) {
        const ms = await timeOf(model);
        if (turn >= WARM_UPS) times[index]?.push(ms);
      }
    }
  } finally {
    for (const { wasm } of models) wasm.close();
  }
  return times.map(median);
}

/**
 * How far a model's browser form is from its ONNX form on a test picture, as a share of what is allowed: the largest
 * of boxes, scores and features.
 */
export async function measureParity(located: LocatedModel): Promise<number> {
  await startTfjs("wasm");
  const model = await load(located);
  try {
    const onnx = await runOnnxFile(fileOf(located, "onnx"), {
      [model.input]: inputFor(model.manifest.inputSize, SEED, "nchw"),
    });
    const actual = await model.wasm.run(nhwc(model));
    const difference = parityDifference(comparable(onnx, 1), comparable(actual, 1));
    return Math.max(
      difference.boxPx / TOLERANCE.boxPx,
      difference.score / TOLERANCE.score,
      difference.feature / TOLERANCE.feature,
    );
  } finally {
    model.wasm.close();
  }
}
