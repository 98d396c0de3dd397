import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { build } from "esbuild";
import { startHarness } from "@/e2e/detection-harness";
import { championManifest } from "@/server/models/service";
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = "/tmp/two-bench";
async function main() {
  await build({ entryPoints: { worker: path.join(root, "scripts/bench/network-worker.ts"), thread: path.join(root, "lib/client/detection/engine/thread.ts") }, outdir: folder, tsconfig: path.join(root, "tsconfig.json"), absWorkingDir: root, bundle: true, minify: true, format: "esm", target: "es2022", external: ["fs", "path", "worker_threads", "perf_hooks", "os", "util", "crypto"], logLevel: "error" });
  const manifest = await championManifest();
  const modules = path.join(root, "node_modules");
  const harness = await startHarness({ manifests: {}, folders: { "/bench/": folder, "/ort/": path.join(modules, "onnxruntime-web/dist"), "/stock/": path.join(modules, "@tensorflow/tfjs-backend-wasm/dist") } });
  const browser = await chromium.launch({ args: ["--no-sandbox", "--disable-dev-shm-usage"], executablePath: "/usr/bin/chromium" });
  const page = await browser.newPage();
  await page.goto(harness.pageUrl);
  const files = (role: string) => manifest.files.filter((f) => f.role === role).map((f) => f.path);
  const out = await page.evaluate(async (start: any) => {
    const abs = (o: any) => Object.fromEntries(Object.entries(o).map(([n, v]) => [n, typeof v === "string" && (v as string).startsWith("/") ? new URL(v as string, location.href).href : v]));
    const ask = (w: Worker, m: object) => new Promise<any>((res, rej) => { w.onmessage = (e) => res(e.data); w.onerror = (e) => rej(new Error(e.message)); w.postMessage(m); });
    const mk = async (runtime: string, threads: number) => { const w = new Worker("/bench/worker.js", { type: "module" }); await ask(w, abs({ ...start, runtime, threads })); return w; };
    const times = async (w: Worker, n: number) => { const t: number[] = []; for (let i = 0; i < n; i++) t.push(await ask(w, { type: "run" })); t.sort((a, b) => a - b); return [t[0], t[n >> 1]]; };
    const res: any = {};
    for (const rt of ["engine", "onnxruntime-web"]) {
      const a = await mk(rt, 1), b = await mk(rt, 1), c = await mk(rt, 2);
      for (let i = 0; i < 10; i++) { await ask(a, { type: "run" }); await ask(b, { type: "run" }); await ask(c, { type: "run" }); }
      res[rt] = { alone: await times(a, 30), together: await Promise.all([times(a, 30), times(b, 30)]), two: await times(c, 30) };
    }
    return res;
  }, { type: "start", model: `/models/${manifest.id}/`, graph: files("tfjs-graph")[0], shards: files("tfjs-shard"), onnx: files("onnx")[0], inputSize: manifest.inputSize, threadUrl: "/bench/thread.js", stockBinaries: "/stock/", peerBinaries: "/ort/" });
  console.log(JSON.stringify(out, null, 1));
  await browser.close(); await harness.close();
}
await main();
