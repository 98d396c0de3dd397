import path from "node:path";
import type { Command } from "commander";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { openYoloSplit } from "@/server/datasets/service";
import { releaseNetworks } from "@/server/detection/service";
import { championId, verifiedManifest } from "@/server/models/service";
import { recordMetrics } from "@/server/models/write-version";
import { parseFraction } from "./detect";
import { type Evaluation, evaluateSet } from "./evaluate-set";
import { describeError, say, sayProgress, writeLine } from "./output";

interface EvalFlags {
  readonly split: string;
  readonly json?: boolean;
  readonly conf: number;
  readonly iou: number;
  readonly model?: string;
  readonly writeMetrics?: boolean;
}

const MAX_DETECTIONS = 300;

const rounded = (value: number) => Number(value.toFixed(5));

function perClass({ precision }: Evaluation, manifest: ModelManifest) {
  const byId = new Map(manifest.classes.map((one) => [one.id, one]));
  return [...precision.byClass].map(([id, { ap50, ap50To95, truths }]) => ({
    class: byId.get(id)?.name ?? String(id),
    id,
    displayName: byId.get(id)?.displayName ?? String(id),
    ap50: rounded(ap50),
    ap50_95: rounded(ap50To95),
    boxes: truths,
  }));
}

function sayFigures(set: string, evaluation: Evaluation, classes: ReturnType<typeof perClass>): void {
  const { precision, photos, boxes, unmapped, failed } = evaluation;
  const points = (value: number) => (100 * value).toFixed(1);
  if (unmapped.length > 0) say(`no class of the model is called so, left out: ${unmapped.join(", ")}`);
  for (const { photo, error } of failed) say(`${photo}: ${describeError(error).message}`);
  const weakest = classes.toSorted((a, b) => a.ap50 - b.ap50).slice(0, 10);
  say(`weakest: ${weakest.map((one) => `${one.class} ${points(one.ap50)}`).join(", ")}`);
  const about = `${photos} photos, ${boxes} boxes, ${classes.length} classes`;
  say(`${set}: mAP50 ${points(precision.map50)}, mAP50-95 ${points(precision.map50To95)} (${about})`);
}

async function evalCommand(folders: readonly string[], flags: EvalFlags): Promise<void> {
  if (flags.writeMetrics && flags.split !== "test") {
    throw new AppError("request/invalid", { facts: { field: "--write-metrics records test splits only" } });
  }
  const modelId = flags.model ?? (await championId());
  const manifest = await verifiedManifest(modelId);
  for (const folder of folders) await evaluateFolder(folder, manifest, flags);
  await releaseNetworks();
}

async function evaluateFolder(folder: string, manifest: ModelManifest, flags: EvalFlags): Promise<void> {
  const modelId = manifest.id;
  const set = path.basename(path.resolve(folder));
  const split = await openYoloSplit(path.resolve(folder), flags.split);
  const started = performance.now();
  const { conf, iou } = flags;
  const options = { conf, iou, maxDetections: MAX_DETECTIONS, onProgress: sayProgress() };
  const evaluation = await evaluateSet(split, manifest, options);
  const { precision, photos, boxes, unmapped, failed } = evaluation;
  const classes = perClass(evaluation, manifest);
  sayFigures(set, evaluation, classes);
  writeLine({
    set,
    split: flags.split,
    model: modelId,
    photos,
    boxes,
    map50: rounded(precision.map50),
    map50_95: rounded(precision.map50To95),
    classes,
    unmapped,
    failed: failed.map(({ photo, error }) => ({ photo, error: describeError(error) })),
    conf,
    iou,
    maxDetections: MAX_DETECTIONS,
    msPerPhoto: rounded((performance.now() - started) / Math.max(1, photos)),
  });
  if (flags.writeMetrics && failed.length === 0) {
    await recordMetrics(modelId, set, {
      map50: rounded(precision.map50),
      map50_95: rounded(precision.map50To95),
      photos,
      ap50ByClass: Object.fromEntries(classes.map((one) => [one.class, one.ap50])),
    });
    say(`recorded in ${modelId}`);
  }
  if (failed.length > 0) process.exitCode = 1;
}

/** `forage eval DIR`. */
export function addEvalCommand(program: Command): void {
  program
    .command("eval")
    .description(
      "measure a model on a labelled set in YOLO layout, with the pipeline that ships, as COCO does",
    )
    .argument("<dir...>", "folders with data.yaml, images/<split> and labels/<split>")
    .option("--split <name>", "which split", "test")
    .option("--json", "one JSON line a folder on stdout (always so; people's text is on stderr)")
    .option("--conf <score>", "lowest score", parseFraction, 0.001)
    .option(
      "--iou <overlap>",
      "overlap above which the worse of two boxes of a class is dropped",
      parseFraction,
      0.7,
    )
    .option("--model <id>", "name/version instead of the champion")
    .option("--write-metrics", "record the figures in the model's manifest and card")
    .action(evalCommand);
}
