import { describe, expect, it } from "vitest";
import { AttemptLog } from "./attempt-log";

describe("AttemptLog", () => {
  it("tells the story in order, with details where there are any", () => {
    const log = new AttemptLog();
    log.passedOver("webgpu", "not-supported");
    log.taken("webgl", "auto", "Apple M2");
    log.failed("webgl", "device-lost", "context lost");
    log.taken("wasm", "auto", "SIMD");
    expect(log.list).toEqual([
      { backend: "webgpu", taken: false, reason: "not-supported" },
      { backend: "webgl", taken: true, reason: "best-available", detail: "Apple M2" },
      { backend: "webgl", taken: false, reason: "device-lost", detail: "context lost" },
      { backend: "wasm", taken: true, reason: "previous-failed", detail: "SIMD" },
    ]);
  });

  it("holds each finding once, however often workers start", () => {
    const log = new AttemptLog();
    for (let start = 0; start < 2; start++) {
      log.passedOver("webgpu", "software-adapter", "swiftshader");
      log.taken("wasm", "wasm");
      log.failed("wasm", "worker-crashed", `crash ${start}`);
    }
    expect(log.list).toEqual([
      { backend: "webgpu", taken: false, reason: "software-adapter", detail: "swiftshader" },
      { backend: "wasm", taken: true, reason: "chosen-by-person" },
      { backend: "wasm", taken: false, reason: "worker-crashed", detail: "crash 1" },
    ]);
  });

  it("begins anew when cleared", () => {
    const log = new AttemptLog();
    log.failed("wasm", "out-of-memory", "");
    log.clear();
    log.taken("wasm", "auto");
    expect(log.list).toEqual([{ backend: "wasm", taken: true, reason: "best-available" }]);
  });
});
