import type { Places } from "@/lib/client/detection/letterbox/places";
import type { LetterboxPlan } from "@/lib/core/detection/letterbox";
import {
  BYTES_AT_ONCE,
  type LetterboxKernels,
  MEAN_BYTES,
  SUM_BYTES,
} from "@/lib/core/detection/letterbox-kernels";
import type { Size } from "@/lib/core/geometry/box";

/** A plane of bytes in a strip: where it begins, and how it is halved. */
interface Plane {
  readonly start: number;
  readonly rowBytes: number;
  readonly isHalved: boolean;
}

/**
 * Means of blocks from planes of brightness and colour, without making pixels of them: a mean of red is the same sum of
 * means. Each colour stands for the 2 × 2 pixels it was made of.
 */
export class PlanarMeans {
  private readonly sums: [Uint16Array, Uint16Array, Uint16Array];

  constructor(
    private readonly kernels: LetterboxKernels,
    private readonly buffer: ArrayBuffer,
    private readonly places: Places,
    private readonly plan: LetterboxPlan,
    private readonly photo: Size,
  ) {
    const half = Math.ceil(photo.width / 2);
    let start = places.sums;
    this.sums = [photo.width, half, half].map((bytes) => {
      const length = Math.ceil(bytes / BYTES_AT_ONCE) * BYTES_AT_ONCE;
      const sums = new Uint16Array(buffer, start, length);
      start += length * SUM_BYTES;
      return sums;
    }) as [Uint16Array, Uint16Array, Uint16Array];
  }

  /** Takes the strip that lies in memory: `rows` of the photo from `top`, which is even. */
  add(top: number, rows: number): void {
    const { block } = this.plan;
    const { width } = this.photo;
    const [half, halfRows] = [Math.ceil(width / 2), Math.ceil(rows / 2)];
    const start = this.places.strip;
    const planes: readonly Plane[] = [
      { start, rowBytes: width, isHalved: false },
      { start: start + width * rows, rowBytes: half, isHalved: true },
      { start: start + width * rows + half * halfRows, rowBytes: half, isHalved: true },
    ];
    for (let from = 0; from < rows; from += block) {
      const to = Math.min(from + block, rows);
      planes.forEach((plane, index) => {
        this.sumColumns(plane, this.sums[index]!, from, to);
      });
      this.writeMeans((top + from) / block, to - from);
    }
  }

  /** Sums of columns over the pixels' rows from `from` to before `to`. */
  private sumColumns({ start, rowBytes, isHalved }: Plane, sums: Uint16Array, from: number, to: number) {
    sums.fill(0);
    const add = (first: number, end: number) => {
      if (end <= first) return;
      const source = start + first * rowBytes;
      const { opaque } = this.places;
      this.kernels.columnSums(source, source + rowBytes, sums.byteOffset, end - first, rowBytes, opaque);
    };
    if (!isHalved) return add(from, to);
    // each row of colours is that of an even and an odd row of pixels
    add(Math.ceil(from / 2), Math.ceil(to / 2));
    add(Math.floor(from / 2), Math.floor(to / 2));
  }

  private writeMeans(blockRow: number, rows: number): void {
    const { block, width } = this.plan;
    const [light, blues, reds] = this.sums;
    const at = this.places.means + blockRow * width * MEAN_BYTES;
    const means = new Float32Array(this.buffer, at, width * 4);
    for (let column = 0; column < width; column++) {
      const end = Math.min((column + 1) * block, this.photo.width);
      let [brightness, blue, red] = [0, 0, 0];
      for (let x = column * block; x < end; x++) {
        brightness += light[x]!;
        blue += blues[x >> 1]!;
        red += reds[x >> 1]!;
      }
      const count = rows * (end - column * block);
      writeColour(means, column * 4, brightness / count, blue / count - 128, red / count - 128);
    }
  }
}

/** RGB of brightness (0..255) and colours (around 0), by JFIF 1.02: ITU-R BT.601 with full range. */
function writeColour(rgba: Float32Array, at: number, brightness: number, blue: number, red: number): void {
  rgba[at] = share(brightness + 1.402 * red);
  rgba[at + 1] = share(brightness - 0.344136 * blue - 0.714136 * red);
  rgba[at + 2] = share(brightness + 1.772 * blue);
  rgba[at + 3] = 1;
}

const share = (value: number) => Math.min(Math.max(value / 255, 0), 1);
