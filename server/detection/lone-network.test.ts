import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parityInput } from "@/lib/core/detection/parity-input";
import { championId, resolveModel } from "@/server/models/service";
import { loneNetwork, releaseLoneNetworks } from "./lone-network";
import { openNetwork } from "./network";

// runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

beforeEach(() => {
  vi.stubEnv("FORAGE_DETECTION_THREADS", "1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await releaseLoneNetworks();
});

it("is loaded after the first photo that is alone, and computes what the other computes", async () => {
  const model = await resolveModel(await championId());
  const machine = { environment: { FORAGE_WEBGPU: "0" }, platform: "linux", devices: [] } as const;
  const beside = await openNetwork(model, { machine });
  expect(loneNetwork(model, beside, 2)).toBeUndefined();
  const lone = await vi.waitFor(() => {
    const network = loneNetwork(model, beside, 2);
    if (!network) throw new RangeError("not loaded yet");
    return network;
  }, 60_000);
  const input = parityInput(model.manifest.inputSize, 1, "nchw");
  const [expected, got] = [await beside.run(input), await lone.run(input)];
  const difference = got.detections.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - expected.detections[at]!)),
    0,
  );
  // threads may add in another order
  expect(difference).toBeLessThan(0.001);
  await beside.release();
});

it("is none where the usual network has all cores, or runs on a graphics card", async () => {
  const model = await resolveModel(await championId());
  expect(loneNetwork(model, { provider: "cpu" }, 1)).toBeUndefined();
  expect(loneNetwork(model, { provider: "webgpu" }, 2)).toBeUndefined();
  await new Promise((resolve) => setImmediate(resolve));
  expect(loneNetwork(model, { provider: "cpu" }, 1)).toBeUndefined();
});
