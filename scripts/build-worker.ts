/**
 * Builds the detection worker into public/worker: `detection.js`, one script for each backend (a visitor loads only
 * the one used), the HEIC decoder (loaded for the first HEIC photo) and the WASM binaries. Beside them `photos.js`, the worker
 * that reads photos, with its decoders, and `offline.js`, the service worker that /sw.js serves. All but this one carry their
 * content's hash in the name; the two workers are there under plain names too, and `names.json` says what they are called.
 */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { WORKER_BACKEND_IDS } from "@/lib/core/detection/backends";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = path.join(root, "lib/client/detection");

const CHUNKS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(WORKER_BACKEND_IDS.map((id) => [id, path.join(source, `runtime/${id}/runtime.ts`)])),
  wasmThread: path.join(source, "engine/thread.ts"),
  wasmStock: path.join(source, "runtime/wasm/wasm-stock.ts"),
  webgpuStock: path.join(source, "runtime/webgpu/webgpu-stock.ts"),
  heic: path.join(source, "worker/heic.ts"),
};

const WASM_BINARIES = ["tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm.wasm"] as const;

/** TensorFlow.js files that must run although nothing is imported from them. */
const WITH_SIDE_EFFECTS =
  /[/](base_side_effects|engine|tensor|flags(_\w+)?|platform_browser|wasm[/]dist[/]base)[.]js$/;

/** Leaves out of TensorFlow.js what a worker never reaches. */
const slimTfjs: Plugin = {
  name: "slim-tfjs",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^@tensorflow[/]tfjs-core$/ }, () => ({
      path: path.join(source, "runtime/tfjs-core-slim.ts"),
    }));
    // The threaded binary is not used, nor a second worker for it, nor the Node platform.
    onResolve({ filter: /tfjs-backend-wasm-threaded-simd|platform_node$/ }, ({ path: name }) => ({
      path: name,
      namespace: "left-out",
    }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: "export default undefined; export const wasmWorkerContents = '';",
    }));
    onResolve({ filter: /.*/ }, async ({ path: name, pluginData, ...rest }) => {
      if (pluginData === "resolved" || !rest.importer.includes("@tensorflow")) return undefined;
      const found = await resolve(name, { ...rest, pluginData: "resolved" });
      if (!found.path.includes("@tensorflow")) return found;
      return { ...found, sideEffects: WITH_SIDE_EFFECTS.test(found.path) };
    });
  },
};

/** Leaves out of Zod what no parse needs: its error sentences in 50 languages. English stays. */
const slimZod: Plugin = {
  name: "slim-zod",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /[/]locales[/]index[.]js$/ }, ({ path: name, importer }) =>
      importer.includes("/zod/") ? { path: name, namespace: "no-locales" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "no-locales" }, () => ({ contents: "export {};" }));
  },
};

const common: BuildOptions = {
  bundle: true,
  format: "iife",
  platform: "browser",
  mainFields: ["module", "main"],
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  tsconfig: path.join(root, "tsconfig.json"),
  absWorkingDir: root,
  plugins: [slimTfjs, slimZod],
  external: ["fs", "path", "worker_threads", "perf_hooks", "os", "util", "crypto"],
  logLevel: "warning",
  metafile: true,
};

/** @returns bytes of each file written, by name */
export async function buildWorker(
  outdir = path.join(root, "public/worker"),
): Promise<Record<string, number>> {
  await rm(outdir, { recursive: true, force: true });
  const binaries = await copyBinaries(path.join(outdir, "wasm"));
  const chunks = await build({ ...common, entryPoints: CHUNKS, entryNames: "[name]-[hash]", outdir });
  const names: Record<string, string> = {};
  for (const [file, { entryPoint }] of Object.entries(chunks.metafile?.outputs ?? {})) {
    const key = Object.entries(CHUNKS).find(
      ([, entry]) => path.resolve(root, entryPoint ?? "") === entry,
    )?.[0];
    if (key) names[key] = path.basename(file);
  }
  const main = await build({
    ...common,
    entryPoints: { detection: path.join(source, "worker/main.ts") },
    entryNames: "[name]-[hash]",
    outdir,
    define: { FORAGE_WORKER_CHUNKS: JSON.stringify({ ...names, wasmFolder: `wasm/${binaries.version}/` }) },
  });
  const photos = await build({
    ...common,
    format: "esm",
    splitting: true,
    entryPoints: { photos: path.join(root, "lib/client/photos/photo-worker.ts") },
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    outdir,
  });
  await nameWorkers(outdir);
  const offline = await build({
    ...common,
    entryPoints: { offline: path.join(root, "lib/client/offline/service-worker.ts") },
    outdir,
  });
  const outputs = {
    ...chunks.metafile?.outputs,
    ...main.metafile?.outputs,
    ...photos.metafile?.outputs,
    ...offline.metafile?.outputs,
  };
  const sizes = Object.entries(outputs).map(([file, { bytes }]) => [
    path.relative(outdir, path.resolve(root, file)),
    bytes,
  ]);
  return { ...Object.fromEntries(sizes), ...binaries.sizes };
}

/** Workers that a page starts. */
const WORKERS = ["detection", "photos"] as const;

/** Lists what they are called, and copies each to its plain name, for pages that were built with other ones. */
async function nameWorkers(outdir: string): Promise<void> {
  const files = await readdir(outdir);
  const names: Record<string, string> = {};
  for (const worker of WORKERS) {
    const file = files.find((one) => new RegExp(`^${worker}-\\w+\\.js$`).test(one));
    if (!file) throw new RangeError(`no ${worker} was built`);
    await copyFile(path.join(outdir, file), path.join(outdir, `${worker}.js`));
    names[worker] = file;
  }
  await writeFile(path.join(outdir, "names.json"), JSON.stringify(names));
}

/** The binaries keep their names (the backend asks by them) in a folder named by their content. */
async function copyBinaries(folder: string) {
  const from = path.join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist");
  const hash = createHash("sha256");
  const sizes: Record<string, number> = {};
  for (const name of WASM_BINARIES) hash.update(await readFile(path.join(from, name)));
  const version = hash.digest("hex").slice(0, 8);
  await mkdir(path.join(folder, version), { recursive: true });
  for (const name of WASM_BINARIES) {
    await copyFile(path.join(from, name), path.join(folder, version, name));
    sizes[`wasm/${version}/${name}`] = (await readFile(path.join(from, name))).length;
  }
  return { version, sizes };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [file, bytes] of Object.entries(await buildWorker())) {
    console.log(`public/worker/${file} ${(bytes / 1024).toFixed(0)} KiB`);
  }
}
