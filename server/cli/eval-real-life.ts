import type { RealLifeFigures } from "@/lib/contracts/real-life";
import { releaseNetworks } from "@/server/detection/service";
import { evaluateRealLife } from "@/server/evaluation/real-life";
import { championId, resolveModel } from "@/server/models/service";
import { say, sayProgress, writeLine } from "./output";

export interface RealLifeFlags {
  readonly split: string;
  readonly model?: string;
  /** Undefined: what a page shows by default. */
  readonly conf: number | undefined;
  readonly iou: number | undefined;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function sayFigures(name: string, { surest, boxes, severalClasses, noFood }: RealLifeFigures): void {
  if (surest) {
    say(
      `${name}: surest box's class right ${percent(surest.share)} (${surest.right} of ${surest.photos} photos)`,
    );
  }
  for (const [about, figures] of [
    ["boxes", boxes],
    ["photos of two classes or more", severalClasses],
  ] as const) {
    if (!figures) continue;
    const { precision, recall, precisionWithoutNames, recallWithoutNames, shown, unnamed, truths } = figures;
    say(
      `${name}, ${about}: precision ${percent(precision)}, recall ${percent(recall)}; without names ` +
        `${percent(precisionWithoutNames)}, ${percent(recallWithoutNames)} (${shown} shown, ${unnamed} without a name, ${truths} true)`,
    );
  }
  if (noFood) {
    const { share, withBox, withName, withFood, photos } = noFood;
    say(
      `${name}: something shown on ${percent(share)} of photos without food (${withBox} of ${photos}; a name on ${withName}, a food's on ${withFood})`,
    );
  }
}

/** `forage eval --real-life FOLDER`. */
export async function evalRealLife(folder: string, flags: RealLifeFlags): Promise<void> {
  const model = await resolveModel(flags.model ?? (await championId()));
  try {
    const line = await evaluateRealLife(folder, model, {
      splits: flags.split.split(",").map((name) => name.trim()),
      conf: flags.conf,
      iou: flags.iou,
      onProgress: sayProgress(),
    });
    for (const { photo, message } of line.failed) say(`${photo}: ${message}`);
    for (const set of line.sets) {
      if (set.unmapped.length > 0) {
        say(`${set.set}: the model has no such class, counted as missed: ${set.unmapped.join(", ")}`);
      }
      sayFigures(set.set, set);
    }
    sayFigures("all sets", line.all);
    writeLine(line);
    if (line.failed.length > 0) process.exitCode = 1;
  } finally {
    await releaseNetworks();
  }
}
