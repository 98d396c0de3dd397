import { AppError } from "@/lib/core/errors";
import { fromFloat16Bits } from "./float16";
import { type ConstantTensor, elementCount } from "./graph";
import { type TensorProto, toInteger } from "./proto";
import { DATA_TYPE } from "./schema";

const INT32_MAX = 2 ** 31 - 1;
const clampToInt32 = (value: number) => Math.max(-INT32_MAX - 1, Math.min(INT32_MAX, value));

function corrupt(reason: string): AppError {
  return new AppError("model/corrupt", { facts: { reason } });
}

const BYTES: Readonly<Record<number, number>> = {
  [DATA_TYPE.float]: 4,
  [DATA_TYPE.uint8]: 1,
  [DATA_TYPE.int8]: 1,
  [DATA_TYPE.int32]: 4,
  [DATA_TYPE.int64]: 8,
  [DATA_TYPE.bool]: 1,
  [DATA_TYPE.float16]: 2,
  [DATA_TYPE.double]: 8,
};

function readRaw(raw: Uint8Array, type: number, count: number): Float32Array | Int32Array {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const floats = () => new Float32Array(count);
  const integers = () => new Int32Array(count);
  switch (type) {
    case DATA_TYPE.float: {
      // Both ONNX and every machine this runs on are little-endian; the copy aligns the bytes.
      const data = floats();
      new Uint8Array(data.buffer).set(raw);
      return data;
    }
    case DATA_TYPE.double:
      return floats().map((_, i) => view.getFloat64(8 * i, true));
    case DATA_TYPE.float16:
      return floats().map((_, i) => fromFloat16Bits(view.getUint16(2 * i, true)));
    case DATA_TYPE.int32:
      return integers().map((_, i) => view.getInt32(4 * i, true));
    case DATA_TYPE.int64:
      return integers().map((_, i) => clampToInt32(Number(view.getBigInt64(8 * i, true))));
    case DATA_TYPE.int8:
      return integers().map((_, i) => view.getInt8(i));
    default:
      return integers().map((_, i) => view.getUint8(i));
  }
}

function readTyped(tensor: TensorProto, type: number): Float32Array | Int32Array {
  switch (type) {
    case DATA_TYPE.float:
      return Float32Array.from(tensor.floatData ?? []);
    case DATA_TYPE.double:
      return Float32Array.from(tensor.doubleData ?? []);
    case DATA_TYPE.float16:
      return Float32Array.from(tensor.int32Data ?? [], fromFloat16Bits);
    case DATA_TYPE.int64:
      return Int32Array.from(tensor.int64Data ?? [], (value) => clampToInt32(toInteger(value)));
    default:
      return Int32Array.from(tensor.int32Data ?? []);
  }
}

/** Returns a range of a file beside the model, for tensors that live there. */
export type ReadExternal = (location: string, offset: number, length: number) => Uint8Array;

function externalBytes(tensor: TensorProto, readExternal: ReadExternal | undefined): Uint8Array {
  const entry = (key: string) => tensor.externalData?.find((pair) => pair.key === key)?.value;
  const location = entry("location");
  if (!readExternal || !location) throw corrupt(`tensor ${tensor.name} keeps its data in another file`);
  return readExternal(location, Number(entry("offset") ?? 0), Number(entry("length") ?? 0));
}

/**
 * Reads a TensorProto of a float or integer type.
 * @throws AppError model/corrupt when the bytes do not fill the shape, the type is not read, or the data lives in
 * another file that is not available
 */
export function readTensor(tensor: TensorProto, readExternal?: ReadExternal): ConstantTensor {
  const name = tensor.name ?? "";
  const shape = (tensor.dims ?? []).map(toInteger);
  const type = tensor.dataType ?? 0;
  const bytes = BYTES[type];
  if (bytes === undefined) throw corrupt(`tensor ${name} has element type ${type}, which is not read`);
  const count = elementCount(shape);
  const raw = tensor.dataLocation === 1 ? externalBytes(tensor, readExternal) : tensor.rawData;
  if (raw && raw.byteLength > 0) {
    if (raw.byteLength !== count * bytes) {
      throw corrupt(`tensor ${name} holds ${raw.byteLength} bytes, its shape needs ${count * bytes}`);
    }
    return { shape, data: readRaw(raw, type, count) };
  }
  const data = readTyped(tensor, type);
  if (data.length !== count)
    throw corrupt(`tensor ${name} holds ${data.length} values, its shape needs ${count}`);
  return { shape, data };
}
