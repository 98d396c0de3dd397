import { AppError } from "@/lib/core/errors";
import { type FoldedGraph, foldConstants } from "@/server/converter/onnx/fold-constants";
import {
  type ModelProto,
  type TensorProto,
  toInteger,
  type ValueInfoProto,
} from "@/server/converter/onnx/proto";
import { toGraph } from "@/server/converter/onnx/read-onnx";
import { readTensor } from "@/server/converter/onnx/read-tensor";
import { DATA_TYPE } from "@/server/converter/onnx/schema";
import { sortNodes } from "./sort-nodes";

/** A network as a fixed graph in 32-bit floats, which is what everything behind it takes. */
export interface PreparedModel {
  readonly model: ModelProto;
  readonly graph: FoldedGraph;
  readonly input: string;
  readonly inputSize: number;
}

const USUAL_ADVICE = "export a YOLO detection model (yolo export format=onnx) and bring that";

/** Edge of the picture where the file itself leaves it open. */
const USUAL_SIZE = 640;

/** @throws AppError model/not-fitting */
export function refuseModel(reason: string, advice = USUAL_ADVICE): never {
  throw new AppError("model/not-fitting", { facts: { reason, advice } });
}

export const metadataOf = (model: ModelProto, wanted: string) =>
  model.metadataProps?.find(({ key }) => key === wanted)?.value ?? "";

export const tensorShapeOf = (value: ValueInfoProto) =>
  (value.type?.tensorType?.shape?.dim ?? []).map((dim) => toInteger(dim.dimValue));

function widenTensor(tensor: TensorProto): TensorProto {
  if (tensor.dataType !== DATA_TYPE.float16) return tensor;
  const { data } = readTensor(tensor);
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name: tensor.name, dims: tensor.dims, dataType: DATA_TYPE.float, rawData };
}

function widenValue(value: ValueInfoProto): ValueInfoProto {
  const tensorType = value.type?.tensorType;
  if (tensorType?.elemType !== DATA_TYPE.float16) return value;
  return { ...value, type: { tensorType: { ...tensorType, elemType: DATA_TYPE.float } } };
}

/** Half precision throughout as 32-bit floats: browser and server then compute with the very same numbers. */
function widened(model: ModelProto): ModelProto {
  const graph = model.graph ?? {};
  const node = sortNodes(graph.node ?? []).map((one) => ({
    ...one,
    attribute: one.attribute?.map((attribute) => {
      const isCast = one.opType === "Cast" && attribute.name === "to";
      if (isCast && toInteger(attribute.i) === DATA_TYPE.float16) return { ...attribute, i: DATA_TYPE.float };
      return attribute.t ? { ...attribute, t: widenTensor(attribute.t) } : attribute;
    }),
  }));
  return {
    ...model,
    graph: {
      ...graph,
      node,
      initializer: (graph.initializer ?? []).map(widenTensor),
      input: (graph.input ?? []).map(widenValue),
      output: (graph.output ?? []).map(widenValue),
    },
  };
}

/** The size a file was exported at, as Ultralytics writes it: "[640, 640]". */
function exportedSize(model: ModelProto): number {
  const size = Number(/\d+/.exec(metadataOf(model, "imgsz"))?.[0] ?? USUAL_SIZE);
  return size > 0 ? size : USUAL_SIZE;
}

function pictureOf(model: ModelProto): ValueInfoProto {
  const constants = new Set((model.graph?.initializer ?? []).map(({ name }) => name));
  const inputs = (model.graph?.input ?? []).filter(({ name }) => !constants.has(name));
  const [only] = inputs;
  if (!only || inputs.length !== 1)
    refuseModel(`it takes ${inputs.length} inputs, and a detector takes one picture`);
  const type = only.type?.tensorType?.elemType;
  if (type !== DATA_TYPE.float && type !== DATA_TYPE.float16) {
    refuseModel(
      "its picture is in whole numbers, not in floats",
      "export it in floats (for Ultralytics: without int8) and bring that",
    );
  }
  return only;
}

/** Height and width that are open become the size the file was exported at, an open batch one picture. */
function fixedShape(model: ModelProto, picture: ValueInfoProto): readonly number[] {
  const shape = tensorShapeOf(picture);
  const given = shape.slice(2).find((size) => size > 0);
  const size = given ?? exportedSize(model);
  const open = [1, 3, size, size];
  const fixed = (shape.length === 0 ? open : shape).map((own, axis) => (own > 0 ? own : (open[axis] ?? 0)));
  const [batch, channels, height, width] = fixed;
  if (fixed.length !== 4 || batch !== 1 || channels !== 3 || height !== width) {
    refuseModel(
      `its input is ${fixed.join("×")}, and one square RGB picture, 1×3×640×640 say, is needed`,
      "export it with batch 1 and one size for both sides (for Ultralytics: imgsz=640) and bring that",
    );
  }
  return fixed;
}

function checkWhole(model: ModelProto): void {
  const outside = (model.graph?.initializer ?? []).find(({ dataLocation }) => dataLocation === 1);
  const file = outside?.externalData?.find(({ key }) => key === "location")?.value ?? "a file beside it";
  if (outside) {
    refuseModel(
      `its weights lie in another file (${file}), which was not brought along`,
      "save it as one file (in Python: onnx.save(onnx.load(path), path, save_as_external_data=False)) and bring that",
    );
  }
}

/**
 * Reads a decoded file as a fixed graph in 32-bit floats: half precision is widened, an open size is settled.
 * @throws AppError model/not-fitting with what is wrong, model/corrupt for tensors that do not fill their shape
 */
export function prepareModel(decoded: ModelProto): PreparedModel {
  checkWhole(decoded);
  const picture = pictureOf(decoded);
  const shape = fixedShape(decoded, picture);
  const fixed: ValueInfoProto = {
    name: picture.name,
    type: {
      tensorType: { elemType: DATA_TYPE.float, shape: { dim: shape.map((dimValue) => ({ dimValue })) } },
    },
  };
  const wide = widened(decoded);
  const model = { ...wide, graph: { ...wide.graph, input: [fixed] } };
  const graph = foldConstants(toGraph(model));
  return { model, graph, input: picture.name ?? "", inputSize: shape[2] ?? 0 };
}
