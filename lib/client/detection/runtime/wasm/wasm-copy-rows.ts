/**
 * Copies a block of rows between two places in WebAssembly memory, 16 bytes at a time. The stock backend concatenates
 * and slices channels row by row in JavaScript, thousands of array views a layer.
 */
import { assembleModule, Code, type Local } from "@/lib/core/wasm/assembler";

function copyRowsCode(): Code {
  const code = new Code(6, false);
  const [source, target, rows, rowBytes, sourceStep, targetStep] = Array.from({ length: 6 }, (_, index) =>
    code.parameter(index),
  ) as [Local, Local, Local, Local, Local, Local];
  const [row, from, to, end] = Array.from({ length: 4 }, () => code.local("i32")) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const vector = code.local("v128");
  return code.countTo(row, rows, 1, () => {
    code.get(source).tee(from).get(rowBytes).add().set(end);
    code.get(target).set(to);
    code.countTo(from, end, 16, () => {
      code.get(from).load().set(vector);
      code.store(to, vector);
      code.advance(to, 16);
    });
    code.get(source).get(sourceStep).add().set(source);
    code.get(target).get(targetStep).add().set(target);
  });
}

const MODULE = assembleModule([{ name: "copyRows", code: copyRowsCode() }], { pages: 1, shared: false });

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
