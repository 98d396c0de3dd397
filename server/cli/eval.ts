import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { EvaluatedPhoto, EvaluationLine } from "@/lib/contracts/evaluation";
import type { SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { AppError } from "@/lib/core/errors";
import { releaseNetworks } from "@/server/detection/service";
import { EVALUATION_DEFAULTS, evaluateFolder, openDetails } from "@/server/evaluation/service";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import { recordMetrics } from "@/server/models/write-version";
import { addChoiceOptions } from "./data-reading";
import { parseFraction } from "./detect";
import { evalRealLife } from "./eval-real-life";
import { JSON_OPTION, say, sayProgress, writeLine } from "./output";

interface EvalFlags extends SetChoices {
  readonly split: string;
  readonly json?: boolean;
  readonly conf: number;
  readonly iou: number;
  readonly model?: string;
  readonly details?: string;
  readonly writeMetrics?: boolean;
  readonly realLife?: string;
  readonly without?: string;
}

function sayFigures({ set, photos, boxes, classes, unmapped, failed, ...figures }: EvaluationLine): void {
  const points = (value: number) => (100 * value).toFixed(1);
  if (unmapped.length > 0) say(`the model has no such class, left out: ${unmapped.join(", ")}`);
  for (const { photo, error } of failed) say(`${photo}: ${error.message}`);
  const weakest = classes.toSorted((a, b) => a.ap50 - b.ap50).slice(0, 10);
  say(`weakest: ${weakest.map((one) => `${one.class} ${points(one.ap50)}`).join(", ")}`);
  const about = `${photos} photos, ${boxes} boxes, ${classes.length} classes`;
  const { map50, map50_95, f1, f1Confidence } = figures;
  const shown = f1 === null ? "" : `, F1 ${points(f1)} from confidence ${f1Confidence}`;
  say(`${set}: mAP50 ${points(map50)}, mAP50-95 ${points(map50_95)}${shown} (${about})`);
}

async function evaluateOne(
  folder: string,
  context: {
    model: ResolvedModel;
    flags: EvalFlags;
    without: ReadonlySet<string>;
    onPhoto?: (photo: EvaluatedPhoto) => void;
  },
): Promise<void> {
  const { model, flags, without, onPhoto } = context;
  const { split, conf, iou } = flags;
  const line = await evaluateFolder(model, {
    folder,
    split,
    conf,
    iou,
    choices: { rows: flags.rows, classFile: flags.classFile },
    without,
    onProgress: sayProgress(),
    onPhoto,
  });
  sayFigures(line);
  writeLine(line);
  if (flags.writeMetrics && line.failed.length === 0) {
    const { map50, map50_95, photos, photosSha256, classes } = line;
    const f1 =
      line.f1 === null || line.f1Confidence === null
        ? undefined
        : { value: line.f1, confidence: line.f1Confidence };
    const ap50ByClass = Object.fromEntries(classes.map((one) => [one.class, one.ap50]));
    await recordMetrics(model.id, line.set, { map50, map50_95, f1, photos, photosSha256, ap50ByClass });
    say(`recorded in ${model.id}`);
  }
  if (line.failed.length > 0) process.exitCode = 1;
}

/** The names in a file, one per line. @throws AppError request/not-found with the path */
async function readNames(file: string): Promise<ReadonlySet<string>> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new AppError("request/not-found", { facts: { file }, cause });
  });
  return new Set(text.split(/\r?\n/).filter((line) => line.trim() !== ""));
}

async function evalCommand(folders: readonly string[], flags: EvalFlags, command: Command): Promise<void> {
  if (flags.realLife !== undefined) {
    if (folders.length > 0) command.error("error: --real-life measures exactly one folder");
    const given = (name: "conf" | "iou") =>
      command.getOptionValueSource(name) === "default" ? undefined : flags[name];
    await evalRealLife(flags.realLife, { ...flags, conf: given("conf"), iou: given("iou") });
    return;
  }
  if (folders.length === 0) command.error("error: no folder given; give folders, or one after --real-life");
  if (flags.writeMetrics && flags.split !== "test") {
    throw new AppError("request/invalid", { facts: { field: "--write-metrics records test splits only" } });
  }
  if (flags.writeMetrics && flags.without !== undefined) {
    throw new AppError("request/invalid", { facts: { field: "--write-metrics records whole splits only" } });
  }
  const without = flags.without === undefined ? new Set<string>() : await readNames(flags.without);
  const model = await resolveModel(flags.model ?? (await championId()));
  const details = flags.details === undefined ? undefined : await openDetails(flags.details);
  try {
    for (const folder of folders)
      await evaluateOne(folder, { model, flags, without, onPhoto: details?.write });
  } finally {
    await details?.close();
    await releaseNetworks();
  }
}

/** `forage eval DIR`. */
export function addEvalCommand(program: Command): void {
  const command = program
    .command("eval")
    .description("measure a model on a labelled set in YOLO layout, with Forage's own pipeline, as COCO does")
    .argument("[dir...]", "folders with data.yaml, images/<split> and labels/<split>")
    .option("--split <name>", "which split", "test")
    .option(...JSON_OPTION)
    .option("--conf <score>", "lowest score", parseFraction, EVALUATION_DEFAULTS.conf)
    .option(
      "--iou <overlap>",
      "of two boxes of one class that overlap more than this, drop the less sure one",
      parseFraction,
      EVALUATION_DEFAULTS.iou,
    )
    .option("--model <id>", "name/version instead of the champion")
    .option("--details <file>", "write the true and found boxes to this file, one JSON line for each photo")
    .option(
      "--real-life <folder>",
      "measure what a page shows by default, on a folder of sets; --split accepts several: val,test",
    )
    .option("--without <file>", "leave out the photos whose file names are in this file, one on each line")
    .option("--write-metrics", "write the figures to the model's manifest and card");
  addChoiceOptions(command).action(evalCommand);
}
