import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { modelParitySchema } from "@/lib/contracts/model-parity";
import { encodeModel } from "@/server/converter/onnx/read-onnx";
import { buildModel, type ModelInput, seededValues } from "@/server/converter/parity/build-onnx";
import { verifyFiles } from "@/server/models/files";
import { modelIds } from "@/server/models/service";
import { recordMetrics } from "@/server/models/write-version";
import { importModel } from "./import-model";

// converts and runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;

const kiwi: ModelClass = {
  id: 56,
  name: "kiwi",
  displayName: "Kiwi",
  kind: "ingredient",
  synonyms: ["qiwi"],
};
const plum: ModelClass = { id: 55, name: "plum", displayName: "Plum", kind: "ingredient", synonyms: [] };

/** A detector of two classes on 8 × 8 px, 16 anchors, with a freely named output. */
function tinyDetector(output = "detections"): ModelInput {
  return {
    inputs: { images: [1, 3, 8, 8] },
    constants: { w: { shape: [6, 3, 2, 2], values: seededValues(72, 3) }, s: [1, 6, -1] },
    nodes: [
      { op: "Conv", inputs: ["images", "w"], outputs: ["c"], attributes: { strides: [2, 2] } },
      { op: "Sigmoid", inputs: ["c"], outputs: ["p"] },
      { op: "Reshape", inputs: ["p", "s"], outputs: [output] },
    ],
  };
}

async function importTiny(model: ModelInput, version = 3, classes = [plum, kiwi], head?: string) {
  const onnx = path.join(folder, "in.onnx");
  const built = buildModel(model);
  await writeFile(
    onnx,
    encodeModel(head ? { ...built, metadataProps: [{ key: "forage_head", value: head }] } : built),
  );
  const about = { licence: "AGPL-3.0-only", architecture: "tiny", dataSets: { plates: "hash" } };
  return importModel({ onnx, name: "tiny", version, classes, ...about });
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "forage-import-"));
  vi.stubEnv("FORAGE_MODELS_DIR", folder);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

it("writes graph, shards, card and golden outputs, the ONNX file byte for byte, and hashes that hold", async () => {
  const { manifest } = await importTiny(tinyDetector());
  expect(manifest).toMatchObject({
    id: "tiny/3",
    inputSize: 8,
    featureLength: 0,
    classes: [{ id: 55 }, { id: 56 }],
  });
  await verifyFiles(manifest);
  const copy = await readFile(path.join(folder, "tiny", "3", "model-8.onnx"));
  expect(copy.equals(await readFile(path.join(folder, "in.onnx")))).toBe(true);
  const golden = await readFile(path.join(folder, "parity", "tiny-3.json"), "utf8");
  expect(modelParitySchema.parse(JSON.parse(golden)).cases[0]?.detections.shape).toEqual([1, 6, 16]);
});

it("finds the boxes under whatever name they were exported", async () => {
  const { manifest } = await importTiny(tinyDetector("output0"));
  const graph = await readFile(
    path.join(folder, "tiny", String(manifest.version), "tfjs", "model.json"),
    "utf8",
  );
  expect(Object.keys(JSON.parse(graph).signature.outputs)).toEqual(["detections"]);
});

it("keeps what was measured when the same file comes again, and drops it for another", async () => {
  const { manifest } = await importTiny(tinyDetector());
  await recordMetrics(manifest.id, "plates", { map50: 0.5, map50_95: 0.4, photos: 2, ap50ByClass: {} });
  const again = await importTiny(tinyDetector());
  expect(again.manifest.metrics.plates?.map50).toBe(0.5);
  expect(again.manifest.createdAt).toBe(manifest.createdAt);
  expect((await importTiny(tinyDetector("other"))).manifest.metrics).toEqual({});
});

it("refuses classes that are not as many as the rows, and another kind of input", async () => {
  const head = { code: "model/unsupported-head" };
  await expect(importTiny(tinyDetector(), 3, [kiwi])).rejects.toMatchObject({
    code: "model/class-count",
    facts: { found: 2, given: 1 },
  });
  const wide = { ...tinyDetector(), inputs: { images: [1, 3, 8, 16] } };
  await expect(importTiny(wide)).rejects.toMatchObject(head);
});

it("lists no version of a model with an operator it does not know", async () => {
  const model = tinyDetector();
  const odd = { ...model, nodes: [...model.nodes, { op: "Det", inputs: ["detections"], outputs: ["d"] }] };
  await expect(importTiny(odd)).rejects.toMatchObject({
    code: "model/unsupported-operator",
    facts: { op: "Det" },
  });
  expect(await modelIds()).toEqual([]);
  expect(existsSync(path.join(folder, "tiny"))).toBe(false);
});

it("reads boxes as the file says, and refuses a way that nobody knows", async () => {
  expect((await importTiny(tinyDetector())).manifest.head).toBe("yolo-v8");
  expect((await importTiny(tinyDetector(), 4, [plum, kiwi], "corners")).manifest.head).toBe("corners");
  await expect(importTiny(tinyDetector(), 5, [plum, kiwi], "polar")).rejects.toMatchObject({
    code: "model/unsupported-head",
    facts: { shape: "polar" },
  });
  expect(existsSync(path.join(folder, "tiny", "5"))).toBe(false);
});
