/** Strides of the levels YOLO networks answer at: the usual three, with a finer one, with a coarser one, two. */
const STRIDES: readonly (readonly number[])[] = [
  [8, 16, 32],
  [4, 8, 16, 32],
  [8, 16, 32, 64],
  [16, 32],
];

/** Anchors at each place of a network with anchor boxes. */
export const ANCHOR_BOXES = 3;

const cells = (inputSize: number, strides: readonly number[]) =>
  strides.reduce((sum, stride) => sum + Math.ceil(inputSize / stride) ** 2, 0);

/** True when a network of this input size answers at this many places. */
export function isPlaceCount(count: number, inputSize: number): boolean {
  return STRIDES.some((strides) => cells(inputSize, strides) === count);
}

/**
 * The middle of every place in model px, in the order networks answer: level by level, row by row.
 * @returns [x, y] of each, undefined when no usual network has this many
 */
export function placeCentres(
  count: number,
  inputSize: number,
): readonly (readonly [number, number])[] | undefined {
  const strides = STRIDES.find((one) => cells(inputSize, one) === count);
  return strides?.flatMap((stride) => {
    const edge = Math.ceil(inputSize / stride);
    return Array.from({ length: edge * edge }, (_, i) => {
      return [((i % edge) + 0.5) * stride, (Math.floor(i / edge) + 0.5) * stride] as const;
    });
  });
}
