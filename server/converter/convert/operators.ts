import type { OperatorWriter } from "./context";
import {
  writeAbs,
  writeClip,
  writeHardSigmoid,
  writeHardSwish,
  writeLeakyRelu,
  writeNeg,
  writePow,
  writeTanh,
} from "./ops/activation";
import { writeBatchNormalization } from "./ops/batch-normalization";
import { writeConv } from "./ops/convolution";
import { binary, unary, writeCast, writeIdentity } from "./ops/elementwise";
import { writeConcat, writeGather, writeSlice, writeSplit } from "./ops/joining";
import { convertSoftmax, writeMatMul } from "./ops/matrix";
import { writePad } from "./ops/padding";
import { convertMaxPool, writeAveragePool } from "./ops/pooling";
import { reduction, writeGlobalAveragePool } from "./ops/reduction";
import { writeReshape, writeTranspose } from "./ops/reshaping";
import { writeResize } from "./ops/resize";
import { writeConvTranspose } from "./ops/transposed-convolution";

/** Every ONNX operator that can be converted; what can be computed during conversion is folded first. */
export const OPERATORS: Readonly<Record<string, OperatorWriter>> = {
  Conv: writeConv,
  ConvTranspose: writeConvTranspose,
  BatchNormalization: writeBatchNormalization,
  MaxPool: convertMaxPool,
  AveragePool: writeAveragePool,
  GlobalAveragePool: writeGlobalAveragePool,
  Sigmoid: unary("Sigmoid"),
  Relu: unary("Relu"),
  Exp: unary("Exp"),
  LeakyRelu: writeLeakyRelu,
  Clip: writeClip,
  Tanh: writeTanh,
  Sqrt: unary("Sqrt"),
  Neg: writeNeg,
  Abs: writeAbs,
  HardSigmoid: writeHardSigmoid,
  HardSwish: writeHardSwish,
  Identity: writeIdentity,
  Cast: writeCast,
  Add: binary("AddV2"),
  Sub: binary("Sub"),
  Mul: binary("Mul"),
  Div: binary("RealDiv"),
  Max: binary("Maximum"),
  Min: binary("Minimum"),
  Pow: writePow,
  Concat: writeConcat,
  Split: writeSplit,
  Pad: writePad,
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
  Softmax: convertSoftmax,
};
