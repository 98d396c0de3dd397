import { type Letterboxed, letterbox, letterboxMeans, PhotoMeans } from "@/lib/core/detection/letterbox";
import type { Size } from "@/lib/core/geometry/box";
import { createRowAdder } from "./add-rows";

let adder: ReturnType<typeof createRowAdder> | undefined;

/**
 * A photo in the network's square input, to the last bit as `letterbox` makes it; in a third of the time
 * where the photo has no alpha channel.
 * @param pixels [height × width × 3 or 4] 8-bit sRGB; not mutated
 * @returns channels one after the other ("nchw")
 * @throws RangeError if `pixels` does not hold `photo`'s pixels
 */
export function letterboxPixels(pixels: Uint8Array, photo: Size, inputSize: number): Letterboxed {
  if (pixels.length !== photo.width * photo.height * 3) return letterbox(pixels, photo, inputSize, "nchw");
  const means = new PhotoMeans(photo, inputSize);
  const { block, width } = means.plan;
  const sums = new Uint32Array(width * 3);
  for (let top = 0; top < photo.height; top += block) {
    const rows = Math.min(block, photo.height - top);
    sums.fill(0);
    addBlockRow(sums, pixels, { top, rows, width: photo.width, block });
    means.addBlockRow(sums, rows);
  }
  return letterboxMeans(means, "nchw");
}

interface BlockRow {
  /** Of the photo: its first row and how many there are, its width. */
  readonly top: number;
  readonly rows: number;
  readonly width: number;
  /** Edge of a block, px. */
  readonly block: number;
}

/** @param sums [blocks × 3] that are added to */
function addBlockRow(sums: Uint32Array, pixels: Uint8Array, { top, rows, width, block }: BlockRow): void {
  adder ??= createRowAdder();
  const rowBytes = width * 3;
  const most = adder.mostRows(rowBytes);
  for (let done = 0; done < rows; done += most) {
    const from = (top + done) * rowBytes;
    const columns = adder.add(pixels.subarray(from, from + Math.min(most, rows - done) * rowBytes), rowBytes);
    addColumns(sums, columns, rowBytes, block * 3);
  }
}

/** @param blockBytes of one row of a block */
function addColumns(sums: Uint32Array, columns: Uint16Array, rowBytes: number, blockBytes: number): void {
  for (let from = 0, to = 0; from < rowBytes; from += blockBytes, to += 3) {
    const end = Math.min(from + blockBytes, rowBytes);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let at = from; at < end; at += 3) {
      red += columns[at]!;
      green += columns[at + 1]!;
      blue += columns[at + 2]!;
    }
    sums[to]! += red;
    sums[to + 1]! += green;
    sums[to + 2]! += blue;
  }
}
