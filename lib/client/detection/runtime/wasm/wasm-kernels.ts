import {
  backend_util,
  type KernelConfig,
  type KernelFunc,
  slice_util,
  type Tensor,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { createCopyRows, isWholeVectors } from "@/lib/client/detection/runtime/wasm/wasm-copy-rows";

/** What the stock WASM backend keeps to itself: its memory, and where in it a tensor lies. */
export interface WasmBackendInternals {
  readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: string): TensorInfo;
}

export interface StockKernels {
  readonly concat: KernelFunc;
  readonly slice: KernelFunc;
}

/**
 * Concat and Slice by vector copies where their rows are whole vectors, as the channels of a network are; the stock
 * kernels for all else.
 */
export function fastCopyKernels(backend: WasmBackendInternals, stock: StockKernels): KernelConfig[] {
  const copyRows = createCopyRows(backend.wasm.asm.memory);
  const place = ({ dataId }: TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;

  const concat: KernelFunc = (call) => {
    const inputs = call.inputs as unknown as readonly TensorInfo[];
    const first = inputs[0]!;
    const axis = util.parseAxisParam(call.attrs?.axis as number, first.shape)[0]!;
    const rowBytes = inputs.map(({ shape }) => 4 * util.sizeFromShape(shape.slice(axis)));
    if (!isFourBytes(first) || !rowBytes.every(isWholeVectors)) return stock.concat(call);
    const shapes = inputs.map(({ shape }) => shape);
    const output = backend.makeOutput(backend_util.computeOutShape(shapes, axis), first.dtype);
    const targetStep = rowBytes.reduce((total, bytes) => total + bytes, 0);
    const rows = util.sizeFromShape(first.shape.slice(0, axis));
    let target = place(output);
    inputs.forEach((input, index) => {
      const bytes = rowBytes[index]!;
      copyRows({ source: place(input), target, rows, rowBytes: bytes, sourceStep: bytes, targetStep });
      target += bytes;
    });
    return output;
  };

  const slice: KernelFunc = (call) => {
    const x = call.inputs.x as TensorInfo;
    const { begin, size } = call.attrs as { readonly begin: number[]; readonly size: number[] };
    const [start = [], shape = []] = slice_util.parseSliceParams(x as Tensor, begin, size);
    const last = x.shape.length - 1;
    const isWholeBefore = shape.every((edge, axis) => axis === last || edge === x.shape[axis]);
    const rowBytes = 4 * (shape[last] ?? 0);
    if (!isFourBytes(x) || !isWholeBefore || !isWholeVectors(rowBytes)) return stock.slice(call);
    const output = backend.makeOutput(shape, x.dtype);
    copyRows({
      source: place(x) + 4 * start[last]!,
      target: place(output),
      rows: util.sizeFromShape(shape.slice(0, last)),
      rowBytes,
      sourceStep: 4 * x.shape[last]!,
      targetStep: rowBytes,
    });
    return output;
  };

  return [
    { kernelName: "Concat", backendName: "wasm", kernelFunc: concat },
    { kernelName: "Slice", backendName: "wasm", kernelFunc: slice },
  ];
}

const isFourBytes = ({ dtype }: TensorInfo) => dtype === "float32" || dtype === "int32";
