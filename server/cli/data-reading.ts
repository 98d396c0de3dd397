import { type Command, Option } from "commander";
import { SET_FORMATS, type SetFormat } from "@/lib/core/datasets/formats/labelled-set";
import { ROW_CHOICES } from "@/lib/core/datasets/yolo-rules";
import type { Candidate, SetChoices } from "@/server/datasets/import/service";
import { say } from "./output";

const NAMES: Readonly<Record<SetFormat, string>> = {
  yolo: "YOLO",
  coco: "COCO",
  voc: "Pascal VOC",
  labelme: "LabelMe",
};

/** How a person says a set is to be read, where it can be read in more than one way. */
export interface ReadingFlags extends SetChoices {
  readonly format?: SetFormat;
}

export const formatOption = () =>
  new Option("--format <format>", "layout of the set, instead of the one that is recognised").choices([
    ...SET_FORMATS,
  ]);

/** Options for sets whose format is known. */
export function addChoiceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--rows <kind>",
        "YOLO rows longer than a box: the first four numbers are the box (boxes), or all are points (outlines)",
      ).choices([...ROW_CHOICES]),
    )
    .option("--class-file <path>", "the file in the set that names its classes, where several do");
}

export function addReadingOptions(command: Command): Command {
  return addChoiceOptions(command.addOption(formatOption()));
}

/** Says what a set is read as, and as what else it could be. */
export function sayReading(format: SetFormat, candidates: readonly Candidate[]): void {
  const own = candidates.find((one) => one.format === format);
  say(`read as ${NAMES[format]}${own ? `: its labels are of ${own.photos} photos` : ""}`);
  for (const other of candidates.filter((one) => one.format !== format)) {
    say(
      `it holds ${NAMES[other.format]} labels too, of ${other.photos} photos: --format ${other.format} reads those`,
    );
  }
}
