import {
  BYTES_AT_ONCE,
  type LetterboxKernels,
  letterboxModule,
  MOST_ROWS,
  SUM_BYTES,
} from "@/lib/core/detection/letterbox-kernels";

const ROOM_BYTES = 2 ** 20;
/** A row of the widest photo that is taken (32,767 px, RGB). */
const MOST_ROW_BYTES = 3 * 32_767;
const PAGE_BYTES = 2 ** 16;
/** What the kernel remembers of alphas, of which there are none here. */
const OPAQUE_BYTES = 16;

interface RowAdder {
  /** Most rows of this length that can be added at once. */
  mostRows(rowBytes: number): number;
  /**
   * @param rows [count × rowBytes] bytes
   * @returns [rowBytes] sums of the columns, good until the next call
   */
  add(rows: Uint8Array, rowBytes: number): Uint16Array;
}

/**
 * Adds rows of bytes in WebAssembly's vector instructions, which every engine that Forage's server runs on has: in JavaScript it
 * is the dearest part of making a photo small. With a small memory of its own, so that rows stay in the processor's cache
 * from being copied to being added.
 */
export function createRowAdder(): RowAdder {
  // a row is read, and its sums are written, to the end of a cache line
  const sumsAt = ROOM_BYTES + BYTES_AT_ONCE;
  const sumsLength = MOST_ROW_BYTES + BYTES_AT_ONCE;
  const opaqueAt = sumsAt + sumsLength * SUM_BYTES;
  const pages = Math.ceil((opaqueAt + OPAQUE_BYTES) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(letterboxModule()), { e: { m: memory } });
  const { columnSums } = instance.exports as unknown as LetterboxKernels;
  const bytes = new Uint8Array(memory.buffer);
  const sums = new Uint16Array(memory.buffer, sumsAt, sumsLength);
  const mostRows = (rowBytes: number) => Math.min(MOST_ROWS, Math.floor(ROOM_BYTES / rowBytes));
  return {
    mostRows,
    add(rows, rowBytes) {
      const count = rows.length / rowBytes;
      const isFitting = Number.isInteger(count) && count > 0 && count <= mostRows(rowBytes);
      if (!isFitting || rowBytes > MOST_ROW_BYTES) throw new RangeError(`${count} rows of ${rowBytes} bytes`);
      bytes.set(rows);
      sums.fill(0, 0, rowBytes);
      columnSums(0, rowBytes, sumsAt, count, rowBytes, opaqueAt);
      return sums;
    },
  };
}
