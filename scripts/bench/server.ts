/** Server half of `npm run bench`: rows as JSON lines on stdout, nothing else there. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { filterCandidates } from "@/lib/core/detection/filter";
import { parityInput } from "@/lib/core/detection/parity-input";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { openBareOnnx } from "@/server/converter/parity/bare-onnx";
import { detectPixels, releaseNetworks } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { modelFolder } from "@/server/models/files";
import { championManifest } from "@/server/models/service";
import { projectRoot } from "@/server/storage/project-root";
import { recipeRows } from "./recipe-rows";
import type { BenchRow } from "./row";

const RUNS = 40;
const PEER = "onnxruntime-node";

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Medians of both, measured in turn so that a busy moment affects both. */
async function sideBySide(ours: () => Promise<number>, peer: () => Promise<number>) {
  for (let i = 0; i < 3; i++) {
    await ours();
    await peer();
  }
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let i = 0; i < RUNS; i++) {
    times.ours.push(await ours());
    times.peer.push(await peer());
  }
  return { ours: median(times.ours), peer: median(times.peer) };
}

/** Server milliseconds a photo against bare onnxruntime-node on the same ONNX file and photo. */
export async function benchServer(): Promise<readonly BenchRow[]> {
  const manifest = await championManifest();
  const onnx = manifest.files.find((file) => file.role === "onnx");
  if (!onnx) throw new RangeError(`${manifest.id} has no ONNX file`);
  const bare = await openBareOnnx(path.join(modelFolder(manifest.id), onnx.path), manifest.inputSize);
  const file = path.join(projectRoot(), "public", "examples", "still-life.webp");
  const photo = new Uint8Array(await readFile(file));
  const { confidence } = DEFAULT_FILTER;
  let provider = "";

  const whole = await sideBySide(
    () =>
      timed(async () => {
        const { rgba, width, height } = await decodePhoto(photo);
        const result = await detectPixels(rgba, { width, height });
        provider = result.provider;
        filterCandidates(result.candidates, DEFAULT_FILTER);
      }),
    () => timed(() => bare.detect(photo, confidence)),
  );

  const decoded = await decodePhoto(photo);
  const input = parityInput(manifest.inputSize, 1, "nchw");
  const network = await sideBySide(
    async () => (await detectPixels(decoded.rgba, decoded)).timings.inferenceMs,
    () => timed(() => bare.run(input)),
  );
  await bare.release();
  await releaseNetworks();
  const common = { group: "server", unit: "ms", peerName: PEER, runs: RUNS } as const;
  const size = `${decoded.width}×${decoded.height}`;
  return [
    {
      ...common,
      ...whole,
      name: "photo file to boxes",
      note: `${manifest.id} on ${provider}, ${size} WebP; the peer scales with sharp and does no NMS`,
    },
    { ...common, ...network, name: "network alone", note: `${manifest.id} on ${provider}` },
  ];
}

for (const row of [...(await benchServer()), ...recipeRows()])
  process.stdout.write(`${JSON.stringify(row)}\n`);
