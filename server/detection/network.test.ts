import { afterEach, expect, it, vi } from "vitest";
import { parityInput } from "@/lib/core/detection/parity-input";
import { championId, resolveModel } from "@/server/models/service";
import { openNetwork } from "./network";
import type { ProviderHost } from "./providers";

// runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

afterEach(() => {
  vi.restoreAllMocks();
});

const machine: ProviderHost = {
  environment: { FORAGE_CUDA: "1" },
  platform: "linux",
  devices: ["renderD128"],
};

it("passes over a provider that this machine lacks, with a line that names it, and detects", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const model = await resolveModel(await championId());
  const network = await openNetwork(model, { machine });
  const { inputSize, classes, featureLength } = model.manifest;
  const { detections, anchors, features } = await network.run(parityInput(inputSize, 1, "nchw"));
  await network.release();
  expect(detections).toHaveLength((4 + classes.length) * anchors);
  expect(features).toHaveLength(featureLength);
  const passed = ["cuda", "webgpu", "cpu"].slice(0, ["cuda", "webgpu", "cpu"].indexOf(network.provider));
  expect(warn.mock.calls.map(([line]) => String(line))).toEqual(
    passed.map((provider) => expect.stringContaining(`detection: ${provider} is not available`)),
  );
});

it("is an error when every provider failed before", async () => {
  const model = await resolveModel(await championId());
  const all = openNetwork(model, { machine, without: ["cuda", "webgpu", "cpu"] });
  await expect(all).rejects.toMatchObject({ code: "detection/no-backend" });
});
