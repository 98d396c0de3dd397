import { type ConstantTensor, elementCount, type OnnxGraph, type OnnxNode } from "./graph";
import { broadcastShapes, inferShapes } from "./infer-shapes";

type Fold = (inputs: readonly ConstantTensor[], shape: readonly number[]) => ConstantTensor;

const relabel: Fold = ([input], shape) => ({ shape, data: input?.data ?? new Float32Array() });

/** Index into a broadcast operand for flat index `flat` of the result. */
function operandIndex(flat: number, shape: readonly number[], operand: readonly number[]): number {
  let rest = flat;
  let index = 0;
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    const own = operand[axis - shape.length + operand.length] ?? 1;
    if (own !== 1) index += (rest % size) * stride;
    stride *= own;
    rest = Math.floor(rest / size);
  }
  return index;
}

function elementwise(compute: (a: number, b: number) => number): Fold {
  return ([a, b], shape) => {
    if (!a || !b) throw new RangeError("elementwise needs two operands");
    const float = a.data instanceof Float32Array;
    const data = float ? new Float32Array(elementCount(shape)) : new Int32Array(elementCount(shape));
    for (let i = 0; i < data.length; i++) {
      const x = a.data[operandIndex(i, shape, a.shape)] ?? 0;
      const y = b.data[operandIndex(i, shape, b.shape)] ?? 0;
      data[i] = float ? compute(x, y) : Math.trunc(compute(x, y));
    }
    return { shape, data };
  };
}

const FOLDS: Readonly<Record<string, Fold>> = {
  Identity: relabel,
  Reshape: relabel,
  Flatten: relabel,
  Squeeze: relabel,
  Unsqueeze: relabel,
  Add: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  Div: elementwise((a, b) => a / b),
};

const FLOAT_TYPES = new Set([1, 10, 11]);

function foldCast(node: OnnxNode, input: ConstantTensor): ConstantTensor {
  const to = node.attributes.get("to");
  const float = typeof to === "number" && FLOAT_TYPES.has(to);
  return {
    shape: input.shape,
    data: float ? Float32Array.from(input.data) : Int32Array.from(input.data, Math.trunc),
  };
}

function foldNode(
  node: OnnxNode,
  constants: ReadonlyMap<string, ConstantTensor>,
): ConstantTensor | undefined {
  if (node.opType === "Constant") {
    const value = node.attributes.get("value");
    if (value && typeof value === "object" && "data" in value) return value;
    const float = node.attributes.get("value_float");
    if (typeof float === "number") return { shape: [], data: Float32Array.of(float) };
    const int = node.attributes.get("value_int");
    if (typeof int === "number") return { shape: [], data: Int32Array.of(int) };
    const ints = node.attributes.get("value_ints");
    if (Array.isArray(ints)) return { shape: [ints.length], data: Int32Array.from(ints as number[]) };
    return undefined;
  }
  const inputs = node.inputs.map((name) => constants.get(name));
  if (inputs.length === 0 || !inputs.every((input) => input !== undefined)) return undefined;
  const [first, second] = inputs;
  if (!first) return undefined;
  if (node.opType === "Cast") return foldCast(node, first);
  const fold = FOLDS[node.opType];
  if (!fold) return undefined;
  const shape =
    second && fold !== relabel
      ? broadcastShapes(node, first.shape, second.shape)
      : (inferShapes({ opset: 0, inputs: [], outputs: [], nodes: [node], constants }).get(
          node.outputs[0] ?? "",
        ) ?? []);
  return fold(inputs, shape);
}

/**
 * Replaces nodes that only compute with constants by their result: Constant, Cast, reshapes and arithmetic.
 * @returns a graph without them; the given one is not mutated
 */
export function foldConstants(graph: OnnxGraph): OnnxGraph {
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.filter((node) => {
    const value = foldNode(node, constants);
    const output = node.outputs[0];
    if (!value || output === undefined || graph.outputs.includes(output)) return true;
    constants.set(output, value);
    return false;
  });
  return { ...graph, nodes, constants };
}
