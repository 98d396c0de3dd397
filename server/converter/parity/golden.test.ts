import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { modelParitySchema } from "@/lib/contracts/model-parity";
import { parityDifference } from "@/lib/core/detection/parity-difference";
import { modelFolder, modelsFolder } from "@/server/models/files";
import { comparable, goldenOutputs, inputFor } from "./golden";
import { runOnnxFile } from "./run-onnx";
import { runTfjsFile, startTfjs } from "./run-tfjs";

// runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = path.join(modelsFolder(), "parity");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

beforeAll(() => startTfjs("wasm"));

it("there is a golden file", () => {
  expect(files.length).toBeGreaterThan(0);
});

for (const file of files) {
  const { modelId, tolerance, cases } = modelParitySchema.parse(
    JSON.parse(readFileSync(path.join(folder, file), "utf8")),
  );
  for (const one of cases) {
    const { inputSize, seed, anchorStep } = one;
    const golden = goldenOutputs(one);
    const expectClose = (outputs: Parameters<typeof comparable>[0]) => {
      const difference = parityDifference(golden, comparable(outputs, anchorStep));
      expect(difference.boxPx).toBeLessThanOrEqual(tolerance.boxPx);
      expect(difference.score).toBeLessThanOrEqual(tolerance.score);
      expect(difference.feature).toBeLessThanOrEqual(tolerance.feature);
    };

    describe(`${modelId} at ${inputSize} px reproduces the golden outputs`, () => {
      it("in ONNX Runtime", async () => {
        const onnx = path.join(modelFolder(modelId), one.onnx);
        expectClose(await runOnnxFile(onnx, { images: inputFor(inputSize, seed, "nchw") }));
      });

      it("in TF.js on WASM, from the files that ship", async () => {
        const tfjs = path.join(modelFolder(modelId), one.tfjs);
        expectClose(await runTfjsFile(tfjs, { images: inputFor(inputSize, seed, "nhwc") }));
      });
    });
  }
}

it("a golden file tells a wrong answer from a right one", () => {
  const one = modelParitySchema.parse(JSON.parse(readFileSync(path.join(folder, files[0] ?? ""), "utf8")))
    .cases[0];
  if (!one) throw new RangeError("no case");
  const golden = goldenOutputs(one);
  const detections = golden.detections.slice();
  detections[5] = (detections[5] ?? 0) + 0.5;
  expect(parityDifference(golden, { ...golden, detections }).boxPx).toBeCloseTo(0.5, 4);
  detections[5] = Number.NaN;
  expect(parityDifference(golden, { ...golden, detections }).boxPx).toBe(Number.POSITIVE_INFINITY);
});
