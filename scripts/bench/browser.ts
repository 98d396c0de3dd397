/**
 * The browser's half of `npm run bench`: one JSON row a line on stdout. Ours and onnxruntime-web take turns on the same
 * photo and the same weights in one browser run, so that a busy machine is unfair to neither.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import sharp from "sharp";
import { smallManifest } from "@/e2e/detection-fixtures";
import { type DetectionHarness, startHarness } from "@/e2e/detection-harness";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { WorkerBackend } from "@/lib/core/detection/backends";
import { championManifest } from "@/server/models/service";
import type { Timing } from "./browser-page";
import { measureFirstVisit } from "./first-visit";
import type { BenchRow } from "./row";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = path.join(root, "test-results/bench");
const threadsOf = (threads: number) => `${threads} ${threads === 1 ? "thread" : "threads"}`;
const EMULATED =
  "GPU emulated on the processor, 64 px network: shows that it runs, not how fast a graphics card is";

const STAGES = [
  ["decodeMs", "decoding the file"],
  ["preprocessMs", "scaling to the network's input"],
  ["postprocessMs", "reading its output"],
] as const;

function print(row: Omit<BenchRow, "group">): void {
  const rounded = { ...row, ours: round(row.ours), ...(row.peer !== undefined && { peer: round(row.peer) }) };
  console.log(JSON.stringify({ group: "browser", ...rounded }));
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;

const round = (value: number) => Math.round(value * 1e4) / 1e4;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
  await buildFiles();
  const manifest = await championManifest();
  const small = await smallManifest();
  const harness = await startHarness({
    manifests: { full: manifest, small },
    folders: { "/bench/": folder, "/ort/": path.join(root, "node_modules/onnxruntime-web/dist") },
  });
  const executablePath = process.env.CHROME_PATH;
  const args = ["--no-sandbox", "--enable-unsafe-webgpu", "--disable-dev-shm-usage"];
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args });
  try {
    const page = await browser.newPage();
    await page.goto(harness.pageUrl);
    await page.addScriptTag({ url: "/bench/page.js" });
    for (const threads of [1, 2]) await measureWasm(page, harness, manifest, threads);
    await measureSliders(page, manifest);
    for (const backend of ["webgl", "webgpu"] as const) await measureEmulated(page, backend);
    const { totalBytes, modelBytes, workerBytes } = await measureFirstVisit(browser, root);
    const parts = `model ${megabytes(modelBytes)}, worker and WASM ${megabytes(workerBytes)}, the rest the page`;
    print({ name: "first visit, everything", unit: "bytes", ours: totalBytes, note: parts });
  } finally {
    await browser.close();
    await harness.close();
  }
}

/** Page, peer and photos, into the folder that the harness serves as `/bench/`. */
async function buildFiles(): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: {
      page: path.join(root, "scripts/bench/browser-page.ts"),
      peer: path.join(root, "scripts/bench/peer-worker.ts"),
    },
    outdir: folder,
    tsconfig: path.join(root, "tsconfig.json"),
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  const example = await readFile(path.join(root, "public/examples/still-life.webp"));
  await writeFile(path.join(folder, "example.jpg"), await sharp(example).jpeg({ quality: 90 }).toBuffer());
  const phone = sharp(example).resize(4000, 3000, { fit: "cover" }).jpeg({ quality: 90 });
  await writeFile(path.join(folder, "phone.jpg"), await phone.toBuffer());
}

async function measureWasm(
  page: Page,
  harness: DetectionHarness,
  manifest: ModelManifest,
  threads: number,
): Promise<void> {
  harness.bytes.clear();
  const status = await page.evaluate((count) => bench.startOurs("wasm", "/manifest/full", count), threads);
  if (status.state !== "ready") throw new Error(`WASM is not ready: ${JSON.stringify(status)}`);
  const ourBytes = compressedTotal(harness);
  harness.bytes.clear();
  const onnx = manifest.files.find(({ role }) => role === "onnx")?.path ?? "";
  const { id, inputSize } = manifest;
  await page.evaluate(([url, size, count]) => bench.startPeer(url, size, count), [
    `/models/${id}/${onnx}`,
    inputSize,
    threads,
  ] as const);
  const peerBytes = compressedTotal(harness);

  for (const [photo, name] of [
    ["example", "example picture"],
    ["phone", "12-megapixel JPEG"],
  ] as const) {
    const [ours, peer] = await takeTurns(page, `/bench/${photo}.jpg`, 15);
    const runs = ours.length;
    const peerName = `onnxruntime-web, WASM, ${threadsOf(threads)}`;
    const note = `${inputSize} px network, ${threadsOf(threads)}`;
    const row = { unit: "ms", peerName, runs, note } as const;
    const which = threads === 1 ? name : `${name}, ${threadsOf(threads)}`;
    const of = (timings: readonly Timing[], key: Exclude<keyof Timing, "count">) =>
      median(timings.map((one) => one[key] ?? Number.NaN));
    print({
      ...row,
      name: `photo to boxes, WASM, ${which}`,
      ours: of(ours, "totalMs"),
      peer: of(peer, "totalMs"),
    });
    if (threads > 1) continue;
    for (const [key, stage] of STAGES) {
      print({ unit: "ms", runs, name: `of that, ${stage}, ${name}`, ours: of(ours, key) });
    }
    if (photo === "phone") continue;
    print({
      ...row,
      name: "of that, the network",
      ours: of(ours, "inferenceMs"),
      peer: of(peer, "inferenceMs"),
    });
  }
  if (threads > 1) return;
  const note = "worker, runtime and model, gzip; without the page";
  print({
    name: "first visit, detection",
    unit: "bytes",
    ours: ourBytes,
    peer: peerBytes,
    peerName: "onnxruntime-web",
    note,
  });
}

async function takeTurns(page: Page, photo: string, runs: number): Promise<[Timing[], Timing[]]> {
  const [ours, peer]: [Timing[], Timing[]] = [[], []];
  for (let run = -5; run < runs; run++) {
    const a = await page.evaluate((url) => bench.detectOurs(url), photo);
    const b = await page.evaluate((url) => bench.detectPeer(url), photo);
    // The first few warm caches and compilers.
    if (run < 0) continue;
    ours.push(a);
    peer.push(b);
  }
  return [ours, peer];
}

async function measureSliders(page: Page, { inputSize }: ModelManifest): Promise<void> {
  const all = [8, 16, 32].reduce((total, stride) => total + (inputSize / stride) ** 2, 0);
  for (const count of [1000, all, 8400]) {
    const times = await page.evaluate((candidates) => bench.dragConfidence(candidates), count);
    const worst = Math.max(...times);
    const note = `worst of the drag ${worst.toFixed(1)} ms${count === all ? "; every anchor of the network" : ""}`;
    print({
      name: `slider step, ${count} candidates`,
      unit: "ms",
      ours: median(times),
      runs: times.length,
      note,
    });
  }
}

async function measureEmulated(page: Page, backend: WorkerBackend): Promise<void> {
  const name = `photo to boxes, ${backend === "webgl" ? "WebGL" : "WebGPU"}, emulated`;
  const status = await page.evaluate((wanted) => bench.startOurs(wanted, "/manifest/small"), backend);
  if (status.state !== "ready" || status.backend !== backend) {
    console.error(`${name}: not available here`, JSON.stringify(status));
    return;
  }
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    times.push((await page.evaluate((url) => bench.detectOurs(url), "/bench/example.jpg")).totalMs);
  }
  print({ name, unit: "ms", ours: median(times), runs: times.length, note: EMULATED });
}

/** Bytes on the wire of everything loaded, with the compression a server would give each file. */
function compressedTotal(harness: DetectionHarness): number {
  return [...harness.bytes.values()].reduce((total, body) => {
    return total + Math.min(body.length, gzipSync(body, { level: 6 }).length);
  }, 0);
}

await main();
