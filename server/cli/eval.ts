import type { Command } from "commander";
import type { EvaluatedPhoto, EvaluationLine } from "@/lib/contracts/evaluation";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { releaseNetworks } from "@/server/detection/service";
import { EVALUATION_DEFAULTS, evaluateFolder, openDetails } from "@/server/evaluation/service";
import { championId, verifiedManifest } from "@/server/models/service";
import { recordMetrics } from "@/server/models/write-version";
import { parseFraction } from "./detect";
import { JSON_OPTION, say, sayProgress, writeLine } from "./output";

interface EvalFlags {
  readonly split: string;
  readonly json?: boolean;
  readonly conf: number;
  readonly iou: number;
  readonly model?: string;
  readonly details?: string;
  readonly writeMetrics?: boolean;
}

function sayFigures({ set, photos, boxes, classes, unmapped, failed, ...figures }: EvaluationLine): void {
  const points = (value: number) => (100 * value).toFixed(1);
  if (unmapped.length > 0) say(`no class of the model is called so, left out: ${unmapped.join(", ")}`);
  for (const { photo, error } of failed) say(`${photo}: ${error.message}`);
  const weakest = classes.toSorted((a, b) => a.ap50 - b.ap50).slice(0, 10);
  say(`weakest: ${weakest.map((one) => `${one.class} ${points(one.ap50)}`).join(", ")}`);
  const about = `${photos} photos, ${boxes} boxes, ${classes.length} classes`;
  say(`${set}: mAP50 ${points(figures.map50)}, mAP50-95 ${points(figures.map50_95)} (${about})`);
}

async function evaluateOne(
  folder: string,
  context: { manifest: ModelManifest; flags: EvalFlags; onPhoto?: (photo: EvaluatedPhoto) => void },
): Promise<void> {
  const { manifest, flags, onPhoto } = context;
  const { split, conf, iou } = flags;
  const line = await evaluateFolder(manifest, {
    folder,
    split,
    conf,
    iou,
    onProgress: sayProgress(),
    onPhoto,
  });
  sayFigures(line);
  writeLine(line);
  if (flags.writeMetrics && line.failed.length === 0) {
    const { map50, map50_95, photos, classes } = line;
    const ap50ByClass = Object.fromEntries(classes.map((one) => [one.class, one.ap50]));
    await recordMetrics(manifest.id, line.set, { map50, map50_95, photos, ap50ByClass });
    say(`recorded in ${manifest.id}`);
  }
  if (line.failed.length > 0) process.exitCode = 1;
}

async function evalCommand(folders: readonly string[], flags: EvalFlags): Promise<void> {
  if (flags.writeMetrics && flags.split !== "test") {
    throw new AppError("request/invalid", { facts: { field: "--write-metrics records test splits only" } });
  }
  const manifest = await verifiedManifest(flags.model ?? (await championId()));
  const details = flags.details === undefined ? undefined : await openDetails(flags.details);
  try {
    for (const folder of folders) await evaluateOne(folder, { manifest, flags, onPhoto: details?.write });
  } finally {
    await details?.close();
    await releaseNetworks();
  }
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
    .option(...JSON_OPTION)
    .option("--conf <score>", "lowest score", parseFraction, EVALUATION_DEFAULTS.conf)
    .option(
      "--iou <overlap>",
      "overlap above which the worse of two boxes of a class is dropped",
      parseFraction,
      EVALUATION_DEFAULTS.iou,
    )
    .option("--model <id>", "name/version instead of the champion")
    .option("--details <file>", "write each photo's true and found boxes there, one JSON line a photo")
    .option("--write-metrics", "record the figures in the model's manifest and card")
    .action(evalCommand);
}
