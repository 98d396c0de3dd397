/** A small grey copy of a photo. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** [height × width] 0..255, row-major. */
  readonly pixels: Uint8Array;
}

/**
 * Shrinks a grey image to `side` × `side` by averaging the area under each cell, aspect ratio given up.
 * @returns [side × side] means in 0..255
 * @throws RangeError for an empty image
 */
export function shrinkGrey(image: GreyImage, side: number): Float64Array {
  if (image.width < 1 || image.height < 1) throw new RangeError("an empty image");
  const cells = new Float64Array(side * side);
  const columns = axisWeights(image.width, side);
  const rows = axisWeights(image.height, side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) cells[y * side + x] = cellMean(image, columns[x]!, rows[y]!);
  }
  return cells;
}

interface AxisCell {
  readonly from: number;
  /** Share of each source pixel from `from` on; they add up to 1. */
  readonly weights: readonly number[];
}

function axisWeights(length: number, side: number): readonly AxisCell[] {
  return Array.from({ length: side }, (_, index) => {
    const start = (index * length) / side;
    const end = ((index + 1) * length) / side;
    const from = Math.floor(start);
    const weights: number[] = [];
    for (let at = from; at < Math.min(Math.ceil(end), length); at++) {
      weights.push((Math.min(at + 1, end) - Math.max(at, start)) / (end - start));
    }
    return { from, weights };
  });
}

function cellMean({ width, pixels }: GreyImage, column: AxisCell, row: AxisCell): number {
  let sum = 0;
  for (let y = 0; y < row.weights.length; y++) {
    const start = (row.from + y) * width + column.from;
    let line = 0;
    for (let x = 0; x < column.weights.length; x++) line += pixels[start + x]! * column.weights[x]!;
    sum += line * row.weights[y]!;
  }
  return sum;
}
