import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import type { DetectorOptions } from "@/lib/client/detection/create-detector";
import type { BackendPreference, DetectorStatus } from "@/lib/client/detection/detector";
import { smallManifest } from "./detection-fixtures";
import { type DetectionHarness, startHarness } from "./detection-harness";

/**
 * What the detector does when things break, in a real browser with real failures: contexts lost, devices destroyed,
 * workers ended, files changed. The small network, so that emulated GPUs answer in time.
 */

// Emulated GPUs compile shaders for a minute on two busy cores.
test.setTimeout(600_000);

const MANIFEST = "/manifest/small";

let harness: DetectionHarness;
let modelId: string;
/** Addresses of the model's files. */
let files: string[];

test.beforeAll(async () => {
  const manifest = await smallManifest();
  modelId = manifest.id;
  files = manifest.files.map(({ path }) => `/models/${manifest.id}/${path}`);
  harness = await startHarness({ manifests: { small: manifest } });
});

test.afterAll(async () => {
  await harness?.close();
});

test.beforeEach(async ({ page }) => {
  harness.overrides.clear();
  harness.requests.length = 0;
  await page.goto(harness.pageUrl);
});

async function startDetector(page: Page, options: DetectorOptions = {}): Promise<DetectorStatus> {
  return page.evaluate(
    async (given) => {
      globalThis.detector?.dispose();
      globalThis.statuses = [];
      const detector = forage.createDetector({ filesUrl: "/models/", serverUrl: "/detect", ...given });
      globalThis.detector = detector;
      detector.subscribe((status) => globalThis.statuses.push(status));
      await detector.start();
      return detector.getStatus();
    },
    { manifestUrl: MANIFEST, ...options },
  );
}

/** The outcome for one photo: how it was detected, or the code it failed with. */
function detectBytes(page: Page, photo: Buffer, type = "image/png") {
  return page.evaluate(
    async ({ base64, mime }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      try {
        const run = await globalThis.detector!.detect(new Blob([bytes], { type: mime }));
        const { candidates, photo: size, backend, timings, features, modelId } = run;
        const { count } = candidates;
        const scores = [...candidates.scores];
        return {
          ok: true as const,
          count,
          scores,
          size,
          backend,
          timings,
          featureLength: features.length,
          modelId,
        };
      } catch (error) {
        return { ok: false as const, code: (error as { code?: string }).code ?? String(error) };
      }
    },
    { base64: photo.toString("base64"), mime: type },
  );
}

/** One that was ended may still be listed for a moment. */
const newestWorker = (page: Page) => page.workers().at(-1);

const patiently = { timeout: 60_000 };

const status = (page: Page) => page.evaluate(() => globalThis.detector!.getStatus());

/** Noise with a few blocks: the small network always sees something in it. */
async function photoOf(width: number, height: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at++) data[at] = (at * 7919 + Math.floor(at / 997) * 131) % 256;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

test("passes over emulated GPUs, says why, and detects", async ({ page }) => {
  const ready = await startDetector(page);
  expect(ready).toMatchObject({
    state: "ready",
    backend: "wasm",
    fromCache: false,
    attempts: [
      { backend: "webgpu", taken: false, reason: "software-adapter" },
      { backend: "webgl", taken: false, reason: "software-adapter" },
      {
        backend: "wasm",
        taken: true,
        reason: "best-available",
        detail: expect.stringContaining("own code, fused multiply-add"),
      },
    ],
  });
  const run = await detectBytes(page, await photoOf(160, 120));
  expect(run).toMatchObject({
    ok: true,
    backend: "wasm",
    size: { width: 160, height: 120 },
    featureLength: 256,
  });
  if (!run.ok) return;
  expect(run.scores).toEqual([...run.scores].sort((a, b) => b - a));
  const { decodeMs, preprocessMs, inferenceMs, postprocessMs, totalMs } = run.timings;
  expect(decodeMs + preprocessMs + inferenceMs + postprocessMs).toBeCloseTo(totalMs, 3);
  const scripts = harness.requests.filter((path) => path.startsWith("/worker/"));
  expect(scripts.join(" "), "a WASM visitor loads no GPU script").not.toMatch(/webg(pu|l)/);
});

test("reports its download and keeps the model for the next visit, also offline", async ({ page }) => {
  await startDetector(page);
  const statuses = await page.evaluate(() => globalThis.statuses);
  const received = statuses.flatMap((one) => (one.state === "downloading" ? [one.receivedBytes] : []));
  expect(received.at(-1)).toBeGreaterThan(5_000_000);
  expect(received).toEqual([...received].sort((a, b) => a - b));

  for (const path of [MANIFEST, ...files]) harness.overrides.set(path, 0);
  harness.requests.length = 0;
  expect(await startDetector(page)).toMatchObject({ state: "ready", modelId, fromCache: true });
  expect(harness.requests.filter((path) => files.includes(path))).toEqual([]);
});

test("a later visit waits for no answer, and takes another model where the server names it in time", async ({
  page,
}) => {
  await startDetector(page);
  harness.overrides.set(MANIFEST, new Promise(() => undefined));
  expect(await startDetector(page)).toMatchObject({ state: "ready", modelId, fromCache: true });

  const { defaults, ...rest } = await smallManifest();
  const other = { ...rest, defaults: { ...defaults, confidence: 0.61 } };
  harness.overrides.set(MANIFEST, Buffer.from(JSON.stringify(other)));
  expect(await startDetector(page)).toMatchObject({ state: "ready", modelId });
  expect(await page.evaluate(() => globalThis.detector!.manifest?.defaults.confidence)).toBe(0.61);
});

test("says when it is offline without a model", async ({ page }) => {
  harness.overrides.set(MANIFEST, 0);
  expect(await startDetector(page)).toMatchObject({ state: "failed", code: "server/offline" });
  harness.overrides.set(MANIFEST, 404);
  expect(await startDetector(page)).toMatchObject({ state: "failed", code: "model/missing" });
});

test("refuses a model file that is not what the manifest says", async ({ page }) => {
  const shard = files.at(-1) ?? "";
  harness.overrides.set(shard, Buffer.from("something else"));
  expect(await startDetector(page)).toMatchObject({ state: "failed", code: "model/corrupt" });
  expect(harness.requests.filter((path) => path === shard)).toHaveLength(2);
});

test("fetches a cached file again when it was changed", async ({ page }) => {
  await startDetector(page);
  await page.evaluate(async () => {
    const cache = await caches.open("forage-models");
    for (const request of await cache.keys()) {
      if (request.url.includes(".bin")) await cache.put(request, new Response("rotten"));
    }
  });
  harness.requests.length = 0;
  expect(await startDetector(page)).toMatchObject({ state: "ready", fromCache: false });
  expect(harness.requests.filter((path) => files.includes(path)).length).toBeGreaterThan(0);
});

for (const [name, lose] of [
  ["webgl", () => globalThis.forageWebgl?.getExtension("WEBGL_lose_context")?.loseContext()],
  ["webgpu", () => globalThis.forageGpuDevice?.destroy()],
] as const satisfies readonly (readonly [BackendPreference, () => void])[]) {
  test(`${name}: no tensor leaks, and a lost device moves on with the photo`, async ({ page }) => {
    expect(await startDetector(page, { preference: name })).toMatchObject({
      state: "ready",
      backend: name,
      attempts: [{ backend: name, taken: true, reason: "chosen-by-person" }],
    });
    const photo = await photoOf(64, 64);
    const counts: (number | undefined)[] = [];
    for (let run = 0; run < 3; run++) {
      expect(await detectBytes(page, photo)).toMatchObject({ ok: true, backend: name });
      counts.push(await newestWorker(page)?.evaluate(() => globalThis.forageRuntime?.liveTensors()));
    }
    expect(new Set(counts).size, `tensors after each run: ${counts}`).toBe(1);

    await newestWorker(page)?.evaluate(lose);
    const run = await detectBytes(page, photo);
    expect(run).toMatchObject({ ok: true, backend: "wasm" });
    const after = await status(page);
    expect(after).toMatchObject({ state: "ready", backend: "wasm" });
    const attempts = after.state === "ready" ? after.attempts : [];
    expect(attempts).toContainEqual(
      expect.objectContaining({ backend: name, taken: false, reason: "device-lost" }),
    );
    expect(attempts.at(-1)).toMatchObject({ backend: "wasm", taken: true, reason: "previous-failed" });
  });
}

test("wasm: no tensor leaks", async ({ page }) => {
  await startDetector(page, { preference: "wasm" });
  const counts: (number | undefined)[] = [];
  for (let run = 0; run < 5; run++) {
    await detectBytes(page, await photoOf(64 + run, 64));
    counts.push(await newestWorker(page)?.evaluate(() => globalThis.forageRuntime?.liveTensors()));
  }
  expect(new Set(counts).size, `tensors after each run: ${counts}`).toBe(1);
});

test("a worker that dies is started again with its photo, then only the server is left", async ({ page }) => {
  await startDetector(page);
  const photo = await photoOf(64, 64);
  // The browser may end a worker without an event: `close` does just that.
  await newestWorker(page)?.evaluate(() => self.close());
  await expect.poll(async () => JSON.stringify(await status(page)), patiently).toContain("worker-crashed");
  expect(await detectBytes(page, photo)).toMatchObject({ ok: true, backend: "wasm" });

  for (let crash = 0; crash < 2; crash++) {
    await expect.poll(async () => (await status(page)).state, patiently).toBe("ready");
    await newestWorker(page)?.evaluate(() => {
      setTimeout(() => {
        throw new Error("a bug");
      });
    });
    await expect.poll(async () => (await status(page)).state, patiently).not.toBe("ready");
  }
  await expect.poll(async () => (await status(page)).state, patiently).toBe("needs-consent");
  expect(await detectBytes(page, photo)).toEqual({ ok: false, code: "detection/no-backend" });

  const answer = {
    modelId,
    provider: "cpu",
    width: 64,
    height: 64,
    detections: [],
    candidates: { boxes: [1, 2, 30, 40], scores: [0.5], classIds: [7] },
    features: [1, 2],
    timings: { queueMs: 1, decodeMs: 1, preprocessMs: 1, inferenceMs: 1, postprocessMs: 1, totalMs: 5 },
  };
  harness.overrides.set("/detect", Buffer.from(JSON.stringify(answer)));
  expect(harness.requests, "nothing is sent before the yes").not.toContain("/detect");
  await page.evaluate(() => globalThis.detector?.setServerConsent(true));
  expect(await detectBytes(page, photo)).toMatchObject({ ok: true, backend: "server", count: 1 });
  await page.evaluate(() => globalThis.detector?.setServerConsent(false));
  expect(await status(page)).toMatchObject({ state: "needs-consent" });
});

test("a photo called off is not detected, and the next is", async ({ page }) => {
  await startDetector(page, { preference: "wasm" });
  const codes = await page.evaluate(
    async (base64) => {
      const photo = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
      const [running, waiting] = [new AbortController(), new AbortController()];
      const { detect } = { detect: globalThis.detector!.detect.bind(globalThis.detector) };
      const outcome = (run: Promise<unknown>) =>
        run.then(
          () => "done",
          (error: { code?: string }) => error.code,
        );
      const outcomes = [
        outcome(detect(photo, { signal: running.signal })),
        outcome(detect(photo, { signal: waiting.signal })),
        outcome(detect(photo, { signal: AbortSignal.abort() })),
        outcome(detect(photo)),
      ];
      running.abort();
      waiting.abort();
      return Promise.all(outcomes);
    },
    (await photoOf(64, 64)).toString("base64"),
  );
  expect(codes).toEqual(["detection/cancelled", "detection/cancelled", "detection/cancelled", "done"]);
});

test("says what is wrong with a photo and goes on", async ({ page }) => {
  await startDetector(page, { preference: "wasm" });
  const photo = await photoOf(300, 200);
  const cases: [Buffer, string][] = [
    [Buffer.alloc(0), "photo/empty"],
    [Buffer.from("just words"), "photo/not-an-image"],
    [Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "photo/unsupported-format"],
    [Buffer.from("%PDF-1.7"), "photo/unsupported-format"],
    [photo.subarray(0, 60), "photo/truncated"],
  ];
  for (const [bytes, code] of cases) expect(await detectBytes(page, bytes)).toEqual({ ok: false, code });
  expect(await detectBytes(page, photo)).toMatchObject({ ok: true });
});

test("turns a photo as its EXIF says", async ({ page }) => {
  await startDetector(page, { preference: "wasm" });
  const upright = sharp(await photoOf(120, 80));
  const turned = await upright.withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(await detectBytes(page, turned, "image/jpeg")).toMatchObject({
    ok: true,
    size: { width: 80, height: 120 },
  });
});
