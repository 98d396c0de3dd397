import { afterEach, expect, it, vi } from "vitest";
import { parityInput } from "@/lib/core/detection/parity-input";
import { championManifest } from "@/server/models/service";
import { openNetwork } from "./network";
import type { ProviderHost } from "./providers";

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
  const manifest = await championManifest();
  const network = await openNetwork(manifest, { machine });
  const { inputSize, classes, featureLength } = manifest;
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
  const manifest = await championManifest();
  const all = openNetwork(manifest, { machine, without: ["cuda", "webgpu", "cpu"] });
  await expect(all).rejects.toMatchObject({ code: "detection/no-backend" });
});
