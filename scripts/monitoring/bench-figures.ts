/**
 * What figures cost beside the detection they are of: the example pictures, on this computer's server network, taken in turn.
 * Run: npx tsx scripts/monitoring/bench-figures.ts
 */
import { readFileSync } from "node:fs";
import { detectPixels, releaseNetworks } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { championId, resolveModel } from "@/server/models/service";

const ROUNDS = 15;
const model = await resolveModel(await championId());
const shares: number[] = [];
const costs: number[] = [];
for (let round = 0; round < ROUNDS; round++)
  for (const name of ["still-life", "board", "leaf"]) {
    const bytes = readFileSync(`public/examples/${name}.webp`);
    const started = performance.now();
    const { rgba, width, height } = await decodePhoto(bytes);
    const decodeMs = performance.now() - started;
    const { figures, timings } = await detectPixels(rgba, { width, height }, { model, describe: true });
    if (!figures || round === 0) continue;
    const { preprocessMs, inferenceMs, postprocessMs } = timings;
    shares.push(figures.recordMs / (decodeMs + preprocessMs + inferenceMs + postprocessMs));
    costs.push(figures.recordMs);
  }
const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
console.log(
  `figures: ${middle(costs).toFixed(3)} ms, ${(100 * middle(shares)).toFixed(2)} % of a detection (middle of ${shares.length})`,
);
await releaseNetworks();
