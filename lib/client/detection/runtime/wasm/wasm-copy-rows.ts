/**
 * Copies a block of rows between two places in WebAssembly memory, 16 bytes at a time. The stock backend concatenates
 * and slices channels row by row in JavaScript, thousands of array views a layer.
 */
import { assemble, get, set, tee } from "@/lib/client/detection/runtime/wasm/wasm-assembler";

const [SOURCE, TARGET, ROWS, BYTES, SOURCE_STEP, TARGET_STEP, FROM, TO, END] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const ADD = 0x6a;
const add = (local: number, amount: readonly number[]) => [...get(local), ...amount, ADD, ...set(local)];
const sixteen = [0x41, 16];
/** 16 bytes, aligned to 4, at offset 0. */
const memory = [2, 0];

const body = [
  ...[0x02, 0x40, 0x03, 0x40], // block, loop over rows
  ...[...get(ROWS), 0x45, 0x0d, 1], // leave when none is left
  ...[...get(TARGET), ...set(TO), ...get(SOURCE), ...tee(FROM), ...get(BYTES), ADD, ...set(END)],
  ...[0x03, 0x40], // loop along the row
  ...[...get(TO), ...get(FROM), 0xfd, 0, ...memory, 0xfd, 11, ...memory],
  ...[...add(FROM, sixteen), ...add(TO, sixteen)],
  ...[...get(FROM), ...get(END), 0x49, 0x0d, 0, 0x0b], // again while from < end
  ...[...add(SOURCE, get(SOURCE_STEP)), ...add(TARGET, get(TARGET_STEP))],
  ...[...get(ROWS), 0x41, 1, 0x6b, ...set(ROWS), 0x0c, 0],
  ...[0x0b, 0x0b, 0x0b],
];

const MODULE = assemble({ name: "copyRows", parameters: 6, locals: [3, 0x7f], body });

export interface RowsToCopy {
  /** Byte offset of the first row. */
  readonly source: number;
  readonly target: number;
  readonly rows: number;
  /** Bytes of a row: a positive multiple of 16. */
  readonly rowBytes: number;
  /** Bytes from one row's start to the next. */
  readonly sourceStep: number;
  readonly targetStep: number;
}

/** True for rows that `createCopyRows` can copy. */
export const isWholeVectors = (bytes: number): boolean => bytes > 0 && bytes % 16 === 0;

/** @throws where the engine has no vector instructions */
export function createCopyRows(memory: WebAssembly.Memory): (copy: RowsToCopy) => void {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { e: { m: memory } });
  const copyRows = instance.exports.copyRows as (...parameters: number[]) => void;
  return ({ source, target, rows, rowBytes, sourceStep, targetStep }) => {
    if (!isWholeVectors(rowBytes)) throw new RangeError(`${rowBytes} bytes are no whole vectors`);
    copyRows(source, target, rows, rowBytes, sourceStep, targetStep);
  };
}
