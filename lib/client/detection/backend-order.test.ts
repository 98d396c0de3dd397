import { describe, expect, it } from "vitest";
import { backendOrder, reasonTaken } from "./backend-order";

describe("backendOrder", () => {
  it("goes from WebGPU to WASM by itself", () => {
    expect(backendOrder("auto", new Set())).toEqual(["webgpu", "webgl", "wasm"]);
  });

  it("puts the chosen backend first and keeps the rest behind it", () => {
    expect(backendOrder("wasm", new Set())).toEqual(["wasm", "webgpu", "webgl"]);
  });

  it("leaves out what broke, the chosen one too", () => {
    expect(backendOrder("webgl", new Set(["webgl", "webgpu"]))).toEqual(["wasm"]);
  });

  it("has nothing on this device for a person who chose the server", () => {
    expect(backendOrder("server", new Set())).toEqual([]);
  });
});

describe("reasonTaken", () => {
  it("says that a person chose it", () => {
    expect(reasonTaken("wasm", "wasm", [])).toBe("chosen-by-person");
  });

  it("tells the best there is from the next after a failure", () => {
    const passedOver = { backend: "webgpu", taken: false, reason: "software-adapter" } as const;
    const lost = { backend: "webgl", taken: false, reason: "device-lost" } as const;
    expect(reasonTaken("wasm", "auto", [passedOver])).toBe("best-available");
    expect(reasonTaken("wasm", "auto", [passedOver, lost])).toBe("previous-failed");
  });
});
