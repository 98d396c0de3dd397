import {
  type ConstantTensor,
  elementCount,
  inputName,
  intAttribute,
  intsAttribute,
  type OnnxGraph,
  type OnnxNode,
  stringAttribute,
  unsupported,
} from "./graph";
import { growingWindow, spatialWindow } from "./spatial";

export type OnnxShape = readonly number[];

/** What a shape rule may ask about a node's inputs. */
export interface ShapeContext {
  shape(name: string): OnnxShape;
  constant(name: string): ConstantTensor | undefined;
}

type ShapeRule = (node: OnnxNode, context: ShapeContext) => readonly OnnxShape[];

/** Maps a possibly negative axis into [0, rank). */
export function normaliseAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** NumPy broadcasting of two shapes. @throws AppError model/unsupported-operator when they do not fit */
export function broadcastShapes(node: OnnxNode, a: OnnxShape, b: OnnxShape): OnnxShape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw unsupported(node, `shapes ${a.join("x")} and ${b.join("x")}`);
    return Math.max(x, y);
  });
}

/** A constant integer list from input `index`, or undefined when that input is left out. */
export function constantInts(
  node: OnnxNode,
  context: ShapeContext,
  index: number,
): readonly number[] | undefined {
  const name = node.inputs[index];
  if (!name) return undefined;
  const tensor = context.constant(name);
  if (!tensor)
    throw unsupported(node, `input ${index} (${name}) is computed; only constants are supported there`);
  return Array.from(tensor.data);
}

/** Axes from an attribute (older opsets) or from input `index` (newer); undefined when neither is there. */
export function axesOf(node: OnnxNode, context: ShapeContext, index: number): readonly number[] | undefined {
  const axes = constantInts(node, context, index) ?? intsAttribute(node, "axes", []);
  return axes.length > 0 ? axes : undefined;
}

/** Sizes of Split's outputs along its axis. */
export function splitSizes(node: OnnxNode, context: ShapeContext): readonly number[] {
  const shape = context.shape(inputName(node, 0));
  const total = shape[normaliseAxis(intAttribute(node, "axis", 0), shape.length)] ?? 0;
  const given = constantInts(node, context, 1) ?? intsAttribute(node, "split", []);
  if (given.length > 0) return given;
  const each = Math.ceil(total / node.outputs.length);
  return node.outputs.map((_, i) => Math.min(each, total - i * each));
}

/** Slice resolved per axis of the input: begin, end (exclusive) and step, steps positive. */
export interface SliceRange {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly step: readonly number[];
}

/** @throws AppError model/unsupported-operator for negative steps or computed limits */
export function sliceRange(node: OnnxNode, context: ShapeContext): SliceRange {
  const shape = context.shape(inputName(node, 0));
  const starts = constantInts(node, context, 1) ?? intsAttribute(node, "starts", []);
  const ends = constantInts(node, context, 2) ?? intsAttribute(node, "ends", []);
  const axes = axesOf(node, context, 3) ?? starts.map((_, i) => i);
  const steps = constantInts(node, context, 4) ?? starts.map(() => 1);
  const begin = shape.map(() => 0);
  const end = [...shape];
  const step = shape.map(() => 1);
  axes.forEach((given, i) => {
    const axis = normaliseAxis(given, shape.length);
    const size = shape[axis] ?? 0;
    const clamp = (value: number) => Math.min(Math.max(value < 0 ? value + size : value, 0), size);
    if ((steps[i] ?? 1) < 1) throw unsupported(node, "a negative step");
    begin[axis] = clamp(starts[i] ?? 0);
    end[axis] = clamp(ends[i] ?? size);
    step[axis] = steps[i] ?? 1;
  });
  return { begin, end, step };
}

/** How much Pad adds on each axis. @throws AppError model/unsupported-operator for cutting and other modes */
export function padSizes(node: OnnxNode, context: ShapeContext): { before: OnnxShape; after: OnnxShape } {
  const rank = context.shape(inputName(node, 0)).length;
  const given = constantInts(node, context, 1) ?? intsAttribute(node, "pads", []);
  const axes = constantInts(node, context, 3) ?? Array.from({ length: rank }, (_, i) => i);
  const mode = stringAttribute(node, "mode", "constant");
  if (mode !== "constant") throw unsupported(node, `mode ${mode}`);
  if (given.some((size) => size < 0)) throw unsupported(node, "a negative size, which cuts");
  const before = Array<number>(rank).fill(0);
  const after = Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    before[normaliseAxis(axis, rank)] = given[i] ?? 0;
    after[normaliseAxis(axis, rank)] = given[i + axes.length] ?? 0;
  });
  return { before, after };
}

const sameShape: ShapeRule = (node, context) => [context.shape(inputName(node, 0))];

const broadcast: ShapeRule = (node, context) => [
  broadcastShapes(node, context.shape(inputName(node, 0)), context.shape(inputName(node, 1))),
];

const convolution: ShapeRule = (node, context) => {
  const input = context.shape(inputName(node, 0));
  const kernel = context.shape(inputName(node, 1));
  return [[input[0] ?? 1, kernel[0] ?? 0, ...spatialWindow(node, input, kernel.slice(2)).output]];
};

const transposedConvolution: ShapeRule = (node, context) => {
  const input = context.shape(inputName(node, 0));
  const kernel = context.shape(inputName(node, 1));
  return [[input[0] ?? 1, kernel[1] ?? 0, ...growingWindow(node, input, kernel).output]];
};

const pad: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const { before, after } = padSizes(node, context);
  return [shape.map((size, axis) => size + (before[axis] ?? 0) + (after[axis] ?? 0))];
};

const pooling: ShapeRule = (node, context) => {
  const input = context.shape(inputName(node, 0));
  const window = spatialWindow(node, input, intsAttribute(node, "kernel_shape", []));
  return [[input[0] ?? 1, input[1] ?? 0, ...window.output]];
};

const concat: ShapeRule = (node, context) => {
  const shapes = node.inputs.map((name) => context.shape(name));
  const first = [...(shapes[0] ?? [])];
  const axis = normaliseAxis(intAttribute(node, "axis", 0), first.length);
  first[axis] = shapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0);
  return [first];
};

const split: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const axis = normaliseAxis(intAttribute(node, "axis", 0), shape.length);
  return splitSizes(node, context).map((size) => shape.map((old, i) => (i === axis ? size : old)));
};

const reduction: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const axes = (axesOf(node, context, 1) ?? shape.map((_, i) => i)).map((a) =>
    normaliseAxis(a, shape.length),
  );
  const keep = intAttribute(node, "keepdims", 1) === 1;
  return [shape.flatMap((size, i) => (axes.includes(i) ? (keep ? [1] : []) : [size]))];
};

const resize: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const sizes = constantInts(node, context, 3);
  if (sizes && sizes.length > 0) return [sizes];
  const scales = constantInts(node, context, node.inputs.length > 2 ? 2 : 1);
  if (!scales?.length) throw unsupported(node, "neither sizes nor scales");
  return [shape.map((size, i) => Math.floor(size * (scales[i] ?? 1)))];
};

const reshape: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const target = constantInts(node, context, 1) ?? intsAttribute(node, "shape", []);
  const copyZero = intAttribute(node, "allowzero", 0) === 0;
  const filled = target.map((size, i) => (size === 0 && copyZero ? (shape[i] ?? 1) : size));
  const known = elementCount(filled.filter((size) => size !== -1));
  const result = filled.map((size) => (size === -1 ? elementCount(shape) / known : size));
  if (elementCount(result) !== elementCount(shape)) {
    throw unsupported(node, `${shape.join("x")} does not fit ${target.join("x")}`);
  }
  return [result];
};

const flatten: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const axis = normaliseAxis(intAttribute(node, "axis", 1), shape.length);
  return [[elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))]];
};

const squeeze: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const axes = axesOf(node, context, 1)?.map((axis) => normaliseAxis(axis, shape.length));
  return [shape.filter((size, i) => (axes ? !axes.includes(i) : size !== 1))];
};

const unsqueeze: ShapeRule = (node, context) => {
  const shape = [...context.shape(inputName(node, 0))];
  const given = axesOf(node, context, 1) ?? [];
  const rank = shape.length + given.length;
  const axes = given.map((axis) => normaliseAxis(axis, rank));
  return [Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (shape.shift() ?? 1)))];
};

const transpose: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const reversed = shape.map((_, i) => shape.length - 1 - i);
  return [intsAttribute(node, "perm", reversed).map((axis) => shape[axis] ?? 0)];
};

const matrixProduct: ShapeRule = (node, context) => {
  const a = context.shape(inputName(node, 0));
  const b = context.shape(inputName(node, 1));
  if (a.length < 2 || b.length < 2) throw unsupported(node, "an operand of rank 1");
  if (a.at(-1) !== b.at(-2)) throw unsupported(node, `shapes ${a.join("x")} and ${b.join("x")}`);
  return [[...broadcastShapes(node, a.slice(0, -2), b.slice(0, -2)), a.at(-2) ?? 0, b.at(-1) ?? 0]];
};

const slice: ShapeRule = (node, context) => {
  const { begin, end, step } = sliceRange(node, context);
  return [begin.map((from, i) => Math.max(Math.ceil(((end[i] ?? 0) - from) / (step[i] ?? 1)), 0))];
};

const gather: ShapeRule = (node, context) => {
  const shape = context.shape(inputName(node, 0));
  const axis = normaliseAxis(intAttribute(node, "axis", 0), shape.length);
  return [[...shape.slice(0, axis), ...context.shape(inputName(node, 1)), ...shape.slice(axis + 1)]];
};

const globalPool: ShapeRule = (node, context) => [
  context.shape(inputName(node, 0)).map((size, axis) => (axis < 2 ? size : 1)),
];

const constantNode: ShapeRule = (node, context) => [context.shape(node.outputs[0] ?? "")];

const RULES: Readonly<Record<string, ShapeRule>> = {
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  MaxPool: pooling,
  AveragePool: pooling,
  GlobalAveragePool: globalPool,
  Sigmoid: sameShape,
  HardSigmoid: sameShape,
  BatchNormalization: sameShape,
  HardSwish: sameShape,
  Relu: sameShape,
  LeakyRelu: sameShape,
  Clip: sameShape,
  Exp: sameShape,
  Tanh: sameShape,
  Sqrt: sameShape,
  Neg: sameShape,
  Abs: sameShape,
  Softmax: sameShape,
  Identity: sameShape,
  Cast: sameShape,
  Constant: constantNode,
  Add: broadcast,
  Sub: broadcast,
  Mul: broadcast,
  Div: broadcast,
  Pow: broadcast,
  Max: broadcast,
  Min: broadcast,
  Concat: concat,
  Pad: pad,
  Split: split,
  ReduceMean: reduction,
  ReduceSum: reduction,
  ReduceMax: reduction,
  Resize: resize,
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  MatMul: matrixProduct,
  Slice: slice,
  Gather: gather,
};

/**
 * Shapes of one node's outputs.
 * @throws AppError model/unsupported-operator naming operator and node
 */
export function nodeShapes(node: OnnxNode, context: ShapeContext): readonly OnnxShape[] {
  const rule = RULES[node.opType];
  if (!rule) throw unsupported(node, "the operator is not known");
  return rule(node, context);
}

/** Looks shapes up in a map. @returns a context that names the node when an input is missing */
export function shapeContext(
  node: OnnxNode,
  shapes: ReadonlyMap<string, OnnxShape>,
  constants: ReadonlyMap<string, ConstantTensor>,
): ShapeContext {
  return {
    shape: (name) => {
      const shape = shapes.get(name);
      if (!shape) throw unsupported(node, `its input ${name} is not in the graph`);
      return shape;
    },
    constant: (name) => constants.get(name),
  };
}

/**
 * Computes the shape of every tensor of a static graph.
 * @returns shape by tensor name, constants included
 * @throws AppError model/unsupported-operator naming the operator and node of the first one not supported
 */
export function inferShapes(graph: OnnxGraph): ReadonlyMap<string, OnnxShape> {
  const shapes = new Map<string, OnnxShape>();
  for (const [name, tensor] of graph.constants) shapes.set(name, tensor.shape);
  for (const input of graph.inputs) shapes.set(input.name, input.shape);
  for (const node of graph.nodes) {
    nodeShapes(node, shapeContext(node, shapes, graph.constants)).forEach((shape, at) => {
      const output = node.outputs[at];
      if (output) shapes.set(output, shape);
    });
  }
  return shapes;
}
