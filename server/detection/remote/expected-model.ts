import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { parityInput } from "@/lib/core/detection/parity-input";
import type { OnnxOutput } from "../network";
import type { ModelName } from "./endpoint";
import type { InferAnswer, ModelMetadata, Tensor } from "./protocol";
import { RemoteFailure } from "./remote-failure";

const KNOWN_PICTURE = 1;
/** Most that a score of the known picture may differ: other libraries and graphics cards add in another order. */
const SCORE_WITHIN = 0.005;
/** The same for a coordinate of a box, as a share of the picture's edge. */
const BOX_WITHIN = 0.002;
/** The same for the pooled features, as a share of their length. */
const FEATURES_WITHIN = 0.01;

/** What a server elsewhere must answer to be the model that is asked for. */
export interface ExpectedModel {
  readonly manifest: ModelManifest;
  readonly anchors: number;
  /** The known picture, and what the model computes of it here. */
  readonly known: { readonly input: Float32Array; readonly output: OnnxOutput };
}

/** What can be asked of a server without a network of one's own. */
type Described = Pick<ExpectedModel, "manifest"> & Partial<Pick<ExpectedModel, "anchors">>;

/** Lets the model look at a known picture here, to be compared with what it answers elsewhere. */
export async function expectModel(
  manifest: ModelManifest,
  run: (input: Float32Array) => Promise<OnnxOutput>,
): Promise<ExpectedModel> {
  const input = parityInput(manifest.inputSize, KNOWN_PICTURE, "nchw");
  const { detections, anchors, features } = await run(input);
  // copied: the runtime may use its own memory again
  const output = { detections: detections.slice(), anchors, features: features.slice() };
  return { manifest, anchors, known: { input, output } };
}

export const modelNameOf = ({ name, version }: Pick<ModelManifest, "name" | "version">): ModelName => ({
  name,
  version: String(version),
});

export function inputTensor({ manifest: { inputSize } }: Described, data: Float32Array): Tensor {
  return { name: "images", shape: [1, 3, inputSize, inputSize], data };
}

export function outputNames({ manifest }: ExpectedModel): readonly string[] {
  return manifest.featureLength > 0 ? ["detections", "features"] : ["detections"];
}

/** The shape each output must have; -1 where it is not known. */
function expectedShapes({ manifest, anchors = -1 }: Described): ReadonlyMap<string, readonly number[]> {
  const { classes, featureLength } = manifest;
  return new Map([
    ["detections", [1, 4 + classes.length, anchors]],
    ...(featureLength > 0 ? [["features", [1, featureLength]] as const] : []),
  ]);
}

const other = (detail: string) => new RemoteFailure("other-model", detail);

function checkVersion(manifest: ModelManifest, said: { model: string; version?: string }): void {
  const { name, version } = modelNameOf(manifest);
  if (said.model !== name || (said.version !== undefined && said.version !== version)) {
    throw other(`it answers as ${said.model}/${said.version ?? "?"}, not ${name}/${version}`);
  }
}

/** -1 is a length left open. */
const fits = (shape: readonly number[], expected: readonly number[]) =>
  shape.length === expected.length &&
  shape.every((length, at) => length === -1 || expected[at] === -1 || length === expected[at]);

/** @throws RemoteFailure other-model where the metadata names another version, input, output, or number of classes */
export function checkMetadata(expected: Described, { name, versions, inputs, outputs }: ModelMetadata): void {
  const model = modelNameOf(expected.manifest);
  if (name !== model.name) throw other(`it is ${name}, not ${model.name}`);
  if (versions && versions.length > 0 && !versions.includes(model.version)) {
    throw other(`it has version ${versions.join(", ")} of ${name}, not ${model.version}`);
  }
  const { shape } = inputTensor(expected, new Float32Array());
  const tensors = [
    { kind: "input", given: inputs ?? [], shapes: new Map([["images", shape]]) },
    { kind: "output", given: outputs ?? [], shapes: expectedShapes(expected) },
  ];
  for (const { kind, given, shapes } of tensors) {
    // some servers describe nothing; the known picture decides then
    if (given.length === 0) continue;
    for (const [wanted, lengths] of shapes) {
      const found = given.find((one) => one.name === wanted);
      if (!found) throw other(`it has no ${kind} named ${wanted}`);
      if (found.datatype !== "FP32" || !fits(found.shape, lengths)) {
        throw other(
          `its ${kind} ${wanted} is ${found.datatype} ${found.shape.join("×")}, not FP32 ${lengths.join("×")}`,
        );
      }
    }
  }
}

/** Where a server has no address for a version, each answer must say which it is from. */
export interface WayToAsk {
  /** Whether numbers go as bytes behind the JSON. */
  readonly isBinary: boolean;
  readonly isVersioned: boolean;
}

/**
 * Reads an answer as this model's.
 * @throws RemoteFailure other-model where it names another version or has other lengths
 */
export function readAnswer(
  expected: ExpectedModel,
  answer: InferAnswer,
  { isVersioned }: WayToAsk,
): OnnxOutput {
  checkVersion(expected.manifest, answer);
  if (!isVersioned && answer.version === undefined) throw other("its answers do not name their version");
  const found = new Map<string, Float32Array>();
  for (const [name, shape] of expectedShapes(expected)) {
    const output = answer.outputs.find((one) => one.name === name);
    if (!output) throw other(`its answer has no ${name}`);
    if (output.shape.join() !== shape.join()) {
      throw other(`its ${name} have the shape ${output.shape.join("×")}, not ${shape.join("×")}`);
    }
    found.set(name, output.data);
  }
  return {
    detections: found.get("detections") ?? new Float32Array(),
    anchors: expected.anchors,
    features: found.get("features") ?? new Float32Array(),
  };
}

function largestDifference(one: Float32Array, two: Float32Array): number {
  let largest = 0;
  for (let at = 0; at < one.length; at++) {
    largest = Math.max(largest, Math.abs((one[at] ?? 0) - (two[at] ?? 0)));
  }
  return largest;
}

/**
 * Two trainings of one network have the same names and lengths: only what they compute tells them apart.
 * @throws RemoteFailure other-model where the answer to the known picture differs from the one computed here
 */
export function checkKnownAnswer(expected: ExpectedModel, answer: OnnxOutput): void {
  const { output } = expected.known;
  const boxes = 4 * expected.anchors;
  const boxPx = largestDifference(answer.detections.subarray(0, boxes), output.detections.subarray(0, boxes));
  const score = largestDifference(answer.detections.subarray(boxes), output.detections.subarray(boxes));
  const length = Math.hypot(...output.features) || 1;
  const features = largestDifference(answer.features, output.features) / length;
  const isSame =
    boxPx <= BOX_WITHIN * expected.manifest.inputSize && score <= SCORE_WITHIN && features <= FEATURES_WITHIN;
  if (isSame) return;
  const { name, version } = modelNameOf(expected.manifest);
  throw other(
    `it computes something else than ${name}/${version}: on a known picture scores differ by ${score.toFixed(4)}, boxes by ${boxPx.toFixed(2)} px, features by ${(100 * features).toFixed(1)} %`,
  );
}
