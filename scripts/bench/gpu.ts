/**
 * `npm run bench:gpu`: what a photo costs on WebGPU. Our engine, TensorFlow.js's kernels and ONNX Runtime Web run the same
 * network in one page, in turn; their calls of WebGPU are counted. On a graphics card it prints times too; on an emulated one the
 * small network and its counts only.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { z } from "zod";
import { championParity, parityManifest } from "@/e2e/detection-fixtures";
import { startHarness } from "@/e2e/detection-harness";
import type { GpuCounts } from "@/e2e/gpu-counts";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";
import { championManifest } from "@/server/models/service";
import { provideChromium } from "../provide-chromium";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = path.join(root, "test-results/bench-gpu");
const [WARM_UP_RUNS, RUNS, REPEATS] = [10, 30, 3];

const PACKAGES = {
  webgpu: undefined,
  "webgpu-stock": "@tensorflow/tfjs-backend-webgpu",
  "onnxruntime-web": "onnxruntime-web",
} as const;
type RuntimeName = keyof typeof PACKAGES;
const NAMES = Object.keys(PACKAGES) as RuntimeName[];

interface Answer {
  readonly ms: number;
  readonly counts: GpuCounts;
}
type Asked = Answer | { readonly failed: string };

const versionSchema = z.object({ version: z.string() });

async function titleOf(name: RuntimeName): Promise<string> {
  const from = PACKAGES[name];
  if (!from) return "Forage";
  const file = path.join(root, "node_modules", from, "package.json");
  const { version } = versionSchema.parse(JSON.parse(await readFile(file, "utf8")));
  return `${name === "webgpu-stock" ? "TensorFlow.js" : "ONNX Runtime Web"} ${version}`;
}

const ask = (page: Page, name: RuntimeName, message: object): Promise<Asked> =>
  page.evaluate(([key, given]) => globalThis.askGpuBench(key, given), [name, message] as const);

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function main(): Promise<void> {
  await build({
    entryPoints: { worker: path.join(root, "scripts/bench/gpu-worker.ts") },
    outdir: folder,
    tsconfig: path.join(root, "tsconfig.json"),
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["fs", "path", "worker_threads", "perf_hooks", "os", "util", "crypto"],
    logLevel: "error",
  });
  const harness = await startHarness({
    manifests: {},
    folders: { "/bench/": folder, "/ort/": path.join(root, "node_modules/onnxruntime-web/dist") },
  });
  const executablePath = await provideChromium(root);
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      "--no-sandbox",
      "--enable-unsafe-webgpu",
      "--enable-features=Vulkan",
      "--ignore-gpu-blocklist",
      "--disable-dev-shm-usage",
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(harness.pageUrl);
    const adapter = await page.evaluate(async () => {
      const found = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
      if (!found) return undefined;
      const { vendor, architecture, device, description, isFallbackAdapter } = found.info;
      const detail = [...new Set([description, vendor, architecture, device])].filter(Boolean).join(" ");
      return { detail, isFallbackAdapter };
    });
    if (!adapter) throw new Error("this browser has no WebGPU adapter");
    const isEmulated = adapter.isFallbackAdapter || isSoftwareGpu(adapter.detail);
    await preparePage(page);
    await printTable(page, adapter.detail, isEmulated);
  } finally {
    await browser.close();
    await harness.close();
  }
}

const preparePage = (page: Page) =>
  page.evaluate(() => {
    const workers = new Map<string, Worker>();
    globalThis.askGpuBench = (key, message) =>
      new Promise((resolve, reject) => {
        const worker = workers.get(key) ?? new Worker("/bench/worker.js", { type: "module" });
        workers.set(key, worker);
        worker.onmessage = (event) => resolve(event.data);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(message);
      });
  });

async function printTable(page: Page, detail: string, isEmulated: boolean): Promise<void> {
  const parity = await championParity();
  const one = parity.cases.find(({ inputSize }) => isEmulated === inputSize <= 64) ?? parity.cases[0]!;
  const { files, inputSize } = await parityManifest(parity.modelId, one);
  const champion = await championManifest();
  const of = (role: string) => files.filter((file) => file.role === role).map((file) => file.path);
  console.log(`${parity.modelId} at ${inputSize} px on ${detail || "an unnamed graphics card"}`);
  if (isEmulated) console.log("The processor plays the graphics card here: counts only, times mean nothing.");
  const rows: Record<string, Record<string, number | string>> = {};
  const started: RuntimeName[] = [];
  for (const name of NAMES) {
    const answer = await ask(page, name, {
      type: "start",
      runtime: name,
      model: new URL(`/models/${parity.modelId}/`, page.url()).href,
      graph: of("tfjs-graph")[0],
      shards: of("tfjs-shard"),
      onnx: one.onnx,
      onnxWeights: champion.files.find(({ role }) => role === "onnx")?.path ?? one.onnx,
      inputSize,
      peerBinaries: new URL("/ort/", page.url()).href,
    });
    const title = await titleOf(name);
    if ("failed" in answer) {
      rows[title] = { failed: answer.failed.slice(0, 80) };
      continue;
    }
    started.push(name);
    const photo = await ask(page, name, { type: "run" });
    if ("failed" in photo) throw new Error(photo.failed);
    const { dispatches, readBytes, buffers, bindGroups, encoders } = photo.counts;
    rows[title] = {
      dispatches,
      "read back, bytes": readBytes,
      "buffers made": buffers,
      "bind groups made": bindGroups,
      encoders,
      "shader modules at start": answer.counts.shaderModules,
      ...(!isEmulated && { "start, ms": Math.round(answer.ms) }),
    };
  }
  if (!isEmulated) {
    const times = await timeInTurn(page, started);
    const ours = times.get("webgpu") ?? [];
    for (const [name, repeats] of times) {
      const row = rows[await titleOf(name)]!;
      row["median, ms"] = median(repeats.flat()).toFixed(2);
      row["to ours, each repeat"] = repeats
        .map((list, at) => (median(list) / median(ours[at] ?? [])).toFixed(2))
        .join(", ");
    }
  }
  console.table(rows);
}

/** Milliseconds from an image in memory to the answer, by repeat. */
async function timeInTurn(page: Page, names: readonly RuntimeName[]) {
  const times = new Map<RuntimeName, number[][]>(names.map((name) => [name, []]));
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const name of names) times.get(name)!.push([]);
    for (let run = repeat === 0 ? -WARM_UP_RUNS : 0; run < RUNS; run++) {
      for (const name of names) {
        const answer = await ask(page, name, { type: "run" });
        if ("failed" in answer) throw new Error(answer.failed);
        if (run >= 0) times.get(name)!.at(-1)!.push(answer.ms);
      }
    }
  }
  return times;
}

declare global {
  var askGpuBench: (key: string, message: object) => Promise<Asked>;
}

await main();
