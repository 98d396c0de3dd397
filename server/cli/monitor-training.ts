import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { openYoloSplit } from "@/server/datasets/service";
import { ownTeam } from "@/server/db/own-team";
import { releaseNetworks } from "@/server/detection/service";
import { championId } from "@/server/models/service";
import { keepFiguresOfFiles, keepTrainingFigures } from "@/server/monitoring/training/training-figures";
import { JSON_OPTION, say, sayProgress, writeLine } from "./output";
import { untilInterrupted } from "./until-interrupted";
import { withDatabase } from "./with-database";

interface TrainingFlags {
  readonly model?: string;
  readonly split: string;
}

/** A sample of the photos that a model learnt from, in figures that its days can be compared with. */
async function trainingCommand(folder: string | undefined, { model, split }: TrainingFlags): Promise<void> {
  const modelId = model ?? (await championId());
  const options = { signal: untilInterrupted(), onProgress: sayProgress() };
  await withDatabase(async () => {
    const key = { teamId: ownTeam(), modelId };
    try {
      const kept =
        folder === undefined
          ? await keepTrainingFigures(key, options)
          : await keepFiguresOfFiles(
              key,
              (await openYoloSplit(path.resolve(folder), split)).photos.map((file) => ({
                path: path.basename(file),
                read: () => readFile(file),
              })),
              options,
            );
      say(
        `${kept.photos} of ${kept.all} photos; the Monitor page offers the training data of ${modelId} now.`,
      );
      writeLine({ modelId, ...kept });
    } finally {
      await releaseNetworks();
    }
  });
}

/** `forage monitor training`. */
export function addTrainingCommand(monitor: Command): void {
  monitor
    .command("training")
    .description(
      "look at a sample of the photos that a model learnt from, so that the Monitor page can compare with them",
    )
    .argument("[folder]", "a set in YOLO layout; default: the data-set version that it was trained on here")
    .option(...JSON_OPTION)
    .option("--model <id>", "name/version instead of the champion")
    .option("--split <name>", "which split of the folder", "train")
    .action(trainingCommand);
}
