import { elementCount } from "../onnx/graph";

/**
 * How an ONNX tensor lies in memory: stored axis i is ONNX axis layout[i]. [0, 2, 3, 1] is NHWC of an NCHW tensor.
 * Axes of size 1 take no room, so two layouts that differ only in where those stand hold the same bytes.
 */
export type Layout = readonly number[];

type Shape = readonly number[];

export const CHANNELS_LAST: Layout = [0, 2, 3, 1];

/** ONNX's own order for a rank. */
export function identityLayout(rank: number): Layout {
  return Array.from({ length: rank }, (_, i) => i);
}

/** Batch first, then the spatial axes, channels last, for any rank; rank below 3 has no such order. */
function channelsLast(rank: number): Layout {
  return rank < 3 ? identityLayout(rank) : [0, ...identityLayout(rank).slice(2), 1];
}

/** Shape as stored. */
export function storedShape(shape: Shape, layout: Layout): Shape {
  return layout.map((axis) => shape[axis] ?? 1);
}

/** The axes that take room, in stored order. */
export function solidAxes(shape: Shape, layout: Layout): readonly number[] {
  return layout.filter((axis) => shape[axis] !== 1);
}

/** True when both layouts hold the same bytes in the same order. */
export function isSameMemory(shape: Shape, a: Layout, b: Layout): boolean {
  const other = solidAxes(shape, b);
  return solidAxes(shape, a).every((axis, i) => other[i] === axis);
}

/** The permutation that takes a tensor stored as `from` to `to`. */
export function transposition(from: Layout, to: Layout): readonly number[] {
  return to.map((axis) => from.indexOf(axis));
}

/** Row-major copy of `data` with its axes permuted. */
export function permute<T extends Float32Array | Int32Array>(data: T, shape: Shape, layout: Layout): T {
  const target = storedShape(shape, layout);
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  const result = data.slice() as T;
  const index = target.map(() => 0);
  for (let flat = 0; flat < result.length; flat++) {
    let source = 0;
    for (let i = 0; i < index.length; i++) source += (index[i] ?? 0) * (strides[layout[i] ?? 0] ?? 0);
    result[flat] = data[source] ?? 0;
    for (let i = index.length - 1; i >= 0; i--) {
      index[i] = (index[i] ?? 0) + 1;
      if ((index[i] ?? 0) < (target[i] ?? 0)) break;
      index[i] = 0;
    }
  }
  return result;
}

/** Adds the axes of size 1 to an order of the others, as one of the usual layouts where that fits. */
function withUnitAxes(shape: Shape, solid: readonly number[]): Layout {
  const rank = shape.length;
  for (const usual of [identityLayout(rank), channelsLast(rank)]) {
    if (solidAxes(shape, usual).every((axis, i) => solid[i] === axis)) return usual;
  }
  return [...identityLayout(rank).filter((axis) => shape[axis] === 1), ...solid];
}

/** Pairs runs of axes of two shapes that hold the same elements: [4, 6] → [24], [8, 3] → [2, 4, 3]. */
function matchAxes(from: Shape, to: Shape): readonly { from: number[]; to: number[] }[] {
  const left = identityLayout(from.length).filter((axis) => from[axis] !== 1);
  const right = identityLayout(to.length).filter((axis) => to[axis] !== 1);
  if (elementCount(from) !== elementCount(to))
    throw new RangeError(`${from.join("x")} is not ${to.join("x")}`);
  const groups: { from: number[]; to: number[] }[] = [];
  while (left.length > 0 || right.length > 0) {
    const group = { from: [] as number[], to: [] as number[] };
    let a = 1;
    let b = 1;
    do {
      if (a <= b && left.length > 0) {
        const axis = left.shift() ?? 0;
        group.from.push(axis);
        a *= from[axis] ?? 1;
      } else {
        const axis = right.shift() ?? 0;
        group.to.push(axis);
        b *= to[axis] ?? 1;
      }
    } while (a !== b);
    groups.push(group);
  }
  return groups;
}

/**
 * The layout in which a reshape moves no data: splitting or joining axes that lie together in memory.
 * @param layout how the tensor of shape `from` is stored
 * @returns how the same bytes read as shape `to`, or undefined when the reshape crosses the stored order
 */
export function reshapedLayout(from: Shape, layout: Layout, to: Shape): Layout | undefined {
  const groups = matchAxes(from, to);
  const pending = [...solidAxes(from, layout)];
  const solid: number[] = [];
  while (pending.length > 0) {
    const group = groups.find((candidate) => candidate.from[0] === pending[0]);
    if (!group?.from.every((axis, i) => pending[i] === axis)) return undefined;
    pending.splice(0, group.from.length);
    solid.push(...group.to);
  }
  return withUnitAxes(to, solid);
}
