import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { ModelClass, ModelManifest } from "@/lib/contracts/model-manifest";
import type { ModelParity } from "@/lib/contracts/model-parity";
import { MODEL_HEADS, type ModelHead, USUAL_HEAD } from "@/lib/core/detection/heads";
import { type ParityDifference, parityDifference } from "@/lib/core/detection/parity-difference";
import { AppError } from "@/lib/core/errors";
import { convertGraph } from "@/server/converter/convert/convert-graph";
import { type GraphModelFiles, writeGraphModel } from "@/server/converter/convert/write-graph-model";
import { foldConstants } from "@/server/converter/onnx/fold-constants";
import type { OnnxGraph } from "@/server/converter/onnx/graph";
import { inferShapes } from "@/server/converter/onnx/infer-shapes";
import type { ModelProto } from "@/server/converter/onnx/proto";
import { decodeModel, readOnnx } from "@/server/converter/onnx/read-onnx";
import {
  comparable,
  goldenOutputs,
  inputFor,
  TOLERANCE,
  toParityCase,
} from "@/server/converter/parity/golden";
import { DETECTIONS, FEATURES } from "@/server/converter/parity/names";
import { openEngine } from "@/server/converter/parity/run-engine";
import { runOnnxFile } from "@/server/converter/parity/run-onnx";
import { runTfjs, startTfjs } from "@/server/converter/parity/run-tfjs";
import { modelFolderIn, modelsFolder, readManifestIn } from "@/server/models/files";
import { fileEntry, readModelInput, writeManifest } from "@/server/models/write-version";
import { writeWhole } from "@/server/models/write-whole";
import { metadataOf } from "./prepare-model";

export interface ImportOptions {
  /** The ONNX file at the size that ships. */
  readonly onnx: string;
  /** The same network at a small size, for tests on slow backends; its tensors may point into `onnx`. */
  readonly parityOnnx?: string;
  readonly name: string;
  readonly version: number;
  readonly classes: readonly ModelClass[];
  readonly licence: string;
  readonly architecture: string;
  readonly dataSets: Readonly<Record<string, string>>;
  /** Folder of models it goes into. Default: those that ship. */
  readonly root?: string;
  /** Checkpoint to continue training from, and what it was trained with: kept with the model. */
  readonly weights?: string;
  readonly config?: string;
}

export interface ImportedModel {
  readonly manifest: ModelManifest;
  /** TF.js (WASM) against ONNX Runtime, by input size. */
  readonly parity: Readonly<Record<string, ParityDifference>>;
  readonly transposes: number;
}

interface Source {
  readonly bytes: Uint8Array;
  readonly head: ModelHead;
  readonly graph: OnnxGraph;
  readonly inputSize: number;
  /** File name inside the version's folder. */
  readonly file: string;
  readonly files: GraphModelFiles;
  readonly transposes: number;
}

/** Edge of the square input. @throws AppError model/unsupported-head when the input is no square RGB picture */
function inputSizeOf(graph: OnnxGraph): number {
  const shape = graph.inputs[0]?.shape ?? [];
  const [batch, channels, height, width] = shape;
  if (graph.inputs.length !== 1 || batch !== 1 || channels !== 3 || !height || height !== width) {
    throw new AppError("model/unsupported-head", { facts: { shape: `input ${shape.join("×")}` } });
  }
  return height;
}

/** The graph with its one three-dimensional output called `detections`, whatever the exporter called it. */
function withNamedHead(graph: OnnxGraph): OnnxGraph {
  if (graph.outputs.includes(DETECTIONS)) return graph;
  const shapes = inferShapes(foldConstants(graph));
  const heads = graph.outputs.filter((name) => shapes.get(name)?.length === 3);
  const [head] = heads;
  if (heads.length !== 1 || head === undefined) return graph;
  const rename = (name: string) => (name === head ? DETECTIONS : name);
  const nodes = graph.nodes.map((node) => {
    return { ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) };
  });
  return { ...graph, nodes, outputs: graph.outputs.map(rename) };
}

/**
 * How the boxes are to be read, as the file itself says; a file that says nothing answers as YOLO does.
 * @throws AppError model/unsupported-head for a way nobody knows here
 */
function headOf(model: ModelProto): ModelHead {
  const said = metadataOf(model, "forage_head") || USUAL_HEAD;
  const known = MODEL_HEADS.find((head) => head === said);
  if (known) return known;
  throw new AppError("model/unsupported-head", {
    facts: { shape: said, reason: `boxes are read as ${MODEL_HEADS.join(" or ")}` },
  });
}

async function readSource(file: string, isParity: boolean): Promise<Source> {
  const bytes = await readModelInput(file);
  const neighbours = new Map<string, Uint8Array>();
  const decoded = decodeModelAt(file, bytes);
  const head = headOf(decoded);
  for (const tensor of decoded.graph?.initializer ?? []) {
    const location = tensor.externalData?.find((pair) => pair.key === "location")?.value;
    if (tensor.dataLocation !== 1 || !location || neighbours.has(location)) continue;
    neighbours.set(location, await readModelInput(path.join(path.dirname(file), path.basename(location))));
  }
  const graph = readOnnx(bytes, (location, offset, length) => {
    return neighbours.get(location)?.subarray(offset, offset + length) ?? new Uint8Array();
  });
  const inputSize = inputSizeOf(graph);
  const converted = convertGraph(withNamedHead(graph));
  const files = writeGraphModel(converted, isParity ? `constants-${inputSize}` : "constants");
  const transposes = converted.nodes.filter((node) => node.op === "Transpose").length;
  return { bytes, head, graph, inputSize, file: `model-${inputSize}.onnx`, files, transposes };
}

function decodeModelAt(file: string, bytes: Uint8Array) {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    const reason = cause instanceof AppError ? (cause.facts.reason ?? "") : "";
    throw new AppError("model/not-onnx", {
      facts: { reason: `${path.basename(file)} is cut off or damaged${reason ? ` (${reason})` : ""}` },
      cause,
    });
  }
}

/** TF.js graph of a source, by its path in the version's folder. */
const graphPath = (source: Source, isParity: boolean) =>
  isParity ? `tfjs/model-${source.inputSize}.json` : "tfjs/model.json";

/** The weights a small export shares with the one that ships, or an error when they are not the same. */
function unsharedShards(small: Source, shipped: Source): GraphModelFiles["shards"] {
  return small.files.shards.filter((shard) => {
    const known = shipped.files.shards.find((other) => other.path === shard.path);
    if (known && Buffer.compare(known.bytes, shard.bytes) !== 0) {
      const reason = `${small.file} has other weights than ${shipped.file}`;
      const advice = "export both sizes from one checkpoint, or leave the small one out";
      throw new AppError("model/not-fitting", { facts: { reason, advice } });
    }
    return !known;
  });
}

async function writeSource(
  folder: string,
  source: Source,
  isParity: boolean,
  shards: GraphModelFiles["shards"],
) {
  await writeWhole(path.join(folder, source.file), source.bytes);
  await writeWhole(path.join(folder, graphPath(source, isParity)), source.files.json);
  for (const shard of shards) await writeWhole(path.join(folder, "tfjs", shard.path), shard.bytes);
}

/** Every how many anchors the golden file keeps one: all of a small model, some of a large one. */
const anchorStepFor = (inputSize: number) => (inputSize <= 64 ? 1 : 7);

async function checkParity(folder: string, source: Source, isParity: boolean) {
  const { inputSize } = source;
  const seed = inputSize;
  const expected = await runOnnxFile(path.join(folder, source.file), {
    [source.graph.inputs[0]?.name ?? ""]: inputFor(inputSize, seed, "nchw"),
  });
  const picture = { [source.graph.inputs[0]?.name ?? ""]: inputFor(inputSize, seed, "nhwc") };
  const actual = await runTfjs(source.files, picture);
  const onEngine = await openEngine(source.files)?.run(picture);
  const difference = largestOf(
    [actual, ...(onEngine ? [onEngine] : [])].map((one) =>
      parityDifference(comparable(expected, 1), comparable(one, 1)),
    ),
  );
  if (!isWithin(difference)) {
    // not damaged: the two forms of this network do not agree
    const { boxPx, score } = difference;
    throw new AppError("model/no-parity", {
      facts: { file: source.file, boxPx: Number(boxPx.toPrecision(3)), score: Number(score.toPrecision(3)) },
    });
  }
  const anchorStep = anchorStepFor(inputSize);
  const one = toParityCase(expected, {
    inputSize,
    seed,
    onnx: source.file,
    tfjs: graphPath(source, isParity),
    anchorStep,
  });
  const kept = parityDifference(goldenOutputs(one), comparable(actual, anchorStep));
  if (!isWithin(kept)) throw new RangeError("the golden file does not read back as written");
  return { difference, one, features: expected[FEATURES]?.data.length ?? 0 };
}

/** Of the kernels a browser may run the model with, the farthest from ONNX Runtime in each respect. */
function largestOf(differences: readonly ParityDifference[]): ParityDifference {
  const largest = (key: keyof ParityDifference) => Math.max(...differences.map((one) => one[key]));
  return { boxPx: largest("boxPx"), score: largest("score"), feature: largest("feature") };
}

function isWithin(difference: ParityDifference): boolean {
  return (["boxPx", "score", "feature"] as const).every((key) => difference[key] <= TOLERANCE[key]);
}

function checkHead(source: Source, classes: readonly ModelClass[]): void {
  const signature = JSON.parse(source.files.json) as {
    signature: { outputs: Record<string, { tensorShape: { dim: { size: string }[] } }> };
  };
  const shape = signature.signature.outputs[DETECTIONS]?.tensorShape.dim.map((dim) => Number(dim.size)) ?? [];
  if (shape.length === 3 && shape[1] !== 4 + classes.length) {
    const facts = { found: (shape[1] ?? 4) - 4, given: classes.length };
    throw new AppError("model/class-count", { facts });
  }
  if (shape.length !== 3) {
    const outputs = Object.keys(signature.signature.outputs).join(", ");
    throw new AppError("model/unsupported-head", {
      facts: {
        shape: shape.join("×") || `outputs ${outputs}`,
        reason: `${classes.length} classes need ${4 + classes.length} rows`,
      },
    });
  }
}

/** What stays when the same file is imported again: its date, and the metrics measured on it. */
async function keptFrom(
  folder: string,
  onnx: Uint8Array,
): Promise<Pick<ModelManifest, "createdAt" | "metrics">> {
  const old = await readManifestIn(folder).catch(() => undefined);
  const { sha256 } = fileEntry("", onnx, "onnx");
  if (old?.files.some((file) => file.role === "onnx" && file.sha256 === sha256)) return old;
  return { createdAt: new Date().toISOString(), metrics: {} };
}

/** Copies a file into the version's folder. @returns its entry, none when no file was given */
async function keepBeside(
  folder: string,
  name: string,
  role: "weights" | "config",
  file: string | undefined,
): Promise<ModelManifest["files"]> {
  if (file === undefined) return [];
  const bytes = await readModelInput(file);
  await writeWhole(path.join(folder, name), bytes);
  return [fileEntry(name, bytes, role)];
}

/**
 * Makes a model version from an ONNX file: the file itself, the TF.js graph converted from it, golden outputs,
 * manifest and card. The file is kept byte for byte.
 * @throws AppError model/missing, model/corrupt, model/unsupported-operator or model/unsupported-head; then no
 * manifest is written, and the version is not listed
 */
export async function importModel(options: ImportOptions): Promise<ImportedModel> {
  const folder = modelFolderIn(options.root ?? modelsFolder(), `${options.name}/${options.version}`);
  const wasThere = existsSync(folder);
  try {
    return await makeVersion(options);
  } catch (error) {
    // an unfinished version is removed; one that existed before belongs to the person
    if (!wasThere) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function makeVersion(options: ImportOptions): Promise<ImportedModel> {
  const id = `${options.name}/${options.version}`;
  const root = options.root ?? modelsFolder();
  const folder = modelFolderIn(root, id);
  const shipped = await readSource(options.onnx, false);
  checkHead(shipped, options.classes);
  const small = options.parityOnnx ? await readSource(options.parityOnnx, true) : undefined;
  const { createdAt, metrics } = await keptFrom(folder, shipped.bytes);
  await rm(path.join(folder, "manifest.json"), { force: true });
  await rm(path.join(folder, "tfjs"), { recursive: true, force: true });
  await writeSource(folder, shipped, false, shipped.files.shards);
  if (small) await writeSource(folder, small, true, unsharedShards(small, shipped));

  await startTfjs("wasm");
  const large = await checkParity(folder, shipped, false);
  const little = small && (await checkParity(folder, small, true));
  const golden: ModelParity = {
    schema: 1,
    modelId: id,
    tolerance: TOLERANCE,
    cases: [...(little ? [little.one] : []), large.one],
  };
  const goldenFile = path.join(root, "parity", `${options.name}-${options.version}.json`);
  await writeWhole(goldenFile, `${JSON.stringify(golden, null, 1)}\n`);

  const kept = [
    ...(await keepBeside(folder, "weights.safetensors", "weights", options.weights)),
    ...(await keepBeside(folder, "train-run.json", "config", options.config)),
  ];
  const whole: ModelManifest = {
    schema: 1,
    id,
    name: options.name,
    version: options.version,
    createdAt,
    metrics,
    licence: options.licence,
    architecture: options.architecture,
    head: shipped.head,
    inputSize: shipped.inputSize,
    featureLength: large.features,
    classes: [...options.classes],
    files: [
      fileEntry(shipped.file, shipped.bytes, "onnx"),
      fileEntry("tfjs/model.json", shipped.files.json, "tfjs-graph"),
      ...shipped.files.shards.map((shard) => fileEntry(`tfjs/${shard.path}`, shard.bytes, "tfjs-shard")),
      ...kept,
    ],
    defaults: { confidence: 0.25, iou: 0.45 },
    dataSets: { ...options.dataSets },
  };
  const manifest = await writeManifest(whole, folder);
  const parity = {
    [shipped.inputSize]: large.difference,
    ...(small && little ? { [small.inputSize]: little.difference } : {}),
  };
  return { manifest, parity, transposes: shipped.transposes };
}
