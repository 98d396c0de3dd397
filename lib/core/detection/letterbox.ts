import type { Box, Size } from "../geometry/box";

/** How a photo lies in the network's square: `model = source × scale + pad`, per axis. */
export interface LetterboxTransform {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly padX: number;
  readonly padY: number;
}

export type TensorLayout = "nhwc" | "nchw";

export interface Letterboxed {
  /** [1, S, S, 3] or [1, 3, S, S], RGB in 0..1. */
  readonly data: Float32Array;
  readonly transform: LetterboxTransform;
}

/** Grey of the padding, as the network was trained. */
const PAD_VALUE = 114 / 255;

/**
 * Where a photo goes in a square of `inputSize`: as large as fits, centred, at least one pixel each way. The scale is
 * kept per axis because the scaled edge is rounded to whole pixels.
 * @throws RangeError if an edge is not a positive integer
 */
export function letterboxTransform(photo: Size, inputSize: number): LetterboxTransform {
  for (const edge of [photo.width, photo.height, inputSize]) {
    if (!Number.isInteger(edge) || edge <= 0) throw new RangeError(`not a positive whole size: ${edge}`);
  }
  const scale = inputSize / Math.max(photo.width, photo.height);
  const width = Math.max(1, Math.round(photo.width * scale));
  const height = Math.max(1, Math.round(photo.height * scale));
  return {
    scaleX: width / photo.width,
    scaleY: height / photo.height,
    padX: Math.floor((inputSize - width) / 2),
    padY: Math.floor((inputSize - height) / 2),
  };
}

/** A source box in model px. */
export function toModelBox(box: Box<"source">, transform: LetterboxTransform): Box<"model"> {
  const { scaleX, scaleY, padX, padY } = transform;
  return {
    x1: box.x1 * scaleX + padX,
    y1: box.y1 * scaleY + padY,
    x2: box.x2 * scaleX + padX,
    y2: box.y2 * scaleY + padY,
  };
}

/** A model box in source px, not clipped: the inverse of `toModelBox`. */
export function toSourceBox(box: Box<"model">, transform: LetterboxTransform): Box<"source"> {
  const { scaleX, scaleY, padX, padY } = transform;
  return {
    x1: (box.x1 - padX) / scaleX,
    y1: (box.y1 - padY) / scaleY,
    x2: (box.x2 - padX) / scaleX,
    y2: (box.y2 - padY) / scaleY,
  };
}

export type Pixels = Uint8Array | Uint8ClampedArray;

/**
 * Pixels of whole rows: [rows × width × 4] 8-bit sRGB. They are used before the next ones are asked for, and may be written into
 * `into`, which holds at least as many bytes.
 */
export type ReadRows = (firstRow: number, rows: number, into?: Uint8Array) => Pixels | Promise<Pixels>;

/**
 * Scales a photo into the network's square input, grey around it. Bilinear with half-pixel centres (cv2.INTER_LINEAR
 * without its 8-bit rounding); below half size it first averages whole blocks of floor(1/scale) px, so that a large
 * photo does not alias. Transparent pixels show white.
 * @param rgba [height × width × 4] 8-bit sRGB, row-major; not mutated
 * @throws RangeError if `rgba` does not hold `photo`'s pixels
 */
export function letterbox(
  rgba: Uint8Array | Uint8ClampedArray,
  photo: Size,
  inputSize: number,
  layout: TensorLayout,
): Letterboxed {
  if (rgba.length !== photo.width * photo.height * 4) {
    throw new RangeError(`${rgba.length} bytes are not ${photo.width}×${photo.height} RGBA pixels`);
  }
  const means = new RgbaMeans(photo, inputSize);
  means.add(rgba);
  return letterboxMeans(means, layout);
}

/** About as many pixels are asked for at a time: 2 MB, which a cache holds. */
const STRIP_PIXELS = 500_000;

/** How a photo is scaled: first to means of square blocks of its pixels, then between those. */
export interface LetterboxPlan {
  readonly transform: LetterboxTransform;
  /** Edge of a block, px: 1 where the photo is not larger than twice the input. */
  readonly block: number;
  /** Means in a row and in a column. The last ones average the pixels they have. */
  readonly width: number;
  readonly height: number;
  /** Rows of the photo that are read at a time: whole blocks. */
  readonly stripRows: number;
  /** Which means an output pixel lies between, for those that the photo covers. */
  readonly columns: AxisSamples;
  readonly rows: AxisSamples;
}

/** @throws RangeError if an edge is not a positive integer */
export function planLetterbox(photo: Size, inputSize: number): LetterboxPlan {
  const transform = letterboxTransform(photo, inputSize);
  const { scaleX, scaleY } = transform;
  const block = Math.max(1, Math.floor(1 / Math.max(scaleX, scaleY)));
  const [width, height] = [Math.ceil(photo.width / block), Math.ceil(photo.height / block)];
  return {
    ...{ transform, block, width, height },
    stripRows: block * Math.max(1, Math.floor(STRIP_PIXELS / (photo.width * block))),
    columns: sampleAxis(Math.round(photo.width * scaleX), scaleX * block, width),
    rows: sampleAxis(Math.round(photo.height * scaleY), scaleY * block, height),
  };
}

/**
 * `letterbox` for a photo that is read a strip at a time, top to bottom, so that its pixels are never all in memory
 * once more.
 */
export async function letterboxRows(
  readRows: ReadRows,
  photo: Size,
  inputSize: number,
  layout: TensorLayout,
): Promise<Letterboxed> {
  const means = new RgbaMeans(photo, inputSize);
  const { plan } = means;
  const strip = new Uint8Array(Math.min(plan.stripRows, photo.height) * photo.width * 4);
  for (let top = 0; top < photo.height; top += plan.stripRows) {
    means.add(await readRows(top, Math.min(plan.stripRows, photo.height - top), strip));
  }
  return letterboxMeans(means, layout);
}

/** Means of square blocks of a photo's pixels; the last row and column average the pixels they have. */
export class PhotoMeans {
  readonly plan: LetterboxPlan;
  /** [height × width × 3], 0..1. */
  readonly rgb: Float32Array;
  private blockRow = 0;

  /** @throws RangeError if an edge is not a positive integer */
  constructor(
    readonly photo: Size,
    readonly inputSize: number,
  ) {
    this.plan = planLetterbox(photo, inputSize);
    this.rgb = new Float32Array(this.plan.width * this.plan.height * 3);
  }

  /**
   * Takes the next row of blocks.
   * @param sums [width × 3] of each block's channels
   * @param rows how many rows of the photo they are of
   */
  addBlockRow(sums: Uint32Array, rows: number): void {
    const { block, width } = this.plan;
    const from = this.blockRow++ * width * 3;
    writeMeans(this.rgb.subarray(from, from + width * 3), sums, (column) => {
      return rows * Math.min(block, this.photo.width - column * block);
    });
  }
}

/** The same of pixels that may be transparent. */
class RgbaMeans extends PhotoMeans {
  private readonly sums = new Uint32Array(this.plan.width * 3);

  /** Takes the next rows of the photo: whole blocks, except at its end. */
  add(rgba: Pixels): void {
    const { photo, sums } = this;
    const { block } = this.plan;
    const pixels = pixelsOf(rgba);
    const rows = pixels.length / photo.width;
    for (let y = 0; y < rows; y += block) {
      const end = Math.min(y + block, rows);
      sums.fill(0);
      for (let row = y; row < end; row++) addRow(sums, pixels, row * photo.width, photo.width, block);
      this.addBlockRow(sums, end - y);
    }
  }
}

/** @param countOf pixels in a column's block */
function writeMeans(rgb: Float32Array, sums: Uint32Array, countOf: (column: number) => number): void {
  for (let at = 0; at < sums.length; at += 3) {
    const share = 1 / (255 * countOf(at / 3));
    rgb[at] = sums[at]! * share;
    rgb[at + 1] = sums[at + 1]! * share;
    rgb[at + 2] = sums[at + 2]! * share;
  }
}

/** One 32-bit number a pixel, red in its lowest byte; a view where the bytes are aligned for it. */
function pixelsOf(rgba: Uint8Array | Uint8ClampedArray): Uint32Array {
  const { buffer, byteOffset, byteLength } = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** Most pixels whose channels, summed in pairs, fit 16 bits each. */
const PAIRED_LIMIT = 257;

/** Adds one row of pixels, from `start`, to the sums of its blocks. */
function addRow(sums: Uint32Array, pixels: Uint32Array, start: number, width: number, block: number): void {
  for (let x = 0, column = 0; x < width; x += block, column += 3) {
    const from = start + x;
    const end = start + Math.min(x + block, width);
    // Two channels in one number: red and blue, green and alpha. Half the work on 12 million pixels.
    let redBlue = 0;
    let greenAlpha = 0;
    for (let at = from; at < end; at++) {
      const pixel = pixels[at]!;
      redBlue = (redBlue + (pixel & 0xff00ff)) | 0;
      greenAlpha = (greenAlpha + ((pixel >>> 8) & 0xff00ff)) | 0;
    }
    if (block <= PAIRED_LIMIT && greenAlpha >>> 16 === 255 * (end - from)) {
      sums[column]! += redBlue & 0xffff;
      sums[column + 1]! += greenAlpha & 0xffff;
      sums[column + 2]! += redBlue >>> 16;
    } else {
      addOverWhite(sums, column, pixels.subarray(from, end));
    }
  }
}

/** The same for pixels of any transparency. */
function addOverWhite(sums: Uint32Array, column: number, pixels: Uint32Array): void {
  for (const pixel of pixels) {
    const alpha = pixel >>> 24;
    for (let channel = 0; channel < 3; channel++) {
      sums[column + channel]! += overWhite((pixel >>> (channel * 8)) & 255, alpha);
    }
  }
}

/** What shows of an 8-bit value on white. */
export const overWhite = (value: number, alpha: number): number =>
  Math.round((value * alpha) / 255) + 255 - alpha;

/** The network's input, [S × S × 3] in any layout, all padding. */
export const blankInput = (inputSize: number): Float32Array =>
  new Float32Array(inputSize * inputSize * 3).fill(PAD_VALUE);

/** The second half of `letterbox`: bilinear reads of the means into the photo's place in the network's input. */
export function letterboxMeans({ plan, rgb, inputSize }: PhotoMeans, layout: TensorLayout): Letterboxed {
  const { transform, columns, rows, width } = plan;
  const { padX, padY } = transform;
  const data = blankInput(inputSize);
  const pixelStride = layout === "nhwc" ? 3 : 1;
  const channelStride = layout === "nhwc" ? 1 : inputSize * inputSize;
  for (let y = 0; y < rows.low.length; y++) {
    const upper = rows.low[y]! * width;
    const lower = rows.high[y]! * width;
    const down = rows.weight[y]!;
    for (let x = 0; x < columns.low.length; x++) {
      const left = columns.low[x]!;
      const right = columns.high[x]!;
      const across = columns.weight[x]!;
      const to = ((y + padY) * inputSize + x + padX) * pixelStride;
      for (let channel = 0; channel < 3; channel++) {
        const a = rgb[(upper + left) * 3 + channel]!;
        const b = rgb[(upper + right) * 3 + channel]!;
        const c = rgb[(lower + left) * 3 + channel]!;
        const d = rgb[(lower + right) * 3 + channel]!;
        const top = a + (b - a) * across;
        data[to + channel * channelStride] = top + (c + (d - c) * across - top) * down;
      }
    }
  }
  return { data, transform };
}

export interface AxisSamples {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly weight: Float32Array;
}

/** For each output pixel along an axis: its two neighbours and the weight of the second. */
function sampleAxis(count: number, scale: number, limit: number): AxisSamples {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const centre = Math.min(Math.max((index + 0.5) / scale - 0.5, 0), limit - 1);
    low[index] = Math.floor(centre);
    high[index] = Math.min(low[index]! + 1, limit - 1);
    weight[index] = centre - low[index]!;
  }
  return { low, high, weight };
}
