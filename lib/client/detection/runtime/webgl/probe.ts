import type { Probe } from "@/lib/client/detection/runtime/probe";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";

export const probeWebgl: Probe = async () => {
  if (typeof OffscreenCanvas === "undefined") return undefined;
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return undefined;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const detail = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  // Half-precision textures move boxes by pixels.
  const float32 = gl.getExtension("EXT_color_buffer_float") !== null;
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return float32 ? { detail, software: isSoftwareGpu(detail) } : undefined;
};
