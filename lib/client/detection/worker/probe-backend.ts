import type { BackendReason } from "@/lib/client/detection/detector";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";
import type { WorkerBackend } from "@/lib/contracts/detection-worker";

export type ProbeVerdict =
  | { readonly usable: true; readonly detail: string }
  | { readonly usable: false; readonly reason: BackendReason; readonly detail: string };

/**
 * Whether this device has a backend, before its script is loaded. An emulated GPU counts only if the person chose it:
 * it is many times slower than WASM.
 */
export async function probeBackend(backend: WorkerBackend, allowSoftware: boolean): Promise<ProbeVerdict> {
  const found = await lookFor(backend);
  if (!found) return { usable: false, reason: "not-supported", detail: "" };
  const { detail, software } = found;
  if (software && !allowSoftware) return { usable: false, reason: "software-adapter", detail };
  return { usable: true, detail };
}

interface FoundBackend {
  readonly detail: string;
  readonly software: boolean;
}

async function lookFor(backend: WorkerBackend): Promise<FoundBackend | undefined> {
  switch (backend) {
    case "webgpu":
      return lookForWebgpu();
    case "webgl":
      return lookForWebgl();
    case "wasm":
      return typeof WebAssembly === "undefined" ? undefined : { detail: "", software: false };
  }
}

async function lookForWebgpu(): Promise<FoundBackend | undefined> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return undefined;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const detail = [...new Set([description, vendor, architecture, device])].filter(Boolean).join(" ");
  return { detail, software: isFallbackAdapter || isSoftwareGpu(detail) };
}

function lookForWebgl(): FoundBackend | undefined {
  if (typeof OffscreenCanvas === "undefined") return undefined;
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return undefined;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const detail = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  // Half-precision textures move boxes by pixels.
  const float32 = gl.getExtension("EXT_color_buffer_float") !== null;
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return float32 ? { detail, software: isSoftwareGpu(detail) } : undefined;
}
