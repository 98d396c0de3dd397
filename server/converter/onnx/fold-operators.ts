import { permute } from "../convert/layout";
import { type ConstantTensor, elementCount, intAttribute, intsAttribute, type OnnxNode } from "./graph";
import { normaliseAxis, type OnnxShape } from "./infer-shapes";

/** A node all of whose inputs are known. */
export interface Foldable {
  readonly node: OnnxNode;
  /** By position; undefined where an optional one is left out. */
  readonly inputs: readonly (ConstantTensor | undefined)[];
  /** Shapes of its outputs, where a rule gives them. */
  readonly shapes: readonly OnnxShape[];
}

/** @returns the values of its outputs, or undefined when this node is left unchanged */
type Fold = (one: Foldable) => readonly ConstantTensor[] | undefined;

type Data = ConstantTensor["data"];

/** An empty array of the same kind. */
const like = (data: Data, length: number): Data =>
  data instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);

const relabel: Fold = ({ inputs: [input], shapes: [shape] }) =>
  input && shape ? [{ shape, data: input.data }] : undefined;

/** Index into a broadcast operand for flat index `flat` of the result. */
function operandIndex(flat: number, shape: OnnxShape, operand: OnnxShape): number {
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

/** NumPy's shape of several operands together, undefined when they do not fit. */
function broadcast(shapes: readonly OnnxShape[]): OnnxShape | undefined {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const sizes = Array.from({ length: rank }, (_, axis) => {
    return shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
  });
  const isFitting = sizes.every((all) => new Set(all.filter((size) => size !== 1)).size <= 1);
  return isFitting ? sizes.map((all) => all.find((size) => size !== 1) ?? 1) : undefined;
}

/** Value by value over operands that broadcast. @param isBoolean the result is whole numbers, 0 or 1 */
function elementwise(compute: (...values: number[]) => number, isBoolean = false): Fold {
  return ({ inputs }) => {
    const operands = inputs.filter((input) => input !== undefined);
    const shape = broadcast(operands.map((operand) => operand.shape));
    const last = operands.at(-1);
    if (!shape || !last) return undefined;
    const isFloat = !isBoolean && last.data instanceof Float32Array;
    const data = isFloat ? new Float32Array(elementCount(shape)) : new Int32Array(elementCount(shape));
    for (let i = 0; i < data.length; i++) {
      const values = operands.map((one) => one.data[operandIndex(i, shape, one.shape)] ?? 0);
      data[i] = isFloat ? compute(...values) : Math.trunc(compute(...values));
    }
    return [{ shape, data }];
  };
}

/** Takes each element of the result from somewhere in `source`. */
function pick(
  source: ConstantTensor,
  shape: OnnxShape,
  from: (index: readonly number[]) => number,
): ConstantTensor {
  const data = like(source.data, elementCount(shape));
  const index = shape.map(() => 0);
  for (let flat = 0; flat < data.length; flat++) {
    data[flat] = source.data[from(index)] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return { shape, data };
}

const flatIndex = (index: readonly number[], shape: OnnxShape) =>
  shape.reduce((flat, size, axis) => flat * size + (index[axis] ?? 0), 0);

const gather: Fold = ({ node, inputs: [source, at], shapes: [shape] }) => {
  if (!source || !at || !shape) return undefined;
  const axis = normaliseAxis(intAttribute(node, "axis", 0), source.shape.length);
  const rank = at.shape.length;
  return [
    pick(source, shape, (index) => {
      const position = at.data[flatIndex(index.slice(axis, axis + rank), at.shape)] ?? 0;
      const own = normaliseAxis(position, source.shape[axis] ?? 0);
      return flatIndex([...index.slice(0, axis), own, ...index.slice(axis + rank)], source.shape);
    }),
  ];
};

const slice: Fold = ({ inputs: [source, starts, ends, axes, steps] }) => {
  if (!source || !starts || !ends) return undefined;
  const begin = source.shape.map(() => 0);
  const end = [...source.shape];
  const step = source.shape.map(() => 1);
  starts.data.forEach((start, i) => {
    const axis = normaliseAxis(axes?.data[i] ?? i, source.shape.length);
    const size = source.shape[axis] ?? 0;
    step[axis] = steps?.data[i] ?? 1;
    const low = (step[axis] ?? 1) < 0 ? -1 : 0;
    const clamp = (value: number) => Math.min(Math.max(value < 0 ? value + size : value, low), size + low);
    begin[axis] = clamp(start);
    end[axis] = clamp(ends.data[i] ?? size);
  });
  const shape = begin.map((from, axis) =>
    Math.max(0, Math.ceil(((end[axis] ?? 0) - from) / (step[axis] ?? 1))),
  );
  const from = (index: readonly number[]) =>
    index.map((at, axis) => (begin[axis] ?? 0) + at * (step[axis] ?? 1));
  return [pick(source, shape, (index) => flatIndex(from(index), source.shape))];
};

const concat: Fold = ({ node, inputs, shapes: [shape] }) => {
  const parts = inputs.filter((input) => input !== undefined);
  const [first] = parts;
  if (!first || !shape) return undefined;
  const axis = normaliseAxis(intAttribute(node, "axis", 0), shape.length);
  const data = like(first.data, elementCount(shape));
  const inner = elementCount(shape.slice(axis + 1));
  const row = (shape[axis] ?? 0) * inner;
  let offset = 0;
  for (const part of parts) {
    const own = (part.shape[axis] ?? 0) * inner;
    for (let at = 0; at * own < part.data.length; at++) {
      data.set(part.data.subarray(at * own, (at + 1) * own), at * row + offset);
    }
    offset += own;
  }
  return [{ shape, data }];
};

const cast: Fold = ({ node, inputs: [input] }) => {
  const isFloat = [1, 10, 11].includes(intAttribute(node, "to", 1));
  if (!input) return undefined;
  const data = isFloat ? Float32Array.from(input.data) : Int32Array.from(input.data, Math.trunc);
  return [{ shape: input.shape, data }];
};

const range: Fold = ({ inputs: [start, limit, delta] }) => {
  if (!start || !limit || !delta) return undefined;
  const [from = 0, to = 0, step = 1] = [start.data[0], limit.data[0], delta.data[0]];
  const data = like(start.data, Math.max(0, Math.ceil((to - from) / step)));
  return [{ shape: [data.length], data: data.map((_, i) => from + i * step) as Data }];
};

const constantOfShape: Fold = ({ node, inputs: [sizes] }) => {
  if (!sizes) return undefined;
  const value = node.attributes.get("value");
  const one = typeof value === "object" && "data" in value ? value.data : Float32Array.of(0);
  const shape = Array.from(sizes.data);
  return [{ shape, data: like(one, elementCount(shape)).fill(one[0] ?? 0) as Data }];
};

const expand: Fold = ({ inputs: [source, sizes] }) => {
  if (!source || !sizes) return undefined;
  const shape = broadcast([source.shape, Array.from(sizes.data)]);
  if (!shape) return undefined;
  const data = like(source.data, elementCount(shape));
  return [
    { shape, data: data.map((_, i) => source.data[operandIndex(i, shape, source.shape)] ?? 0) as Data },
  ];
};

const transpose: Fold = ({ node, inputs: [input] }) => {
  if (!input) return undefined;
  const reversed = input.shape.map((_, i) => input.shape.length - 1 - i);
  const order = intsAttribute(node, "perm", reversed);
  const shape = order.map((axis) => input.shape[axis] ?? 1);
  return [{ shape, data: permute(input.data, input.shape, order) }];
};

const split: Fold = ({ node, inputs: [input], shapes }) => {
  if (!input || shapes.length === 0) return undefined;
  const axis = normaliseAxis(intAttribute(node, "axis", 0), input.shape.length);
  let start = 0;
  return shapes.map((shape) => {
    const begin = start;
    start += shape[axis] ?? 0;
    return pick(input, shape, (index) => {
      return flatIndex(
        index.map((at, i) => (i === axis ? at + begin : at)),
        input.shape,
      );
    });
  });
};

/** Operators that are computed during conversion when every input is known. */
export const FOLDS: Readonly<Record<string, Fold>> = {
  Identity: relabel,
  Reshape: relabel,
  Flatten: relabel,
  Squeeze: relabel,
  Unsqueeze: relabel,
  Add: elementwise((a, b) => (a ?? 0) + (b ?? 0)),
  Sub: elementwise((a, b) => (a ?? 0) - (b ?? 0)),
  Mul: elementwise((a, b) => (a ?? 0) * (b ?? 0)),
  Div: elementwise((a, b) => (a ?? 0) / (b ?? 1)),
  Pow: elementwise((a, b) => (a ?? 0) ** (b ?? 1)),
  Mod: elementwise((a, b) => (((a ?? 0) % (b ?? 1)) + (b ?? 1)) % (b ?? 1)),
  Max: elementwise(Math.max),
  Min: elementwise(Math.min),
  Neg: elementwise((a) => -(a ?? 0)),
  Sqrt: elementwise((a) => Math.sqrt(a ?? 0)),
  Floor: elementwise((a) => Math.floor(a ?? 0)),
  Ceil: elementwise((a) => Math.ceil(a ?? 0)),
  Equal: elementwise((a, b) => Number(a === b), true),
  Less: elementwise((a, b) => Number((a ?? 0) < (b ?? 0)), true),
  Greater: elementwise((a, b) => Number((a ?? 0) > (b ?? 0)), true),
  Not: elementwise((a) => Number(!a), true),
  And: elementwise((a, b) => Number(Boolean(a) && Boolean(b)), true),
  Or: elementwise((a, b) => Number(Boolean(a) || Boolean(b)), true),
  Where: elementwise((condition, a, b) => (condition ? (a ?? 0) : (b ?? 0))),
  Cast: cast,
  Concat: concat,
  ConstantOfShape: constantOfShape,
  Expand: expand,
  Gather: gather,
  Range: range,
  Slice: slice,
  Split: split,
  Transpose: transpose,
};
