/**
 * Adds rows of bytes, 16 at a time, in WebAssembly's vector instructions: every engine that Forage's server runs on has
 * them. In JavaScript it is the dearest part of making a photo small.
 */

const [SOURCE, TARGET, ROWS, ROW_BYTES, END, AT, LEFT, LOW, HIGH, BYTES] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const [I32, V128] = [0x7f, 0x7b];
const [I32_ADD, I32_SUB, I32_LESS] = [0x6a, 0x6b, 0x49];

/** Unsigned LEB128. */
const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
const vector = (instruction: number) => [0xfd, ...leb(instruction)];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const number = (value: number) => [0x41, value];
const loop = [0x03, 0x40];
const again = [0x0d, 0];
const end = [0x0b];

/** 16 bytes at an address, however it is aligned. */
const load = [...vector(0), 0, 0];
const store = (offset: number) => [...vector(11), 0, offset];
const zero = [...vector(12), ...Array<number>(16).fill(0)];
/** The first or last eight bytes as numbers of 16 bits. */
const [firstEight, lastEight] = [vector(0x89), vector(0x8a)];
const addSixteenBits = vector(0x8e);
const step = (local: number, amount: readonly number[]) => [...get(local), ...amount, I32_ADD];

const body = [
  ...[...step(SOURCE, get(ROW_BYTES)), ...set(END)],
  ...loop, // along the row
  ...[...zero, ...set(LOW), ...zero, ...set(HIGH)],
  ...[...get(SOURCE), ...set(AT), ...get(ROWS), ...set(LEFT)],
  ...loop, // down the rows
  ...[...get(AT), ...load, ...set(BYTES)],
  ...[...get(LOW), ...get(BYTES), ...firstEight, ...addSixteenBits, ...set(LOW)],
  ...[...get(HIGH), ...get(BYTES), ...lastEight, ...addSixteenBits, ...set(HIGH)],
  ...[...step(AT, get(ROW_BYTES)), ...set(AT)],
  ...[...get(LEFT), ...number(1), I32_SUB, ...tee(LEFT), ...again, ...end],
  ...[...get(TARGET), ...get(LOW), ...store(0), ...get(TARGET), ...get(HIGH), ...store(16)],
  ...[...step(TARGET, number(32)), ...set(TARGET)],
  ...[...step(SOURCE, number(16)), ...tee(SOURCE), ...get(END), I32_LESS, ...again, ...end],
  ...end,
];

const section = (id: number, content: readonly number[]) => [id, ...leb(content.length), ...content];
const text = (value: string) => [value.length, ...[...value].map((letter) => letter.charCodeAt(0))];

function assemble(): Uint8Array<ArrayBuffer> {
  const code = [2, 3, I32, 3, V128, ...body];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 4, I32, I32, I32, I32, 0]),
    ...section(2, [1, ...text("e"), ...text("m"), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("addRows"), 0, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ]);
}

/** More rows of 255 would not fit 16 bits. */
export const MOST_ROWS = 257;
const ROOM_BYTES = 2 ** 20;
/** A row of the widest photo that is taken (32,767 px, RGB), its sums, and what is read or written behind them. */
const MOST_ROW_BYTES = 3 * 32_767;
const PAGE_BYTES = 2 ** 16;

interface RowAdder {
  /** Most rows of this length that can be added at once. */
  mostRows(rowBytes: number): number;
  /**
   * @param rows [count × rowBytes] bytes
   * @returns [rowBytes] sums of the columns, good until the next call
   */
  add(rows: Uint8Array, rowBytes: number): Uint16Array;
}

/** With a small memory of its own, so that rows stay in the processor's cache from being copied to being added. */
export function createRowAdder(): RowAdder {
  const sumsAt = ROOM_BYTES + 16;
  const pages = Math.ceil((sumsAt + 2 * MOST_ROW_BYTES + 32) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble()), { e: { m: memory } });
  const addRows = instance.exports.addRows as (...parameters: number[]) => void;
  const bytes = new Uint8Array(memory.buffer);
  const sums = new Uint16Array(memory.buffer, sumsAt);
  const mostRows = (rowBytes: number) => Math.min(MOST_ROWS, Math.floor(ROOM_BYTES / rowBytes));
  return {
    mostRows,
    add(rows, rowBytes) {
      const count = rows.length / rowBytes;
      const isFitting = Number.isInteger(count) && count > 0 && count <= mostRows(rowBytes);
      if (!isFitting || rowBytes > MOST_ROW_BYTES) throw new RangeError(`${count} rows of ${rowBytes} bytes`);
      bytes.set(rows);
      addRows(0, sumsAt, count, rowBytes);
      return sums;
    },
  };
}
