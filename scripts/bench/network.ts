/**
 * The network alone on WASM: our engine, the stock kernels and ONNX Runtime Web in one page, in turn. One JSON row a
 * line on stdout.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { z } from "zod";
import { startHarness } from "@/e2e/detection-harness";
import type { StepTime } from "@/lib/client/detection/engine/engine";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { championManifest } from "@/server/models/service";
import type { BenchRow } from "./row";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = path.join(root, "test-results/bench-network");
const REPEATS = 3;
const RUNS = 12;
const WARM_UP_RUNS = 6;

const versionSchema = z.object({ version: z.string() });

async function versionOf(name: string): Promise<string> {
  const file = path.join(root, "node_modules", name, "package.json");
  return versionSchema.parse(JSON.parse(await readFile(file, "utf8"))).version;
}

function print(row: Omit<BenchRow, "group">): void {
  console.log(JSON.stringify({ group: "network", ...row }));
}

const rounded = (value: number) => Math.round(value * 100) / 100;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

type RuntimeName = "engine" | "stock" | "onnxruntime-web";

async function startRuntime(page: Page, name: RuntimeName, manifest: ModelManifest, threads: number) {
  const files = (role: string) =>
    manifest.files.filter((file) => file.role === role).map((file) => file.path);
  const request = {
    type: "start",
    runtime: name,
    model: `/models/${manifest.id}/`,
    graph: files("tfjs-graph")[0],
    shards: files("tfjs-shard"),
    onnx: files("onnx")[0],
    inputSize: manifest.inputSize,
    threads,
    threadUrl: "/bench/thread.js",
    stockBinaries: "/stock/",
    peerBinaries: "/ort/",
  };
  await page.evaluate(
    async ([key, start]) => {
      const absolute = Object.entries(start).map(([name, value]) => [
        name,
        typeof value === "string" && value.startsWith("/") ? new URL(value, location.href).href : value,
      ]);
      globalThis.benchWorkers ??= {};
      globalThis.benchWorkers[key] = new Worker("/bench/worker.js", { type: "module" });
      await globalThis.askBench(key, Object.fromEntries(absolute));
    },
    [`${name} ${threads}`, request] as const,
  );
}

/** ONNX Runtime's threads go on looking for work for a while after a run, on the core that the next one would have. */
const REST_MS = 50;

/**
 * Runs of several runtimes, turn about, with a rest before each. The page does them by itself: a driver that asks for each
 * run keeps the second core busy at its beginning.
 * @returns ms, for each name
 */
async function takeTurns(page: Page, names: readonly RuntimeName[], threads: number, runs: number) {
  const times = await page.evaluate(
    async ({ keys, count, rest }) => {
      const lists: number[][] = keys.map(() => []);
      for (let run = 0; run < count; run++) {
        for (const [at, key] of keys.entries()) {
          await new Promise((resolve) => setTimeout(resolve, rest));
          lists[at]!.push((await globalThis.askBench(key, { type: "run" })) as number);
        }
      }
      return lists;
    },
    { keys: names.map((name) => `${name} ${threads}`), count: runs, rest: REST_MS },
  );
  return new Map(names.map((name, at) => [name, times[at]!]));
}

async function compare(page: Page, manifest: ModelManifest, threads: number): Promise<void> {
  // the stock kernels use one thread, as the app starts them
  const names: RuntimeName[] =
    threads === 1 ? ["engine", "onnxruntime-web", "stock"] : ["engine", "onnxruntime-web"];
  for (const name of names) await startRuntime(page, name, manifest, threads);
  const times = new Map<RuntimeName, number[][]>(names.map((name) => [name, []]));
  await takeTurns(page, names, threads, WARM_UP_RUNS);
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const [name, list] of await takeTurns(page, names, threads, RUNS)) times.get(name)!.push(list);
  }
  const ours = times.get("engine")!;
  for (const name of names.slice(1)) {
    const theirs = times.get(name)!;
    const ratios = ours.map((list, repeat) => median(list) / median(theirs[repeat]!));
    const version = await versionOf(name === "stock" ? "@tensorflow/tfjs-backend-wasm" : "onnxruntime-web");
    print({
      name: `network, WASM, ${threads} ${threads === 1 ? "thread" : "threads"}`,
      unit: "ms",
      ours: rounded(median(ours.flat())),
      peer: rounded(median(theirs.flat())),
      peerName: `${name === "stock" ? "TensorFlow.js" : "ONNX Runtime Web"} ${version}`,
      runs: REPEATS * RUNS,
      note: `${manifest.inputSize} px; slowest of ${REPEATS} repeats ${Math.max(...ratios).toFixed(2)}×`,
    });
  }
}

async function printLayers(page: Page): Promise<void> {
  const steps = await page.evaluate(
    async () => (await globalThis.askBench("engine 1", { type: "layers", runs: 40 })) as StepTime[],
  );
  const dearest = steps.toSorted((a, b) => b.ms - a.ms).slice(0, 10);
  for (const { node, ms, multiplications } of dearest) {
    const speed = multiplications > 0 ? `${((2 * multiplications) / ms / 1e6).toFixed(0)} GFLOP/s, ` : "";
    print({
      name: `layer ${node}`,
      unit: "ms",
      ours: rounded(ms),
      note: `${speed}least of 40 runs, 1 thread`,
    });
  }
  const total = steps.reduce((sum, { ms }) => sum + ms, 0);
  print({ name: "all layers, each at its best", unit: "ms", ours: rounded(total), note: "1 thread" });
}

async function main(): Promise<void> {
  await build({
    entryPoints: {
      worker: path.join(root, "scripts/bench/network-worker.ts"),
      thread: path.join(root, "lib/client/detection/engine/thread.ts"),
    },
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
  const manifest = await championManifest();
  const modules = path.join(root, "node_modules");
  const harness = await startHarness({
    manifests: {},
    folders: {
      "/bench/": folder,
      "/ort/": path.join(modules, "onnxruntime-web/dist"),
      "/stock/": path.join(modules, "@tensorflow/tfjs-backend-wasm/dist"),
    },
  });
  const executablePath = process.env.CHROME_PATH;
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(harness.pageUrl);
    await page.evaluate(() => {
      globalThis.askBench = (key, message) =>
        new Promise((resolve, reject) => {
          const worker = globalThis.benchWorkers![key]!;
          worker.onmessage = (event) => resolve(event.data);
          worker.onerror = (event) => reject(new Error(event.message));
          worker.postMessage(message);
        });
    });
    await compare(page, manifest, 1);
    await compare(page, manifest, 2);
    await printLayers(page);
  } finally {
    await browser.close();
    await harness.close();
  }
}

declare global {
  var benchWorkers: Record<string, Worker> | undefined;
  var askBench: (key: string, message: object) => Promise<unknown>;
}

await main();
