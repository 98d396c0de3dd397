import { Code, type Local } from "@/lib/core/wasm/assembler";
import { type Activation, activationScratch, emitActivation } from "./activation";

/** Everything a convolution's code is made for. Steps are in floats. */
export interface ConvolutionShape {
  readonly kernel: readonly [height: number, width: number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly inChannels: number;
  readonly outChannels: number;
  readonly outWidth: number;
  readonly inPixelStep: number;
  readonly inRowStep: number;
  readonly outPixelStep: number;
  readonly outRowStep: number;
  readonly activation: Activation;
  /** What is added after the activation, if anything. */
  readonly residual?: { readonly pixelStep: number; readonly rowStep: number };
  /** Output rows that are done for all channels before the next ones, so that their input stays in cache. */
  readonly rowsPerBlock: number;
}

/** Output pixels × vectors of four channels that are summed in registers at once. */
export interface Tile {
  readonly pixels: number;
  readonly vectors: number;
}

/** Up to this many products a tap list is written out whole. */
const LONGEST_UNROLLED = 36;
/** Input channels in one turn of the innermost loop. */
const UNROLL = 4;

/** Channels of one panel of packed weights. */
export const panelChannels = (outChannels: number): number => (outChannels > 4 ? 8 : 4);

/**
 * The tile for a row of `outWidth` pixels: what wastes least of the 16 registers that x86 has, given that the last
 * tile of a row is smaller where the width is no multiple.
 */
export function chooseTile(outWidth: number, outChannels: number): Tile {
  const vectors = panelChannels(outChannels) / 4;
  const most = vectors === 2 ? 6 : 12;
  const cost = (pixels: number) => {
    const one = (count: number) => (count === 0 ? 0 : count * vectors + 0.5 * (count + vectors) + 1);
    return Math.floor(outWidth / pixels) * one(pixels) + one(outWidth % pixels);
  };
  let best = 1;
  for (let pixels = 2; pixels <= Math.min(most, outWidth); pixels++) {
    if (cost(pixels) <= cost(best)) best = pixels;
  }
  return { pixels: best, vectors };
}

/** Floats of packed weights. */
export function packedLength(taps: number, outChannels: number): number {
  const wide = panelChannels(outChannels);
  return Math.ceil(outChannels / wide) * wide * (taps + 1);
}

/**
 * Weights in the order the code reads them: panels of 8 channels (4 where there are no more), in each the bias and
 * then a row for each tap and input channel.
 * @param filter [height, width, in, out], row-major
 * @param bias `outChannels` values, zeros if undefined
 */
export function packWeights(
  filter: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  outChannels: number,
  target: Float32Array,
): void {
  const wide = panelChannels(outChannels);
  const taps = filter.length / outChannels;
  target.fill(0);
  for (let channel = 0; channel < outChannels; channel++) {
    let at = Math.floor(channel / wide) * wide * (taps + 1) + (channel % wide);
    target[at] = bias?.[channel] ?? 0;
    for (let tap = 0; tap < taps; tap++) {
      at += wide;
      target[at] = filter[tap * outChannels + channel]!;
    }
  }
}

/** Parameters of the function, by position. */
const [INPUT, WEIGHTS, OUTPUT, RESIDUAL, FIRST_ROW, END_ROW, FIRST_PANEL, END_PANEL] = [
  0, 1, 2, 3, 4, 5, 6, 7,
];

/**
 * Writes a convolution as an implicit matrix product: a tile of output pixels × channels is held in registers while
 * the taps go by, input read where it lies (at constant offsets from one pointer), weights from packed panels.
 * The function takes byte addresses (input at the first tap of output 0, 0; padding must be zeros in memory) and the
 * rows and panels to do, so that threads can share a layer.
 * Source: Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication"; the indirect form is
 * Dukhan 2019, arXiv:1907.02129, with addresses computed instead of looked up.
 */
export function writeConvolution(shape: ConvolutionShape, fused: boolean, tile?: Tile): Code {
  const code = new Code(8, fused);
  new ConvolutionWriter(code, shape, tile ?? chooseTile(shape.outWidth, shape.outChannels)).write();
  return code;
}

class ConvolutionWriter {
  private readonly taps: number;
  private readonly sums: Local[][] = [];
  private readonly weights: Local[] = [];
  private readonly value: Local;
  private readonly input: Local;
  private readonly tap: Local;
  private readonly weight: Local;
  private readonly output: Local;
  private readonly panelWeights: Local;
  private readonly panelOutput: Local;
  private readonly counters: Local[];

  constructor(
    private readonly code: Code,
    private readonly shape: ConvolutionShape,
    private readonly tile: Tile,
  ) {
    this.taps = shape.kernel[0] * shape.kernel[1] * shape.inChannels;
    for (let pixel = 0; pixel < tile.pixels; pixel++) {
      this.sums.push(Array.from({ length: tile.vectors }, () => code.local("v128")));
    }
    this.weights = Array.from({ length: tile.vectors }, () => code.local("v128"));
    this.value = code.local("v128");
    this.input = code.local("i32");
    this.tap = code.local("i32");
    this.weight = code.local("i32");
    this.output = code.local("i32");
    this.panelWeights = code.local("i32");
    this.panelOutput = code.local("i32");
    this.counters = Array.from({ length: 4 }, () => code.local("i32"));
  }

  write(): void {
    const { code, shape } = this;
    const wide = this.tile.vectors * 4;
    const [block, blockEnd, panel, row] = Array.from({ length: 4 }, () => code.local("i32"));
    const fullPanels = code.local("i32");
    const tail = shape.outChannels % wide;
    code.integer(Math.floor(shape.outChannels / wide)).set(fullPanels);
    code.get(code.parameter(FIRST_ROW)).set(block!);
    code.countTo(block!, code.parameter(END_ROW), shape.rowsPerBlock, () => {
      const end = code.parameter(END_ROW);
      code.advance(blockEnd!, shape.rowsPerBlock, block!);
      code.smaller(blockEnd!, end).set(blockEnd!);
      code.get(code.parameter(FIRST_PANEL)).set(panel!);
      code.countTo(panel!, code.parameter(END_PANEL), 1, () => {
        code
          .get(panel!)
          .integer(wide * 4 * (this.taps + 1))
          .multiply();
        code.get(code.parameter(WEIGHTS)).add().set(this.panelWeights);
        code
          .get(panel!)
          .integer(wide * 4)
          .multiply();
        code.get(code.parameter(OUTPUT)).add().set(this.panelOutput);
        const rows = (channels: number) => {
          code.get(block!).set(row!);
          code.countTo(row!, blockEnd!, 1, () => this.writeRow(row!, panel!, channels));
        };
        if (tail === 0) rows(wide);
        else {
          code.whenLess(panel!, fullPanels, () => rows(wide));
          code.whenLess(fullPanels, this.plusOne(panel!), () => rows(tail));
        }
      });
    });
  }

  private plusOne(local: Local): Local {
    const next = this.counters[3]!;
    this.code.advance(next, 1, local);
    return next;
  }

  /** One output row of one panel, of which `channels` exist. */
  private writeRow(row: Local, panel: Local, channels: number): void {
    const { code, shape, tile } = this;
    const at = (base: Local, step: number, target: Local) =>
      code
        .get(row)
        .integer(step * 4)
        .multiply()
        .get(base)
        .add()
        .set(target);
    at(code.parameter(INPUT), shape.stride[0] * shape.inRowStep, this.input);
    at(this.panelOutput, shape.outRowStep, this.output);
    const tiles = Math.floor(shape.outWidth / tile.pixels);
    this.repeat(0, tiles, () => {
      this.writeTile(tile.pixels, channels);
      code.advance(this.input, tile.pixels * shape.stride[1] * shape.inPixelStep * 4);
      code.advance(this.output, tile.pixels * shape.outPixelStep * 4);
    });
    const left = shape.outWidth % tile.pixels;
    if (left > 0) this.writeTile(left, channels);
    if (shape.activation !== "linear" || shape.residual) this.writeActivation(panel, channels, at);
  }

  private writeTile(pixels: number, channels: number): void {
    const { code, shape } = this;
    const vectors = Math.ceil(channels / 4);
    for (let vector = 0; vector < vectors; vector++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        code
          .get(this.panelWeights)
          .load(vector * 16)
          .set(this.sums[pixel]![vector]!);
      }
    }
    if (this.taps <= LONGEST_UNROLLED) this.writeAllTaps(pixels, vectors);
    else this.writeTapLoops(pixels, vectors);
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let vector = 0; vector < vectors; vector++) {
        const offset = pixel * shape.outPixelStep * 4 + vector * 16;
        code.store(this.output, this.sums[pixel]![vector]!, offset, Math.min(4, channels - vector * 4));
      }
    }
  }

  private writeAllTaps(pixels: number, vectors: number): void {
    const { kernel, dilation, inChannels, inRowStep, inPixelStep } = this.shape;
    let tap = 0;
    for (let y = 0; y < kernel[0]; y++) {
      for (let x = 0; x < kernel[1]; x++) {
        for (let channel = 0; channel < inChannels; channel++) {
          const from = y * dilation[0] * inRowStep + x * dilation[1] * inPixelStep + channel;
          this.writeProducts(this.input, from * 4, this.panelWeights, ++tap, pixels, vectors);
        }
      }
    }
  }

  private writeTapLoops(pixels: number, vectors: number): void {
    const { code } = this;
    const { kernel, dilation, inChannels, inRowStep, inPixelStep } = this.shape;
    // channels of neighbouring taps lie side by side unless the tensor is a part of a wider one
    const joined = inPixelStep === inChannels && dilation[1] === 1;
    const [runs, length] = joined ? [1, kernel[1] * inChannels] : [kernel[1], inChannels];
    code.advance(this.tap, 0, this.input);
    code.advance(this.weight, this.tile.vectors * 16, this.panelWeights);
    this.repeat(1, kernel[0], () => {
      this.repeat(2, runs, () => {
        this.writeRun(length, pixels, vectors);
        if (runs > 1) code.advance(this.tap, (dilation[1] * inPixelStep - length) * 4);
      });
      const moved = runs > 1 ? runs * dilation[1] * inPixelStep : length;
      if (kernel[0] > 1) code.advance(this.tap, (dilation[0] * inRowStep - moved) * 4);
    });
  }

  /** Products of `length` floats that lie side by side; moves `tap` and `weight` behind them. */
  private writeRun(length: number, pixels: number, vectors: number): void {
    const { code } = this;
    const some = (count: number) => {
      for (let at = 0; at < count; at++) {
        this.writeProducts(this.tap, at * 4, this.weight, at, pixels, vectors);
      }
      code.advance(this.tap, count * 4);
      code.advance(this.weight, count * this.tile.vectors * 16);
    };
    const turns = Math.floor(length / UNROLL);
    if (turns > 0) this.repeat(3, turns, () => some(UNROLL));
    if (length % UNROLL > 0) some(length % UNROLL);
  }

  private writeProducts(
    input: Local,
    inputOffset: number,
    weights: Local,
    tap: number,
    pixels: number,
    vectors: number,
  ): void {
    const { code, shape } = this;
    for (let vector = 0; vector < vectors; vector++) {
      code
        .get(weights)
        .load((tap * this.tile.vectors + vector) * 16)
        .set(this.weights[vector]!);
    }
    for (let pixel = 0; pixel < pixels; pixel++) {
      const offset = inputOffset + pixel * shape.stride[1] * shape.inPixelStep * 4;
      code.get(input).loadSplat(offset).set(this.value);
      for (let vector = 0; vector < vectors; vector++) {
        code.multiplyAdd(
          this.sums[pixel]![vector]!,
          () => code.get(this.value),
          () => code.get(this.weights[vector]!),
        );
      }
    }
  }

  /** Activation and residual over the row just stored, while it is in cache. */
  private writeActivation(
    panel: Local,
    channels: number,
    at: (base: Local, step: number, target: Local) => void,
  ): void {
    const { code, shape } = this;
    this.scratch ??= activationScratch(code);
    const { scratch } = this;
    at(this.panelOutput, shape.outRowStep, this.output);
    if (shape.residual) {
      at(code.parameter(RESIDUAL), shape.residual.rowStep, this.input);
      code
        .get(panel)
        .integer(this.tile.vectors * 16)
        .multiply()
        .get(this.input)
        .add()
        .set(this.input);
    }
    this.repeat(0, shape.outWidth, () => {
      for (let vector = 0; vector * 4 < channels; vector++) {
        code
          .get(this.output)
          .load(vector * 16)
          .set(this.value);
        emitActivation(code, shape.activation, this.value, scratch);
        if (shape.residual) {
          code
            .get(this.value)
            .get(this.input)
            .load(vector * 16)
            .do("add")
            .set(this.value);
        }
        code.store(this.output, this.value, vector * 16, Math.min(4, channels - vector * 4));
      }
      code.advance(this.output, shape.outPixelStep * 4);
      if (shape.residual) code.advance(this.input, shape.residual.pixelStep * 4);
    });
  }

  private scratch: ReturnType<typeof activationScratch> | undefined;

  /** A loop with one of the function's counters, one for each depth. */
  private repeat(depth: number, count: number, body: () => void): void {
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
