import { describe, expect, it, vi } from "vitest";
import { type ModelManifest, modelManifestSchema } from "@/lib/contracts/model-manifest";
import { modelFigures, replaceFigures } from "./model-figures";

// runs a command
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const manifest: ModelManifest = modelManifestSchema.parse({
  schema: 1,
  id: "forage-n/7",
  name: "forage-n",
  version: 7,
  createdAt: "2026-01-01T00:00:00Z",
  licence: "AGPL-3.0-only",
  architecture: "YOLO11n",
  inputSize: 416,
  featureLength: 256,
  classes: [{ id: 0, name: "banana", displayName: "Banana", kind: "ingredient" }],
  files: [
    { path: "m.onnx", bytes: 10_600_000, sha256: "0".repeat(64), role: "onnx" },
    { path: "model.json", bytes: 150_000, sha256: "0".repeat(64), role: "tfjs-graph" },
    { path: "a.bin", bytes: 5_200_000, sha256: "0".repeat(64), role: "tfjs-shard" },
  ],
  defaults: { confidence: 0.25, iou: 0.45 },
  metrics: { tableware: { map50: 0.9409, map50_95: 0.8, photos: 117 } },
});

describe("model figures", () => {
  it("says size and scores as the manifest has them", () => {
    const text = modelFigures(manifest);
    // 150,000 + 5,200,000 bytes = 5.35 MB
    expect(text).toContain("5.3 MB for the browser, 10.6 MB ONNX");
    expect(text).toContain("| tableware | 117 | 94.1 | 80.0 |");
  });

  it("shows no table before anything was measured", () => {
    expect(modelFigures({ ...manifest, metrics: {} })).not.toContain("mAP50");
  });

  it("replaces what is between the markers, and only that", () => {
    const text = "a\n<!-- model figures: npm run readme:figures -->\nold\n<!-- end of model figures -->\nb\n";
    expect(replaceFigures(text, "new")).toBe(
      "a\n<!-- model figures: npm run readme:figures -->\nnew\n<!-- end of model figures -->\nb\n",
    );
    expect(() => replaceFigures("nothing here", "new")).toThrow(RangeError);
  });
});
