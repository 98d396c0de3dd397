import type { Head } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import { type ModelProto, toInteger, type ValueInfoProto } from "../onnx/proto";
import { DATA_TYPE } from "../onnx/schema";
import { readNames } from "./read-names";

export interface ReadModel {
  readonly input: string;
  readonly inputSize: number;
  readonly output: string;
  readonly shape: readonly number[];
  readonly names: readonly string[];
  /** How the output may be read, the likelier first. */
  readonly heads: readonly { readonly head: Head; readonly classes: number }[];
}

/** Rows more than this are anchors: no detector has as many classes. */
const MOST_CLASSES = 2_000;

function refuse(reason: string): never {
  throw new AppError("model/not-onnx", { facts: { reason } });
}

const shapeOf = (value: ValueInfoProto) =>
  (value.type?.tensorType?.shape?.dim ?? []).map((dim) => toInteger(dim.dimValue));

function readInput(model: ModelProto): { input: string; inputSize: number } {
  const constants = new Set((model.graph?.initializer ?? []).map(({ name }) => name));
  const inputs = (model.graph?.input ?? []).filter(({ name }) => !constants.has(name));
  const [only] = inputs;
  if (!only || inputs.length !== 1)
    refuse(`it takes ${inputs.length} inputs, and a detector takes one picture`);
  const shape = shapeOf(only);
  const [batch, channels, height = 0, width = 0] = shape;
  if (shape.some((size) => size <= 0)) refuse("its input has no fixed size; export it with dynamic=False");
  if (batch !== 1 || channels !== 3 || height !== width || shape.length !== 4) {
    refuse(`its input is ${shape.join("×")}; one square RGB picture, 1×3×640×640 say, is needed`);
  }
  const type = only.type?.tensorType?.elemType;
  if (type !== DATA_TYPE.float)
    refuse("its input is not in 32-bit floats; export it with half=False, int8=False");
  return { input: only.name ?? "", inputSize: height };
}

/** How an output of this shape may be read. `names` decides where the shape alone does not. */
export function possibleHeads(
  shape: readonly number[],
  names: number,
  hasTopK: boolean,
): readonly { readonly head: Head; readonly classes: number }[] {
  const [batch, a = 0, b = 0] = shape;
  if (shape.length !== 3 || batch !== 1) return [];
  if (b === 6 && hasTopK) return names > 0 ? [{ head: "end-to-end", classes: names }] : [];
  // as many anchors as rows: only the names can tell
  if (a === b && names > 0 && a === names + 4) return [{ head: "anchors-last", classes: names }];
  if (a < b && a >= 5 && a <= MOST_CLASSES) return [{ head: "anchors-last", classes: a - 4 }];
  if (a <= b || b < 5 || b > MOST_CLASSES) return [];
  const both = [
    { head: "objectness" as const, classes: b - 5 },
    { head: "anchors-first" as const, classes: b - 4 },
  ].filter(({ classes }) => classes > 0);
  const fitting = both.filter(({ classes }) => classes === names);
  return fitting.length > 0 ? fitting : both;
}

/**
 * Tells what kind of YOLO a model is by its input, its output and the names it carries.
 * @throws AppError model/not-onnx or model/unsupported-head with what is wrong
 */
export function readHead(model: ModelProto): ReadModel {
  const { input, inputSize } = readInput(model);
  const text = model.metadataProps?.find(({ key }) => key === "names")?.value ?? "";
  const names = readNames(text);
  const hasTopK = (model.graph?.node ?? []).some(({ opType }) => opType === "TopK");
  const outputs = (model.graph?.output ?? []).map((value) => ({
    name: value.name ?? "",
    shape: shapeOf(value),
  }));
  for (const { name, shape } of outputs) {
    const heads = possibleHeads(shape, names.length, hasTopK);
    if (heads.length > 0) return { input, inputSize, output: name, shape, names, heads };
  }
  const shape = outputs.map((one) => one.shape.join("×") || "unknown").join(", ");
  throw new AppError("model/unsupported-head", { facts: { shape: `output ${shape}` } });
}
