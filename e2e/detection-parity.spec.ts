import { expect, type Page, test } from "@playwright/test";
import type { BackendName } from "@/lib/client/detection/detector";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { ModelParity, ParityCase } from "@/lib/contracts/model-parity";
import { parityInput } from "@/lib/core/detection/parity-input";
import { championParity, parityManifest } from "./detection-fixtures";
import { type DetectionHarness, startHarness } from "./detection-harness";

/**
 * The network's answer in a real browser, on each backend, against what ONNX Runtime answered on a CPU. Headless
 * browsers emulate the GPU, so the GPU backends run the small network only.
 */

// Emulated GPUs compile shaders for a minute on two busy cores.
test.setTimeout(600_000);

let harness: DetectionHarness;
let parity: ModelParity;

test.beforeAll(async () => {
  parity = await championParity();
  const manifests: Record<string, ModelManifest> = {};
  for (const one of parity.cases) manifests[one.inputSize] = await parityManifest(parity.modelId, one);
  harness = await startHarness({ manifests });
});

test.afterAll(async () => {
  await harness?.close();
});

test("every backend answers as ONNX Runtime does", async ({ page }) => {
  for (const one of parity.cases) {
    const backends: BackendName[] = one.inputSize <= 64 ? ["wasm", "webgl", "webgpu"] : ["wasm"];
    for (const backend of backends) {
      await test.step(`${backend} at ${one.inputSize} px`, async () => {
        const detail = await expectParity(page, backend, one);
        if (backend === "webgpu") expect(detail).toMatch(/, own shaders$/);
      });
    }
    await test.step(`wasm with two threads at ${one.inputSize} px`, async () => {
      const detail = await expectParity(page, "wasm", one, 2);
      expect(detail).toContain("2 threads");
    });
  }
});

/** @returns how the backend describes itself */
async function expectParity(page: Page, backend: BackendName, one: ParityCase, threads?: number) {
  await page.goto(harness.pageUrl);
  const status = await page.evaluate(
    async ({ backend, manifestUrl, threads }) => {
      const options = { preference: backend, manifestUrl, filesUrl: "/models/" };
      const detector = forage.createDetector({ ...options, ...(threads && { threads }) });
      await detector.start();
      return detector.getStatus();
    },
    { backend, manifestUrl: `/manifest/${one.inputSize}`, threads },
  );
  expect(status).toMatchObject({ state: "ready", backend });
  const worker = page.workers()[0];
  if (!worker) throw new Error("no worker runs");
  const input = base64Of(parityInput(one.inputSize, one.seed, "nhwc"));
  const output = await worker.evaluate(async (values) => {
    const runtime = globalThis.forageRuntime;
    if (!runtime) throw new Error("no network is loaded");
    const bytes = Uint8Array.from(atob(values), (letter) => letter.charCodeAt(0));
    const { detections, features } = await runtime.run(new Float32Array(bytes.buffer));
    const encode = (floats: Float32Array) => {
      let text = "";
      for (const byte of new Uint8Array(floats.buffer)) text += String.fromCharCode(byte);
      return btoa(text);
    };
    return { detections: encode(detections), features: encode(features) };
  }, input);
  const got = { detections: floatsOf(output.detections), features: floatsOf(output.features) };
  const golden = {
    detections: floatsOf(one.detections.float32),
    features: floatsOf(one.features?.float32 ?? ""),
  };
  const rows = one.detections.shape[1] ?? 0;
  const kept = one.detections.shape[2] ?? 0;
  const anchors = got.detections.length / rows;
  let [boxPx, score] = [0, 0];
  for (let row = 0; row < rows; row++) {
    for (let index = 0; index < kept; index++) {
      const value = got.detections[row * anchors + index * one.anchorStep] ?? Number.NaN;
      const difference = Math.abs(value - (golden.detections[row * kept + index] ?? Number.NaN));
      if (row < 4) boxPx = Math.max(boxPx, difference);
      else score = Math.max(score, difference);
    }
  }
  const feature = Math.max(
    0,
    ...golden.features.map((value, index) => Math.abs(value - (got.features[index] ?? Number.NaN))),
  );
  expect(boxPx, `${backend} box px`).toBeLessThanOrEqual(parity.tolerance.boxPx);
  expect(score, `${backend} score`).toBeLessThanOrEqual(parity.tolerance.score);
  expect(feature, `${backend} feature`).toBeLessThanOrEqual(parity.tolerance.feature);
  return status.state === "ready" ? status.attempts.at(-1)?.detail : undefined;
}

function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}

function base64Of(floats: Float32Array): string {
  return Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength).toString("base64");
}
