import { addConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Add";
import { avgPoolConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/AvgPool";
import { batchMatMulConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul";
import { concatConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Concat";
import { conv2DConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Conv2D";
import { conv2DBackpropInputConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Conv2DBackpropInput";
import { depthwiseConv2dNativeConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/DepthwiseConv2dNative";
import { expConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Exp";
import { fusedConv2DConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/FusedConv2D";
import { fusedDepthwiseConv2DConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/FusedDepthwiseConv2D";
import { gatherV2Config } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/GatherV2";
import { identityConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Identity";
import { leakyReluConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/LeakyRelu";
import { maxConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Max";
import { maximumConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Maximum";
import { maxPoolConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/MaxPool";
import { meanConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Mean";
import { minimumConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Minimum";
import { multiplyConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Multiply";
import { padV2Config } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/PadV2";
import { realDivConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/RealDiv";
import { reluConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Relu";
import { relu6Config } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Relu6";
import { reshapeConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Reshape";
import { resizeBilinearConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/ResizeBilinear";
import { resizeNearestNeighborConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/ResizeNearestNeighbor";
import { sigmoidConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Sigmoid";
import { sliceConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Slice";
import { softmaxConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Softmax";
import { splitVConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/SplitV";
import { sqrtConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Sqrt";
import { stridedSliceConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/StridedSlice";
import { subConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Sub";
import { sumConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Sum";
import { transposeConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Transpose";
import { type KernelConfig, registerKernel } from "@tensorflow/tfjs-core";

/** Registers the webgpu kernels that a converted network can ask for, and no others. */
export function registerKernels(): void {
  const kernels: readonly KernelConfig[] = [
    addConfig,
    avgPoolConfig,
    batchMatMulConfig,
    concatConfig,
    conv2DConfig,
    conv2DBackpropInputConfig,
    depthwiseConv2dNativeConfig,
    expConfig,
    fusedConv2DConfig,
    fusedDepthwiseConv2DConfig,
    gatherV2Config,
    identityConfig,
    leakyReluConfig,
    maxConfig,
    maxPoolConfig,
    maximumConfig,
    meanConfig,
    minimumConfig,
    multiplyConfig,
    padV2Config,
    realDivConfig,
    reluConfig,
    relu6Config,
    reshapeConfig,
    resizeBilinearConfig,
    resizeNearestNeighborConfig,
    sigmoidConfig,
    sliceConfig,
    softmaxConfig,
    splitVConfig,
    sqrtConfig,
    stridedSliceConfig,
    subConfig,
    sumConfig,
    transposeConfig,
  ];
  for (const kernel of kernels) registerKernel(kernel);
}
