import type { AttributeProto, ModelProto, TensorProto } from "../onnx/proto";
import { encodeModel } from "../onnx/read-onnx";
import { ATTRIBUTE_TYPE, DATA_TYPE } from "../onnx/schema";

type AttributeInput = number | string | readonly number[] | { readonly float: number };

export interface NodeInput {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, AttributeInput>>;
}

/** A float constant by shape and values, or a list of 64-bit integers. */
export type ConstantInput =
  | { readonly shape: readonly number[]; readonly values: ArrayLike<number> }
  | readonly number[];

export interface ModelInput {
  /** Shape by name. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly constants?: Readonly<Record<string, ConstantInput>>;
  readonly nodes: readonly NodeInput[];
  /** Default: the outputs of the last node. */
  readonly outputs?: readonly string[];
  readonly opset?: number;
}

function toAttribute(name: string, value: AttributeInput): AttributeProto {
  if (typeof value === "number") return { name, type: ATTRIBUTE_TYPE.int, i: value };
  if (typeof value === "string")
    return { name, type: ATTRIBUTE_TYPE.string, s: new TextEncoder().encode(value) };
  if ("float" in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
  return { name, type: ATTRIBUTE_TYPE.ints, ints: [...value] };
}

/** A constant as a TensorProto, its values in raw bytes. */
export function toTensor(name: string, constant: ConstantInput): TensorProto {
  if (!("shape" in constant)) {
    const rawData = new Uint8Array(BigInt64Array.from(constant, BigInt).buffer);
    return { name, dims: [constant.length], dataType: DATA_TYPE.int64, rawData };
  }
  const rawData = new Uint8Array(Float32Array.from(constant.values).buffer);
  return { name, dims: [...constant.shape], dataType: DATA_TYPE.float, rawData };
}

/** Builds a model in memory, for tests. A node without outputs gets one named after its operator and position. */
export function buildModel({ inputs, constants = {}, nodes, outputs, opset = 17 }: ModelInput): ModelProto {
  const made = nodes.map((node, i) => ({ ...node, outputs: node.outputs ?? [`${node.op}_${i}`] }));
  const value = (name: string, shape?: readonly number[]) => ({
    name,
    type: {
      tensorType: {
        elemType: DATA_TYPE.float,
        ...(shape ? { shape: { dim: shape.map((dimValue) => ({ dimValue })) } } : {}),
      },
    },
  });
  return {
    irVersion: 8,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "test",
      input: Object.entries(inputs).map(([name, shape]) => value(name, shape)),
      output: (outputs ?? made.at(-1)?.outputs ?? []).map((name) => value(name)),
      initializer: Object.entries(constants).map(([name, constant]) => toTensor(name, constant)),
      node: made.map((node) => ({
        opType: node.op,
        name: node.name ?? "",
        input: [...node.inputs],
        output: [...node.outputs],
        attribute: Object.entries(node.attributes ?? {}).map(([name, of]) => toAttribute(name, of)),
      })),
    },
  };
}

/** The model as a file's bytes. */
export function buildOnnx(model: ModelInput): Uint8Array {
  return encodeModel(buildModel(model));
}

/** `count` numbers in [-1, 1), the same each time. */
export function seededValues(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
