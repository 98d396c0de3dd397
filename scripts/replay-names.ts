/**
 * What the names a person gave save, and spoil, on later boxes: `npx tsx scripts/replay-names.ts FOLDER... [--model ID]
 * [--split val] [--cache FOLDER]`. FOLDER is a labelled set in YOLO layout, or an export of corrections. The photos come one after
 * another, in three orders; on each the person changes every wrong name, box by box. `--cache` keeps what the network saw.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { releaseNetworks } from "@/server/detection/service";
import { championId, resolveModel } from "@/server/models/service";
import { lookAtBoxes, type SeenBox } from "./names/look-at-boxes";
import { type Replayed, replayNames } from "./names/replay";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string" },
    split: { type: "string", default: "val" },
    cache: { type: "string" },
  },
});
const model = await resolveModel(values.model ?? (await championId()));
const spread = model.manifest.calibration?.known;
if (!spread) throw new Error(`${model.id} has no calibration: run forage calibrate first`);

async function seen(folder: string): Promise<SeenBox[]> {
  const name = `${model.id.replace("/", "-")}-${path.basename(path.resolve(folder))}-${values.split}.json`;
  const file = values.cache ? path.join(values.cache, name) : undefined;
  if (file && existsSync(file)) return JSON.parse(await readFile(file, "utf8")) as SeenBox[];
  const boxes = await lookAtBoxes(folder, values.split, model);
  if (file) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(boxes));
  }
  return boxes;
}

const SEEDS = [1, 2, 3];
const sum = (of: readonly Replayed[], key: keyof Replayed) =>
  of.reduce((all, one) => all + one[key], 0) / of.length;
const say = (value: number) => value.toFixed(1);

for (const folder of positionals) {
  const boxes = await seen(folder);
  for (const perClass of [1, 3, 10]) {
    const runs = SEEDS.map((seed) => replayNames(boxes, spread, { perClass, seed }));
    console.log(
      `${path.basename(path.resolve(folder))}, ${perClass} named a class: of ${say(sum(runs, "wrong"))} wrong names ` +
        `${say(sum(runs, "saved"))} proposed rightly (${say(sum(runs, "savedOnPhoto"))} after a box of the same photo) and ` +
        `${say(sum(runs, "stillWrong"))} wrongly; another name proposed for ${say(sum(runs, "spoiled"))} of ` +
        `${say(sum(runs, "right"))} right names, and for ${say(sum(runs, "unlabelled"))} boxes nobody labelled`,
    );
  }
}
await releaseNetworks();
