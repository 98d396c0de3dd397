import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { build } from "esbuild";
import sharp from "sharp";
import { smallManifest } from "./detection-fixtures";
import type { GpuParts } from "./detection-gpu-page";
import { type DetectionHarness, startHarness } from "./detection-harness";
import { countGpuCalls } from "./gpu-counts";

/**
 * The GPU engine in a real browser, whose graphics card the processor plays: each operator, the candidates, what a photo
 * costs, and what happens where a graphics card answers wrongly.
 */

// Emulated GPUs compile shaders for a minute on two busy cores.
test.setTimeout(600_000);

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = path.join(root, "test-results/detection-gpu");

let harness: DetectionHarness;

test.beforeAll(async () => {
  await build({
    entryPoints: { parts: path.join(root, "e2e/detection-gpu-page.ts") },
    outdir: folder,
    tsconfig: path.join(root, "tsconfig.json"),
    bundle: true,
    format: "iife",
    target: "es2022",
    logLevel: "error",
  });
  harness = await startHarness({
    manifests: { small: await smallManifest() },
    folders: { "/parts/": folder },
  });
});

test.afterAll(async () => {
  await harness?.close();
});

test.beforeEach(async ({ page }) => {
  harness.overrides.clear();
  await page.goto(harness.pageUrl);
});

test("answers as the WASM engine does, operator by operator", async ({ page }) => {
  await page.addScriptTag({ url: "/parts/parts.js" });
  const names = await page.evaluate(() => (globalThis as unknown as WithParts).gpuParts.caseNames);
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) {
    await test.step(name, async () => {
      const { worst, complaint } = await page.evaluate(
        (each) => (globalThis as unknown as WithParts).gpuParts.compareCase(each),
        name,
      );
      expect(complaint).toBe("");
      expect(worst).toBeLessThan(1e-5);
    });
  }
});

test("answers as the WASM engine does for any chain of layers", async ({ page }) => {
  await page.addScriptTag({ url: "/parts/parts.js" });
  for (let seed = 1; seed <= 25; seed++) {
    const { worst, complaint } = await page.evaluate(
      (each) => (globalThis as unknown as WithParts).gpuParts.compareAny(each),
      seed,
    );
    expect(complaint, `seed ${seed}`).toBe("");
    expect(worst, `seed ${seed}`).toBeLessThan(1e-4);
  }
});

test("finds the candidates that decoding the whole output finds, ties and NaN too", async ({ page }) => {
  await page.addScriptTag({ url: "/parts/parts.js" });
  for (const given of [
    { anchors: 300, floor: 0.01, seed: 1, foundAnchors: expect.any(Number) },
    { anchors: 70, floor: 2, seed: 2, foundAnchors: expect.any(Number) },
    // none reaches the floor but infinity
    { anchors: 40, floor: 3e38, seed: 5, foundAnchors: expect.any(Number) },
    // more than there is room for: all of them, from the whole output
    { anchors: 1344, floor: 0.01, seed: 3, foundAnchors: 1344 },
  ]) {
    const { foundAnchors, ...request } = given;
    const both = await page.evaluate(
      (each) => (globalThis as unknown as WithParts).gpuParts.decodeBoth(each),
      request,
    );
    expect(both.found).toBe(both.whole);
    expect(both.foundAnchors).toEqual(foundAnchors);
    expect(JSON.parse(both.whole).count).toBeGreaterThan(0);
  }
});

test("a photo costs fewer than 90 dispatches, reads back less than 64 KB, makes no buffer and finds what WASM finds", async ({
  page,
}) => {
  expect(await startOn(page, "webgpu")).toMatch(/, own shaders$/);
  const worker = page.workers()[0]!;
  await worker.evaluate(countGpuCalls);
  const buffersBefore = await worker.evaluate(() => globalThis.forageRuntime!.liveTensors());
  const found = await detect(page);
  const counts = await worker.evaluate(() => globalThis.gpuCounts!);
  expect(counts.dispatches).toBeGreaterThan(0);
  expect(counts.dispatches).toBeLessThan(90);
  expect(counts.readBytes).toBeGreaterThan(0);
  expect(counts.readBytes).toBeLessThan(64_000);
  expect(counts).toMatchObject({ buffers: 0, bindGroups: 0, shaderModules: 0, encoders: 1 });
  await detect(page);
  expect(await worker.evaluate(() => globalThis.forageRuntime!.liveTensors())).toBe(buffersBefore);
  await worker.evaluate(() => globalThis.forageRuntime!.dispose());
  expect(await worker.evaluate(() => globalThis.forageRuntime!.liveTensors())).toBe(0);
  await page.goto(harness.pageUrl);
  await startOn(page, "wasm");
  const expected = await detect(page);
  expect(expected.boxes.length).toBeGreaterThan(0);
  // those at the floor may fall to either side of it
  const sure = expected.scores.flatMap((score, at) => (score > 0.02 ? [at] : []));
  expect(sure.length).toBeGreaterThan(0);
  for (const at of sure) {
    const edges = (boxes: readonly number[], index: number) => boxes.slice(index * 4, index * 4 + 4);
    const isSame = (classId: number, index: number) =>
      classId === expected.classIds[at] &&
      edges(found.boxes, index).every((edge, side) => Math.abs(edge - edges(expected.boxes, at)[side]!) < 1);
    expect(found.classIds.some(isSame)).toBe(true);
  }
});

test("takes the stock kernels where its own shaders answer wrongly, and says so", async ({ page }) => {
  const name = [...(await served())].find((each) => /webgpu-\w+[.]js$/.test(each))!;
  const script = (await (await fetch(new URL(name, harness.pageUrl))).text()) as string;
  // a driver that takes another exponential
  const wrong = script.replaceAll("(1.0 + exp(-", "(1.1 + exp(-");
  expect(wrong).not.toBe(script);
  harness.overrides.set(name, Buffer.from(wrong));
  const detail = await startOn(page, "webgpu");
  expect(detail).toMatch(/, stock kernels: answers differ from WASM: (score|box px|feature) by [\d.]+$/);
  expect(harness.requests.some((each) => /webgpuStock-/.test(each))).toBe(true);
});

interface WithParts {
  readonly gpuParts: GpuParts;
}

/** Addresses of the worker's scripts, as its first one names them. */
async function served(): Promise<readonly string[]> {
  const main = await (await fetch(new URL("/worker/detection.js", harness.pageUrl))).text();
  return [...main.matchAll(/[\w]+-[A-Z0-9]{8}[.]js/g)].map(([file]) => `/worker/${file}`);
}

/** @returns how the backend describes itself */
async function startOn(page: Page, backend: "webgpu" | "wasm"): Promise<string | undefined> {
  const status = await page.evaluate(async (preference) => {
    const detector = forage.createDetector({
      preference,
      manifestUrl: "/manifest/small",
      filesUrl: "/models/",
    });
    globalThis.detector = detector;
    await detector.start();
    return detector.getStatus();
  }, backend);
  expect(status).toMatchObject({ state: "ready", backend });
  return status.state === "ready" ? status.attempts.at(-1)?.detail : undefined;
}

/** What is found in an example picture, best first. */
async function detect(page: Page) {
  const png = await sharp(path.join(root, "public/examples/still-life.webp")).resize(320).png().toBuffer();
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { candidates } = await globalThis.detector!.detect(new Blob([bytes], { type: "image/png" }));
    return {
      boxes: [...candidates.boxes],
      classIds: [...candidates.classIds],
      scores: [...candidates.scores],
    };
  }, png.toString("base64"));
}
