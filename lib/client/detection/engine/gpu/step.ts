import { joinDimensions, type View } from "@/lib/client/detection/engine/view";

/** Threads of a workgroup, in every shader of the engine. */
export const GROUP_SIZE = 64;

/** A piece of work on the GPU. Steps of which none needs another's result are done by one dispatch. */
export interface GpuStep {
  /** The node it implements. */
  readonly node: string;
  readonly kind: string;
  readonly reads: readonly View[];
  readonly writes: readonly View[];
  /** Workgroups it needs. */
  readonly groups: number;
  /** It writes floats one by one, or reads or writes four that do not begin at a multiple of four. */
  readonly single: boolean;
  /** Groups of four floats that the threads of its workgroup share. */
  readonly shared: number;
  /**
   * WGSL that a function of `group` and `lane` does, written once all blocks have their place.
   * A body with a barrier must reach it in every thread.
   */
  body(): string;
}

/** Position of a view's first value in the memory, in floats. The blocks must have their places. */
export const startOf = ({ block, offset }: View): number => block.start + offset;

/** Whether all rows of a view begin at a multiple of four floats. Blocks do. */
export function isAligned({ offset, shape, strides }: View): boolean {
  const steps = strides.filter((_, axis) => axis < strides.length - 1 && shape[axis] !== 1);
  return offset % 4 === 0 && steps.every((step) => step % 4 === 0);
}

/**
 * WGSL that walks dimensions with one index.
 * @param index name of the variable that counts through all of `shape`, the last dimension fastest
 * @param walked name → floats from one index to the next, by dimension
 * @returns declarations of one variable for each name
 */
export function walk(
  index: string,
  shape: readonly number[],
  walked: Readonly<Record<string, { readonly start: number; readonly strides: readonly number[] }>>,
): string {
  const lines: string[] = [];
  const sums = Object.fromEntries(Object.entries(walked).map(([name, { start }]) => [name, [`${start}u`]]));
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const position = axis === 0 ? rest : `${index}_${axis}`;
    if (axis > 0) lines.push(`let ${position} = ${rest} % ${shape[axis]}u;`);
    for (const [name, { strides }] of Object.entries(walked)) {
      if (strides[axis] !== 0) sums[name]!.push(`${position} * ${strides[axis]}u`);
    }
    if (axis > 0) {
      lines.push(`let ${index}_over_${axis} = ${rest} / ${shape[axis]}u;`);
      rest = `${index}_over_${axis}`;
    }
  }
  for (const [name, parts] of Object.entries(sums)) lines.push(`let ${name} = ${parts.join(" + ")};`);
  return lines.join("\n");
}

/** The dimensions of views of one shape, joined where all of them allow it; at least one is left. */
export function walkedTogether(shape: readonly number[], views: readonly View[]) {
  const joined = joinDimensions(
    shape,
    views.map(({ strides }) => strides),
  );
  if (joined.shape.length > 0) return joined;
  return { shape: [1], strides: views.map(() => [1]) };
}
