import { describe, expect, it } from "vitest";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";
import { describeFailure } from "./failures";

describe("describeFailure", () => {
  it.each([
    ["Array buffer allocation failed", "out-of-memory"],
    ["Aborted(OOM). Build with -sASSERTIONS", "out-of-memory"],
    ["WebAssembly.Memory(): could not allocate memory: out of memory", "out-of-memory"],
    ["Cannot enlarge memory arrays to size 17301504 bytes", "out-of-memory"],
    ["CONTEXT_LOST_WEBGL: loseContext: context lost", "device-lost"],
    ["Device was destroyed.", "device-lost"],
    ["memory access out of bounds", "worker-crashed"],
    ["room service", "worker-crashed"],
  ])("reads %s", (message, reason) => {
    expect(describeFailure(new Error(message), "worker-crashed")).toEqual({ reason, detail: message });
  });

  it("reads what is no Error", () => {
    expect(describeFailure("unreachable", "init-failed")).toEqual({
      reason: "init-failed",
      detail: "unreachable",
    });
  });
});

describe("isSoftwareGpu", () => {
  it.each([
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
    "google swiftshader",
    "llvmpipe (LLVM 15.0.6, 256 bits)",
    "Mesa Software Rasterizer",
    "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)",
  ])("knows %s", (name) => {
    expect(isSoftwareGpu(name)).toBe(true);
  });

  it.each([
    "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "Apple M2",
    "Mesa Intel(R) UHD Graphics 620 (KBL GT2)",
    "Adreno (TM) 640",
    "intel gen-12lp",
    "",
  ])("takes %s for hardware", (name) => {
    expect(isSoftwareGpu(name)).toBe(false);
  });
});
