import type { OperatorWriter } from "./context";
import { writeConv } from "./ops/convolution";
import { binary, unary, writeCast, writeHardSigmoid, writeIdentity } from "./ops/elementwise";
import { writeConcat, writeGather, writeSlice, writeSplit } from "./ops/joining";
import { writeMatMul, writeSoftmax } from "./ops/matrix";
import { writeAveragePool, writeMaxPool } from "./ops/pooling";
import { reduction, writeGlobalAveragePool } from "./ops/reduction";
import { writeReshape, writeTranspose } from "./ops/reshaping";
import { writeResize } from "./ops/resize";

/** Every ONNX operator that can be converted. `Constant` nodes are folded before. */
export const OPERATORS: Readonly<Record<string, OperatorWriter>> = {
  Conv: writeConv,
  MaxPool: writeMaxPool,
  AveragePool: writeAveragePool,
  GlobalAveragePool: writeGlobalAveragePool,
  Sigmoid: unary("Sigmoid"),
  Relu: unary("Relu"),
  Exp: unary("Exp"),
  Tanh: unary("Tanh"),
  Sqrt: unary("Sqrt"),
  Neg: unary("Neg"),
  Abs: unary("Abs"),
  HardSigmoid: writeHardSigmoid,
  Identity: writeIdentity,
  Cast: writeCast,
  Add: binary("AddV2"),
  Sub: binary("Sub"),
  Mul: binary("Mul"),
  Div: binary("RealDiv"),
  Concat: writeConcat,
  Split: writeSplit,
  Slice: writeSlice,
  Gather: writeGather,
  ReduceMean: reduction("Mean"),
  ReduceSum: reduction("Sum"),
  ReduceMax: reduction("Max"),
  Resize: writeResize,
  Reshape: writeReshape,
  Flatten: writeReshape,
  Squeeze: writeReshape,
  Unsqueeze: writeReshape,
  Transpose: writeTranspose,
  MatMul: writeMatMul,
  Softmax: writeSoftmax,
};
