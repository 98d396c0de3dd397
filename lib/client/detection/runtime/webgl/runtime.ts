import "@tensorflow/tfjs-backend-webgl/dist/flags_webgl";
import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/backend_webgl";
import { setWebGLContext } from "@tensorflow/tfjs-backend-webgl/dist/canvas_util";
import { env, registerBackend, setBackend } from "@tensorflow/tfjs-core";
import type { BackendReason } from "@/lib/client/detection/detector";
import { wholeGraph } from "@/lib/client/detection/graph/whole-graph";
import { createNetworkRuntime } from "@/lib/client/detection/runtime/network-runtime";
import { provideRuntime, RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";
import { SwishRewriter } from "@/lib/client/detection/runtime/swish";
import { registerKernels } from "@/lib/client/detection/runtime/webgl/kernels-webgl";

/** As the stock backend asks for its context. */
const CONTEXT_ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  depth: false,
  stencil: false,
};

const SIGMOID = "return 1.0 / (1.0 + exp(-1.0 * x));";
const SWISH = "return x / (1.0 + exp(-1.0 * x));";

provideRuntime("webgl", {
  async create(graph, { allowSoftware }) {
    const { gl, lost, detail } = openContext(allowSoftware);
    setWebGLContext(2, gl);
    // Half-precision textures move boxes by pixels.
    if (!env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")) throw new RuntimeUnavailable("not-supported", detail);
    const backend = new MathBackendWebGL();
    const swish = new SwishRewriter((code) => code.replace(SIGMOID, SWISH));
    const runProgram = backend.runWebGLProgram.bind(backend);
    backend.runWebGLProgram = (program, ...rest) => {
      swish.adapt(program);
      return runProgram(program, ...rest);
    };
    registerKernels();
    registerBackend("webgl", () => backend);
    if (!(await setBackend("webgl"))) throw new RuntimeUnavailable("init-failed", detail);
    return createNetworkRuntime(await wholeGraph(graph), {
      detail,
      lost,
      swish,
      watch: (run) => watchContext(gl, run),
    });
  },
});

/** A lost context and a full one both go on with wrong results. */
async function watchContext<T>(gl: WebGL2RenderingContext, run: () => Promise<T>): Promise<T> {
  const result = await run();
  if (gl.isContextLost()) throw new Error("WebGL context lost");
  if (gl.getError() === gl.OUT_OF_MEMORY) throw new Error("WebGL is out of memory");
  return result;
}

function openContext(allowSoftware: boolean) {
  if (typeof OffscreenCanvas === "undefined") throw new RuntimeUnavailable("not-supported");
  const canvas = new OffscreenCanvas(300, 150);
  const gl = canvas.getContext("webgl2", CONTEXT_ATTRIBUTES);
  if (!gl) throw new RuntimeUnavailable("not-supported");
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const detail = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  if (isSoftwareGpu(detail) && !allowSoftware) {
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    throw new RuntimeUnavailable("software-adapter", detail);
  }
  const lost = new Promise<BackendReason>((resolve) => {
    canvas.addEventListener("webglcontextlost", () => resolve("device-lost"));
  });
  globalThis.forageWebgl = gl;
  return { gl, lost, detail };
}

declare global {
  /** The context in use, so that a test can really take it away. */
  var forageWebgl: WebGL2RenderingContext | undefined;
}
