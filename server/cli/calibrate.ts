import type { Command } from "commander";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { ModelReading } from "@/lib/contracts/reading";
import type { SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { AppError } from "@/lib/core/errors";
import { calibrate, reliability } from "@/lib/core/metrics/calibration";
import { MAY_LOSE } from "@/lib/core/metrics/choose-name-limit";
import type { LookedSet } from "@/lib/core/metrics/looked-photo";
import { judgeBoxes } from "@/lib/core/plants/fit-calibration";
import { type AnswerFigures, measureAnswers } from "@/lib/core/plants/measure-answers";
import { leafClassesOf } from "@/lib/core/plants/read-leaves";
import { readFoodsOn, scoreSet } from "@/server/calibration/read-foods";
import { calibrateOn, lookAtSet, type SeenSet } from "@/server/calibration/service";

import { releaseNetworks } from "@/server/detection/service";
import { recordCalibration, recordReading } from "@/server/models/record-calibration";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import { addChoiceOptions } from "./data-reading";
import { parseFraction } from "./detect";
import { say, sayProgress, writeLine } from "./output";

interface CalibrateFlags extends SetChoices {
  readonly split: string;
  readonly model?: string;
  readonly floor: number;
  readonly iou: number;
  readonly write?: boolean;
  readonly check?: boolean;
  readonly foods?: boolean;
  readonly mayLose?: number;
}

const rounded = (value: number) => Number(value.toFixed(4));

/** Reliability of condition and species, as scored and as calibrated. */
function reliabilityOf(sets: readonly SeenSet[], manifest: ModelManifest) {
  const { calibration } = manifest;
  if (!calibration)
    throw new AppError("request/invalid", { facts: { field: `${manifest.id} is not calibrated` } });
  const classes = leafClassesOf(manifest.classes);
  const photos = sets.flatMap((set) => set.photos);
  return (["condition", "species"] as const).map((what) => {
    const judged = photos.flatMap((photo) => judgeBoxes(photo, classes, what, calibration.speciesFrom));
    const after = judged.map(({ score, isRight }) => ({
      score: calibrate(calibration[what], score),
      isRight,
    }));
    return { what, before: reliability(judged), after: reliability(after) };
  });
}

function sayReliability(figures: ReturnType<typeof reliabilityOf>): void {
  for (const { what, before, after } of figures) {
    const errors = [before, after].map((one) => (100 * one.expectedCalibrationError).toFixed(1));
    say(
      `${what}: ${before.count} leaf boxes, calibration error ${errors[0]} before, ${errors[1]} after (points)`,
    );
    for (const { count, said, right } of after.bins)
      say(`  said ${said.toFixed(2)}, was right ${right.toFixed(2)} (${count})`);
  }
}

function sayAnswers(
  name: string,
  { asked, answered, right, betweenRight, named, speciesRight }: AnswerFigures,
) {
  const part = (value: number, of: number) => (of === 0 ? "–" : (100 * (value / of)).toFixed(1));
  say(
    `${name}: ${asked} asked, answered ${part(answered, asked)} %, right of the answered ${part(right, answered)} %, ` +
      `between two with the right one ${part(betweenRight, asked)} %, plant right ${part(speciesRight, named)} % of the named`,
  );
}

async function calibrateCommand(folders: readonly string[], flags: CalibrateFlags): Promise<void> {
  const { split, floor, iou, rows, classFile } = flags;
  const model = await resolveModel(flags.model ?? (await championId()));
  const { manifest } = model;
  if (flags.foods) return foods(folders, model, flags);
  const sets: SeenSet[] = [];
  for (const folder of folders)
    sets.push(
      await lookAtSet(folder, model, {
        split,
        floor,
        iou,
        choices: { rows, classFile },
        onProgress: sayProgress(),
      }),
    );
  await releaseNetworks();
  if (flags.check) return check(sets, manifest);
  const calibration = calibrateOn(sets, manifest, { floor, iou });
  const { known, ...figures } = calibration;
  writeLine({ model: manifest.id, ...figures, knownLimit: known?.limit ?? null });
  const calibrated = { ...manifest, calibration };
  sayReliability(reliabilityOf(sets, calibrated));
  say(
    `by cross-validation: condition ${calibration.errors.condition.before} to ${calibration.errors.condition.after}, ` +
      `species ${calibration.errors.species.before} to ${calibration.errors.species.after}`,
  );
  if (!flags.write) return say("Nothing was recorded; --write records it in the model's manifest.");
  await recordCalibration(manifest.id, calibration);
  say(`recorded in ${manifest.id}`);
}

function sayReading({ scene, naming, words, confidence }: ModelReading): void {
  say(
    `scene, weight ${scene.weight}: boxes of the other kind ${scene.wrongKindBefore} to ${scene.wrongKindAfter}, ` +
      `right boxes lost ${scene.rightLost} of ${scene.rightBefore} (${scene.photos} photos)`,
  );
  const { chosen, usual } = confidence;
  for (const { confidence: from, shown, right, foods, found, noFood, noFoodShown } of [usual, chosen])
    say(
      `foods from ${from}: ${right} of ${shown} names right, ${found} of ${foods} found; ` +
        `something shown on ${noFoodShown ?? 0} of ${noFood ?? 0} photos without food`,
    );
  say(
    `no name below ${naming.from}: ${naming.wrongUnnamed} of ${naming.wrong} wrong names gone, ` +
      `${naming.hiddenUnnamed} of ${naming.hidden} on foods of hidden classes, ${naming.noFoodUnnamed} of ${naming.noFood} without food, ` +
      `${naming.rightLost} of ${naming.right} right ones lost`,
  );
  for (const { set, boxes, before, after, sure, sureRight } of words.sets)
    say(
      `${set}: ${boxes} boxes of foods, calibration error ${(100 * before).toFixed(1)} before, ` +
        `${(100 * after).toFixed(1)} after (points); sure and right ${sureRight} of ${sure}`,
    );
  say(
    words.hold ? "the three words hold" : "the three words do not hold in every set: the page shows scores",
  );
}

/** How foods are read: the scene, unknown foods, the three words and a page's default threshold. */
async function foods(
  folders: readonly string[],
  model: ResolvedModel,
  { split, rows, classFile, mayLose, write }: CalibrateFlags,
): Promise<void> {
  const sets: LookedSet[] = [];
  for (const folder of folders)
    sets.push(
      await scoreSet(folder, model, { split, choices: { rows, classFile }, onProgress: sayProgress() }),
    );
  await releaseNetworks();
  const { id } = model.manifest;
  const reading = readFoodsOn(sets, model.manifest, { split, mayLose });
  sayReading(reading);
  writeLine({ model: id, ...reading });
  if (!write) return say("Nothing was recorded; --write records it in the model's manifest.");
  await recordReading(id, reading);
  say(`recorded in ${id}`);
}

/** Measures the calibration that a model has on photos it was not calibrated on. */
function check(sets: readonly SeenSet[], manifest: ModelManifest): void {
  const figures = reliabilityOf(sets, manifest);
  sayReliability(figures);
  const answers = measureAnswers(
    sets.flatMap(({ photos }) => photos),
    { classes: leafClassesOf(manifest.classes), calibration: manifest.calibration },
  );
  sayAnswers("one leaf", answers.singleLeaf);
  sayAnswers("all leaves of a photo", answers.photo);
  sayAnswers("photos in threes, alone", answers.threesAlone);
  sayAnswers("photos in threes, together", answers.threePhotos);
  const { photos, withLeaf, named } = answers.foreign;
  say(`photos without a labelled leaf: ${photos}, a leaf box on ${withLeaf}, a plant named on ${named}`);
  writeLine({
    model: manifest.id,
    sets: sets.map(({ set, split, photos: seen }) => ({ set, split, photos: seen.length })),
    reliability: figures.map(({ what, before, after }) => ({
      what,
      leaves: before.count,
      errorBefore: rounded(before.expectedCalibrationError),
      errorAfter: rounded(after.expectedCalibrationError),
      brierBefore: rounded(before.brier),
      brierAfter: rounded(after.brier),
    })),
    answers,
  });
}

/** `forage calibrate DIR…`. */
export function addCalibrateCommand(program: Command): void {
  const command = program
    .command("calibrate")
    .description("measure how often a model's leaf scores are right, on photos it was not trained on")
    .argument("<dir...>", "labelled sets in YOLO layout; sets without leaves show what is not a leaf")
    .option("--split <name>", "which split", "val")
    .option("--model <id>", "name/version instead of the champion")
    .option("--floor <score>", "lowest score of a leaf that is counted", parseFraction, 0.2)
    .option("--iou <overlap>", "overlap above which two boxes of a class are one", parseFraction, 0.45)
    .option("--foods", "foods instead of leaves: what is shown of their scores, and from which threshold")
    .option(
      "--may-lose <share>",
      "with --foods: share of the rightly named foods that may become some food without a name",
      parseFraction,
      MAY_LOSE,
    )
    .option("--write", "write the result to the model's manifest, where the page reads it")
    .option(
      "--check",
      "fit nothing: measure the recorded table, and the answers of one and of several leaves",
    );
  addChoiceOptions(command).action(calibrateCommand);
}
