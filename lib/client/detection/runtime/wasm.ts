import { backend, env, registerKernel, setBackend, unregisterKernel } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm/dist/base";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm";
import { concat } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Concat";
import { slice } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Slice";
import type { KernelFunc } from "@tensorflow/tfjs-core";
import type { SwishFusion } from "@/lib/client/detection/graph/graph-runner";
import { registerKernels } from "@/lib/client/detection/runtime/kernels-wasm";
import { createNetworkRuntime } from "@/lib/client/detection/runtime/network-runtime";
import { provideRuntime, RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";
import { fastCopyKernels, type WasmBackendInternals } from "@/lib/client/detection/runtime/wasm-kernels";
import { createSwish } from "@/lib/client/detection/runtime/wasm-swish";

provideRuntime("wasm", {
  async create(graph, { assetBase }) {
    if (typeof WebAssembly === "undefined") throw new RuntimeUnavailable("not-supported");
    registerKernels();
    setWasmPaths(assetBase);
    // One thread: with several the pages' cores are shared with the interface, and it was no faster.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    const simd = await env().getAsync("WASM_HAS_SIMD_SUPPORT");
    if (!(await setBackend("wasm"))) throw new RuntimeUnavailable("init-failed");
    const lost = new Promise<never>(() => {});
    if (!simd) return createNetworkRuntime(graph, { detail: "", lost });
    const internals = backend() as unknown as WasmBackendInternals;
    registerFastCopies(internals);
    return createNetworkRuntime(graph, { detail: "SIMD", lost, swish: swishInPlace(internals) });
  },
});

function registerFastCopies(internals: WasmBackendInternals): void {
  const stock = { concat: concat as unknown as KernelFunc, slice: slice as unknown as KernelFunc };
  for (const kernel of fastCopyKernels(internals, stock)) {
    unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
}

function swishInPlace({ wasm, dataIdMap }: WasmBackendInternals): SwishFusion {
  const swish = createSwish(wasm.asm.memory);
  return {
    activation: "linear",
    run(convolve) {
      const result = convolve();
      swish(dataIdMap.get(result.dataId).memoryOffset, result.size);
      return result;
    },
  };
}
