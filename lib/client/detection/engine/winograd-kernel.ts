import { Code, type Local } from "@/lib/core/wasm/assembler";
import { activationScratch, emitActivation } from "./activation";
import { type ConvolutionShape, packedLength, packWeights, panelChannels } from "./convolution-kernel";
import { FILTER_TRANSFORM, pointsOf, TransformWriter, type WinogradEdge } from "./winograd-transforms";

/** Everything the code of a 3 × 3 convolution with stride 1 is made for. Steps are in floats, channels in fours. */
export interface WinogradShape
  extends Pick<
    ConvolutionShape,
    | "inChannels"
    | "outChannels"
    | "outWidth"
    | "inPixelStep"
    | "inRowStep"
    | "outPixelStep"
    | "outRowStep"
    | "activation"
    | "residual"
  > {
  readonly edge: WinogradEdge;
  readonly outHeight: number;
  /** Rows of squares that go through the three steps together; divides their number. */
  readonly rowsPerBlock: number;
}

/** Squares down and across the output; the last ones may reach beyond it. */
export const squaresOf = (shape: Pick<WinogradShape, "edge" | "outHeight" | "outWidth">) => ({
  down: Math.ceil(shape.outHeight / shape.edge),
  across: Math.ceil(shape.outWidth / shape.edge),
});

/** Squares that go through the three steps together. */
const squaresPerBlock = (shape: WinogradShape): number => shape.rowsPerBlock * squaresOf(shape).across;

/** Floats of the matrices of one block of squares, before and after the products. */
export const winogradMatrices = (shape: WinogradShape): number => matricesBytes(shape) / 4;

/** Floats that a thread needs for itself while it transforms a square. */
export const winogradOwn = (edge: WinogradEdge): number => pointsOf(edge) ** 2 * 4;

/** The product of one point's matrices, as a convolution over the squares of a block. */
export function winogradProduct(shape: WinogradShape): ConvolutionShape {
  const { inChannels, outChannels } = shape;
  const squares = squaresPerBlock(shape);
  return {
    kernel: [1, 1],
    stride: [1, 1],
    dilation: [1, 1],
    inChannels,
    outChannels,
    outWidth: squares,
    inPixelStep: inChannels,
    inRowStep: squares * inChannels,
    outPixelStep: outChannels,
    outRowStep: squares * outChannels,
    activation: "linear",
    rowsPerBlock: 1,
  };
}

/** Floats of packed weights, the bias behind them. */
export function packedWinogradLength(edge: WinogradEdge, inChannels: number, outChannels: number): number {
  return pointsOf(edge) ** 2 * packedLength(inChannels, outChannels) + outChannels;
}

/**
 * Transformed weights in the order the code reads them: for each point the packed panels of a product, then the bias.
 * @param filter [3, 3, in, out], row-major
 * @param bias `outChannels` values, zeros if undefined
 */
export function packWinograd(
  edge: WinogradEdge,
  filter: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  outChannels: number,
  target: Float32Array,
): void {
  const rows = FILTER_TRANSFORM[edge];
  const count = filter.length / 9;
  const each = packedLength(count / outChannels, outChannels);
  const transformed = new Float64Array(count);
  rows.forEach((down, y) => {
    rows.forEach((along, x) => {
      transformed.fill(0);
      for (let tap = 0; tap < 9; tap++) {
        const factor = down[Math.floor(tap / 3)]! * along[tap % 3]!;
        if (factor === 0) continue;
        for (let at = 0; at < count; at++) transformed[at]! += factor * filter[tap * count + at]!;
      }
      const start = (y * rows.length + x) * each;
      packWeights(transformed, undefined, outChannels, target.subarray(start, start + each));
    });
  });
  const biasAt = rows.length ** 2 * each;
  for (let channel = 0; channel < outChannels; channel++) target[biasAt + channel] = bias?.[channel] ?? 0;
}

/**
 * Writes a 3 × 3 convolution with stride 1 by Winograd's algorithm: a square of 4 × 4 (2 × 2) output pixels takes 36
 * (16) products for a pair of channels where the definition takes 144 (36). Three functions work on the scratch of a block of
 * squares, and a fourth calls them for whole blocks:
 *
 * - `transform(input, matrices, own, first row of squares, end)`: input at the first tap of output 0, 0; padding must be zeros in memory
 * - `product(weights, matrices, first point, end)`: each point's matrix by `convolution`, a 1 × 1 convolution over the squares
 * - `finish(weights, output, residual, matrices, own, first row of squares, end)`: sums back to pixels, bias, activation, residual
 * - `blocks(input, weights, output, residual, scratch, first block, end)`: scratch is matrices, and behind them what is a thread's own
 *
 * Threads may share the matrices of one block, each with rows or points of its own; `own` is never shared. Addresses are in bytes. Nothing is read that only pixels outside the output would need.
 */
export function writeWinograd(
  shape: WinogradShape,
  names: { readonly transform: string; readonly product: string; readonly finish: string },
  convolution: string,
  fused: boolean,
): { transform: Code; product: Code; finish: Code; blocks: Code } {
  return {
    transform: new TransformKernel(new Code(5, fused), shape).write(),
    product: writeProduct(new Code(4, fused), shape, convolution),
    finish: new FinishKernel(new Code(7, fused), shape).write(),
    blocks: writeBlocks(new Code(7, fused), shape, names),
  };
}

/** Bytes from one point's matrix to the next: a cache line more than it has, so that not all points share a cache set. */
const matrixBytes = (shape: WinogradShape, channels: number) => (squaresPerBlock(shape) * channels + 16) * 4;

/** Where among the matrices the sums begin, in bytes. */
const sumsAt = (shape: WinogradShape) => pointsOf(shape.edge) ** 2 * matrixBytes(shape, shape.inChannels);

const matricesBytes = (shape: WinogradShape) =>
  sumsAt(shape) + pointsOf(shape.edge) ** 2 * matrixBytes(shape, shape.outChannels);

function writeBlocks(code: Code, shape: WinogradShape, names: Parameters<typeof writeWinograd>[1]): Code {
  const [input, weights, output, residual, scratch, first, end] = [0, 1, 2, 3, 4, 5, 6].map((index) =>
    code.parameter(index),
  ) as [Local, Local, Local, Local, Local, Local, Local];
  const [block, row, rowEnd] = [code.local("i32"), code.local("i32"), code.local("i32")];
  code.get(first).set(block);
  code.countTo(block, end, 1, () => {
    code.get(block).integer(shape.rowsPerBlock).multiply().set(row);
    code.advance(rowEnd, shape.rowsPerBlock, row);
    const own = () => code.get(scratch).integer(matricesBytes(shape)).add();
    code.get(input).get(scratch);
    own().get(row).get(rowEnd).call(names.transform);
    code
      .get(weights)
      .get(scratch)
      .integer(0)
      .integer(pointsOf(shape.edge) ** 2)
      .call(names.product);
    code.get(weights).get(output).get(residual).get(scratch);
    own().get(row).get(rowEnd).call(names.finish);
  });
  return code;
}

function writeProduct(code: Code, shape: WinogradShape, convolution: string): Code {
  const [weights, matrices, first, end] = [0, 1, 2, 3].map((index) => code.parameter(index)) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const point = code.local("i32");
  const panels = Math.ceil(shape.outChannels / panelChannels(shape.outChannels));
  const at = (base: Local, step: number, start = 0) =>
    code.get(point).integer(step).multiply().get(base).add().integer(start).add();
  const sums = () => at(matrices, matrixBytes(shape, shape.outChannels), sumsAt(shape));
  code.get(first).set(point);
  code.countTo(point, end, 1, () => {
    at(matrices, matrixBytes(shape, shape.inChannels));
    at(weights, packedLength(shape.inChannels, shape.outChannels) * 4);
    sums();
    // the product adds nothing to its sums: what it would add is not read
    sums();
    code.integer(0).integer(1).integer(0).integer(panels).call(convolution);
  });
  return code;
}

/** What transforming there and back have in common: rows of squares, some of which reach beyond the output. */
abstract class SquaresKernel {
  protected readonly points: number;
  protected readonly transforms: TransformWriter;
  protected readonly values: Local[];
  protected readonly made: Local;
  /** Where in the image the square and channels are that are worked on. */
  protected readonly pixel: Local;
  /** Where among the matrices they are. */
  protected readonly square: Local;
  private readonly row: Local;
  private readonly counters: Local[];

  constructor(
    protected readonly code: Code,
    protected readonly shape: WinogradShape,
    /** Where the square is kept between its transforms down and across. */
    protected readonly between: Local,
  ) {
    this.points = pointsOf(shape.edge);
    this.transforms = new TransformWriter(code, shape.edge);
    this.values = Array.from({ length: this.points }, () => code.local("v128"));
    this.made = code.local("v128");
    const integer = () => code.local("i32");
    this.pixel = integer();
    this.square = integer();
    this.row = integer();
    this.counters = Array.from({ length: 3 }, integer);
  }

  /** One row of squares, each with `height` rows of pixels within the output. */
  protected abstract writeRow(height: number): void;

  protected writeRows(first: Local, end: Local): Code {
    const { code, shape, row } = this;
    this.transforms.start();
    const left = shape.outHeight % shape.edge;
    const fullRows = code.local("i32");
    code.integer(Math.floor(shape.outHeight / shape.edge)).set(fullRows);
    code.get(first).set(row);
    code.countTo(row, end, 1, () => {
      if (left === 0) {
        this.writeRow(shape.edge);
        return;
      }
      code.whenLess(row, fullRows, () => this.writeRow(shape.edge));
      const next = this.counters[0]!;
      code.advance(next, 1, row);
      code.whenLess(fullRows, next, () => this.writeRow(left));
    });
    return code;
  }

  /** All squares of a row, each with as many pixels as it has within the output. */
  protected acrossRow(each: (width: number) => void): void {
    const { edge, outWidth } = this.shape;
    this.repeat(0, Math.floor(outWidth / edge), () => each(edge));
    if (outWidth % edge > 0) each(outWidth % edge);
  }

  /** target = base + row of squares · rows of pixels */
  protected imageRow(base: Local, rowStep: number, target: Local): void {
    const { code, shape } = this;
    code
      .get(this.row)
      .integer(shape.edge * rowStep * 4)
      .multiply()
      .get(base)
      .add()
      .set(target);
  }

  /** square = where the row's first square of a matrix with so many channels is in its block */
  protected squaresRow(matrices: Local, start: number, channels: number): void {
    const { code, shape } = this;
    code.get(this.row).integer(shape.rowsPerBlock).remainder();
    code.integer(squaresOf(shape).across * channels * 4).multiply();
    code.get(matrices).add().integer(start).add().set(this.square);
  }

  /** A loop with one of the function's counters, one for each depth. */
  protected repeat(depth: number, count: number, body: () => void): void {
    const { code } = this;
    if (count === 0) return;
    if (count === 1) {
      body();
      return;
    }
    const counter = this.counters[depth]!;
    code.integer(count).set(counter);
    code.repeat(body, () => code.get(counter).integer(1).subtract().tee(counter));
  }
}

class TransformKernel extends SquaresKernel {
  constructor(code: Code, shape: WinogradShape) {
    super(code, shape, code.parameter(2));
  }

  write(): Code {
    const { code } = this;
    return this.writeRows(code.parameter(3), code.parameter(4));
  }

  protected override writeRow(height: number): void {
    const { code, shape } = this;
    this.imageRow(code.parameter(0), shape.inRowStep, this.pixel);
    this.squaresRow(code.parameter(1), 0, shape.inChannels);
    this.acrossRow((width) => {
      this.repeat(1, shape.inChannels / 4, () => {
        this.transformSquare(height + 2, width + 2);
        code.advance(this.pixel, 16);
        code.advance(this.square, 16);
      });
      code.advance(this.pixel, (shape.edge * shape.inPixelStep - shape.inChannels) * 4);
    });
  }

  /** Four channels of one square, of which so many rows and columns of input are read; the rest counts as zeros. */
  private transformSquare(rows: number, columns: number): void {
    const { code, shape, points, values, made, between } = this;
    for (let y = 0; y < points; y++) {
      values.forEach((value, x) => {
        if (y < rows && x < columns)
          code.get(this.pixel).load((y * shape.inRowStep + x * shape.inPixelStep) * 4);
        else code.constant(0);
        code.set(value);
      });
      this.transforms.input(values, (x) => {
        code.set(made);
        code.store(between, made, (y * points + x) * 16);
      });
    }
    const step = matrixBytes(shape, shape.inChannels);
    for (let x = 0; x < points; x++) {
      values.forEach((value, y) => {
        code
          .get(between)
          .load((y * points + x) * 16)
          .set(value);
      });
      this.transforms.input(values, (y) => {
        code.set(made);
        code.store(this.square, made, (y * points + x) * step);
      });
    }
  }
}

class FinishKernel extends SquaresKernel {
  private readonly scratch = activationScratch(this.code);
  private readonly bias = this.code.local("i32");
  private readonly added = this.code.local("i32");
  private readonly line = this.code.local("i32");
  private readonly linePixel = this.code.local("i32");

  constructor(code: Code, shape: WinogradShape) {
    super(code, shape, code.parameter(4));
  }

  write(): Code {
    const { code } = this;
    return this.writeRows(code.parameter(5), code.parameter(6));
  }

  protected override writeRow(height: number): void {
    const { code, shape } = this;
    const { residual } = shape;
    const biasAt = this.points ** 2 * packedLength(shape.inChannels, shape.outChannels) * 4;
    this.imageRow(code.parameter(1), shape.outRowStep, this.pixel);
    if (residual) this.imageRow(code.parameter(2), residual.rowStep, this.added);
    this.squaresRow(code.parameter(3), sumsAt(shape), shape.outChannels);
    this.acrossRow((width) => {
      code.advance(this.bias, biasAt, code.parameter(0));
      this.repeat(1, shape.outChannels / 4, () => {
        this.finishSquare(height, width);
        for (const at of [this.pixel, this.square, this.bias]) code.advance(at, 16);
        if (residual) code.advance(this.added, 16);
      });
      code.advance(this.pixel, (shape.edge * shape.outPixelStep - shape.outChannels) * 4);
      if (residual) code.advance(this.added, (shape.edge * residual.pixelStep - shape.outChannels) * 4);
    });
  }

  /** Four channels of one square, of which so many rows and columns lie within the output. */
  private finishSquare(rows: number, columns: number): void {
    const { code, shape, points, values, made, between, line, linePixel } = this;
    const step = matrixBytes(shape, shape.outChannels);
    for (let x = 0; x < points; x++) {
      values.forEach((value, y) => {
        code
          .get(this.square)
          .load((y * points + x) * step)
          .set(value);
      });
      this.transforms.output(values, rows, (y) => {
        code.set(made);
        code.store(between, made, (y * points + x) * 16);
      });
    }
    code.advance(line, 0, between);
    code.advance(linePixel, 0, this.pixel);
    this.repeat(2, rows, () => {
      values.forEach((value, x) => {
        code
          .get(line)
          .load(x * 16)
          .set(value);
      });
      this.transforms.output(values, columns, (x) => {
        code.get(this.bias).load().do("add").set(made);
        emitActivation(code, shape.activation, made, this.scratch);
        code.store(linePixel, made, x * shape.outPixelStep * 4);
      });
      code.advance(line, points * 16);
      code.advance(linePixel, shape.outRowStep * 4);
    });
    if (shape.residual) this.addResidual(rows, columns, shape.residual);
  }

  private addResidual(rows: number, columns: number, step: { pixelStep: number; rowStep: number }): void {
    const { code, shape, made } = this;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = (y * shape.outRowStep + x * shape.outPixelStep) * 4;
        code.get(this.pixel).load(at);
        code.get(this.added).load((y * step.rowStep + x * step.pixelStep) * 4);
        code.do("add").set(made);
        code.store(this.pixel, made, at);
      }
    }
  }
}
