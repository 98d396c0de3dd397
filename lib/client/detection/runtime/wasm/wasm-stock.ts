import { backend, env, registerKernel, setBackend, unregisterKernel } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm/dist/base";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm";
import { concat } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Concat";
import { slice } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Slice";
import type { KernelFunc } from "@tensorflow/tfjs-core";
import { createNetworkRuntime } from "@/lib/client/detection/runtime/network-runtime";
import { provideRuntime, RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";
import { registerKernels } from "@/lib/client/detection/runtime/wasm/kernels-wasm";
import { fastCopyKernels, type WasmBackendInternals } from "@/lib/client/detection/runtime/wasm/wasm-kernels";

provideRuntime("wasm-stock", {
  async create(graph, { assetBase }) {
    if (typeof WebAssembly === "undefined") throw new RuntimeUnavailable("not-supported");
    registerKernels();
    setWasmPaths(assetBase);
    // One thread: with several the pages' cores are shared with the interface, and it was no faster.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    const simd = await env().getAsync("WASM_HAS_SIMD_SUPPORT");
    if (!(await setBackend("wasm"))) throw new RuntimeUnavailable("init-failed");
    const lost = new Promise<never>(() => {});
    if (simd) registerFastCopies(backend() as unknown as WasmBackendInternals);
    // No fused swish: a vector routine of our own was no faster than the stock sigmoid and product.
    return createNetworkRuntime(graph, { detail: simd ? "SIMD" : "", lost });
  },
});

function registerFastCopies(internals: WasmBackendInternals): void {
  const stock = { concat: concat as unknown as KernelFunc, slice: slice as unknown as KernelFunc };
  for (const kernel of fastCopyKernels(internals, stock)) {
    unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
}
