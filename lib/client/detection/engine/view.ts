import type { TensorShape } from "./shapes";

/** A piece of the engine's memory. */
export interface Block {
  readonly name: string;
  /** Floats. */
  length: number;
  /** First and last step that touches it. */
  first: number;
  last: number;
  /** Written before the first run and never after, or with a border of zeros that must stay: shares its place with none. */
  lasting: boolean;
  /** Where it lies, in floats, once the memory is laid out. */
  start: number;
}

/** Where a tensor lies: in a block, at an offset, with a distance in floats for each dimension. */
export interface View {
  readonly block: Block;
  readonly offset: number;
  readonly shape: TensorShape;
  readonly strides: readonly number[];
}

export function denseStrides(shape: TensorShape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** The part of a view from `begin` on along one dimension, with another shape. */
export function part(view: View, shape: TensorShape, axis: number, begin: number): View {
  return { ...view, shape, offset: view.offset + begin * view.strides[axis]! };
}

/** The same values in another order of dimensions. */
export function transposed(view: View, order: readonly number[]): View {
  return {
    ...view,
    shape: order.map((axis) => view.shape[axis]!),
    strides: order.map((axis) => view.strides[axis]!),
  };
}

/** The view with dimensions of one element more in front, and those of one element repeated, to reach `shape`. */
export function broadcastTo(view: View, shape: TensorShape): View {
  const added = shape.length - view.shape.length;
  const strides = shape.map((edge, axis) => {
    const own = view.shape[axis - added] ?? 1;
    return own === 1 && edge !== 1 ? 0 : own === 1 ? 0 : view.strides[axis - added]!;
  });
  return { ...view, shape, strides };
}

/** Dimensions that can be walked as one become one; those of one element go. The first kept is the outermost. */
export function joinDimensions(
  shape: TensorShape,
  strides: readonly (readonly number[])[],
): { shape: number[]; strides: number[][] } {
  const kept: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const edge = shape[axis]!;
    if (edge === 1) continue;
    const inner = kept[0];
    const joins =
      inner !== undefined && strides.every((own, index) => own[axis] === steps[index]![0]! * inner);
    if (joins) kept[0] = inner * edge;
    else {
      kept.unshift(edge);
      strides.forEach((own, index) => {
        steps[index]!.unshift(own[axis]!);
      });
    }
  }
  return { shape: kept, strides: steps };
}

/** The view under another shape of the same size, where its memory allows that without a copy. */
export function reshaped(view: View, shape: TensorShape): View | undefined {
  const joined = joinDimensions(view.shape, [view.strides]);
  const edges = joined.shape;
  const steps = joined.strides[0]!;
  const strides: number[] = new Array(shape.length).fill(1);
  let at = edges.length - 1;
  let left = edges[at] ?? 1;
  let step = steps[at] ?? 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const edge = shape[axis]!;
    if (edge === 1) {
      strides[axis] = step;
      continue;
    }
    if (left === 1) {
      at--;
      if (at < 0) return undefined;
      left = edges[at]!;
      step = steps[at]!;
    }
    if (left % edge !== 0) return undefined;
    strides[axis] = step;
    left /= edge;
    step *= edge;
  }
  return { ...view, shape, strides };
}

export const isDense = (view: View): boolean => {
  const { shape, strides } = joinDimensions(view.shape, [view.strides]);
  return shape.length === 0 || (shape.length === 1 && strides[0]![0] === 1);
};
