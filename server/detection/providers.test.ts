import { describe, expect, it } from "vitest";
import { type ProviderHost, providerOrder, threadCount } from "./providers";

const machine = (about: Partial<ProviderHost>): ProviderHost => ({
  environment: {},
  platform: "linux",
  devices: [],
  ...about,
});

describe("providerOrder", () => {
  it("is the CPU alone on a Linux machine without a GPU", () => {
    expect(providerOrder(machine({ devices: ["null", "card0"] }))).toEqual(["cpu"]);
  });

  it("tries WebGPU first where a GPU has a render node", () => {
    expect(providerOrder(machine({ devices: ["renderD128"] }))).toEqual(["webgpu", "cpu"]);
  });

  it("tries CUDA only when asked", () => {
    expect(providerOrder(machine({ devices: ["nvidia0"] }))).toEqual(["webgpu", "cpu"]);
    expect(providerOrder(machine({ devices: ["nvidia0"], environment: { FORAGE_CUDA: "1" } }))).toEqual([
      "cuda",
      "webgpu",
      "cpu",
    ]);
  });

  it("leaves WebGPU out when told to", () => {
    expect(providerOrder(machine({ platform: "darwin", environment: { FORAGE_WEBGPU: "0" } }))).toEqual([
      "cpu",
    ]);
  });
});

describe("threadCount", () => {
  it("takes a positive whole number and ignores anything else", () => {
    expect(threadCount(machine({ environment: { FORAGE_DETECTION_THREADS: "3" } }))).toBe(3);
    expect(threadCount(machine({ environment: { FORAGE_DETECTION_THREADS: "none" } }))).toBeGreaterThan(0);
    expect(threadCount(machine({ environment: { FORAGE_DETECTION_THREADS: "0" } }))).toBeLessThanOrEqual(4);
  });
});
