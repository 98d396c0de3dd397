import { bytesOfRows, type PhotoRows } from "@/lib/client/detection/letterbox/photo-rows";
import { layOutPlaces, type Places } from "@/lib/client/detection/letterbox/places";
import { PlanarMeans } from "@/lib/client/detection/letterbox/planar-means";
import { blankInput, type Letterboxed, type LetterboxPlan, overWhite } from "@/lib/core/detection/letterbox";
import {
  BYTES_AT_ONCE,
  COLUMN_BYTES,
  type LetterboxKernels,
  MEAN_BYTES,
  SUM_BYTES,
} from "@/lib/core/detection/letterbox-kernels";
import type { Size } from "@/lib/core/geometry/box";

const PAGE_BYTES = 65_536;

/** The kernels with a memory, for one photo at a time. */
export class Workspace {
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  private readonly kernels: LetterboxKernels;

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, { e: { m: this.memory } });
    this.kernels = exports as unknown as LetterboxKernels;
  }

  async run(
    { format, readRows }: PhotoRows,
    photo: Size,
    inputSize: number,
    plan: LetterboxPlan,
  ): Promise<Letterboxed> {
    // planes of colour are halved: a strip begins at an even row
    const stripRows = format === "i420" && plan.stripRows % 2 === 1 ? plan.stripRows * 2 : plan.stripRows;
    const places = layOutPlaces(photo, format, Math.min(stripRows, photo.height), inputSize, plan);
    const missing = places.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    const { buffer } = this.memory;
    const planar = format === "i420" ? new PlanarMeans(this.kernels, buffer, places, plan, photo) : undefined;
    for (let top = 0; top < photo.height; top += stripRows) {
      const rows = Math.min(stripRows, photo.height - top);
      const strip = new Uint8Array(buffer, places.strip, bytesOfRows(format, photo, rows));
      const pixels = await readRows(top, rows, strip);
      if (pixels.buffer !== buffer) strip.set(pixels);
      if (planar) planar.add(top, rows);
      else this.addPixels(strip, photo, plan, places, top, format);
    }
    return { data: this.blend(inputSize, plan, places), transform: plan.transform };
  }

  private addPixels(
    strip: Uint8Array,
    photo: Size,
    plan: LetterboxPlan,
    places: Places,
    top: number,
    format: PhotoRows["format"],
  ): void {
    // what is summed beyond the last pixel is not used, but must not look transparent
    new Uint8Array(this.memory.buffer, places.strip + strip.length, BYTES_AT_ONCE).fill(255);
    const isOpaque = this.sumPixels(strip, photo, plan, places, top, format);
    if (isOpaque || format !== "rgba") return;
    layOverWhite(strip);
    this.sumPixels(strip, photo, plan, places, top, format);
  }

  /** @returns whether every pixel is opaque; otherwise the means are not to be used */
  private sumPixels(
    strip: Uint8Array,
    { width }: Size,
    plan: LetterboxPlan,
    places: Places,
    top: number,
    format: PhotoRows["format"],
  ): boolean {
    const { kernels } = this;
    const { block } = plan;
    const { buffer } = this.memory;
    const blockMeans = format === "bgrx" ? kernels.blockMeansBgra : kernels.blockMeans;
    const view = new DataView(buffer);
    const alphas = new Uint8Array(buffer, places.opaque, 16).fill(255);
    const rowBytes = width * 4;
    const sums = new Uint8Array(buffer, places.sums, (rowBytes + BYTES_AT_ONCE) * SUM_BYTES);
    const blockBytes = block * 4 * SUM_BYTES;
    const wholeColumns = Math.floor(width / block);
    const rest = width % block;
    const wholeEnd = places.sums + wholeColumns * blockBytes;
    const stripRows = strip.length / rowBytes;
    for (let row = 0; row < stripRows; row += block) {
      const rows = Math.min(block, stripRows - row);
      const source = places.strip + row * rowBytes;
      sums.fill(0);
      kernels.columnSums(source, source + rowBytes, places.sums, rows, rowBytes, places.opaque);
      const means = places.means + ((top + row) / block) * plan.width * MEAN_BYTES;
      if (wholeColumns > 0) {
        view.setFloat32(places.scalar, 1 / (255 * rows * block), true);
        blockMeans(places.sums, wholeEnd, means, blockBytes, places.scalar);
      }
      if (rest > 0) {
        view.setFloat32(places.scalar, 1 / (255 * rows * rest), true);
        const end = wholeEnd + rest * 4 * SUM_BYTES;
        blockMeans(wholeEnd, end, means + wholeColumns * MEAN_BYTES, end - wholeEnd, places.scalar);
      }
    }
    return [3, 7, 11, 15].every((at) => alphas[at] === 255);
  }

  private blend(inputSize: number, plan: LetterboxPlan, places: Places): Float32Array {
    const { columns, rows, transform, width } = plan;
    const view = new DataView(this.memory.buffer);
    columns.low.forEach((low, column) => {
      const at = places.columns + column * COLUMN_BYTES;
      view.setInt32(at, low * MEAN_BYTES, true);
      view.setInt32(at + 4, columns.high[column]! * MEAN_BYTES, true);
      view.setFloat32(at + 8, columns.weight[column]!, true);
    });
    const columnsEnd = places.columns + columns.low.length * COLUMN_BYTES;
    const data = blankInput(inputSize);
    const output = new Float32Array(this.memory.buffer, places.output, columns.low.length * 3);
    rows.low.forEach((low, row) => {
      const upper = places.means + low * width * MEAN_BYTES;
      const lower = places.means + rows.high[row]! * width * MEAN_BYTES;
      view.setFloat32(places.scalar, rows.weight[row]!, true);
      this.kernels.blendRow(upper, lower, places.columns, columnsEnd, places.output, places.scalar);
      data.set(output, ((row + transform.padY) * inputSize + transform.padX) * 3);
    });
    return data;
  }
}

/** Makes RGBA pixels of any transparency opaque, as they show on white. */
function layOverWhite(rgba: Uint8Array): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3]!;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++) rgba[channel] = overWhite(rgba[channel]!, alpha);
    rgba[at + 3] = 255;
  }
}
