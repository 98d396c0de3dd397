import { type Command, Option } from "commander";
import { formatName, SET_FORMATS, type SetFormat } from "@/lib/core/datasets/formats/known-formats";
import type { OpenedSet, SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { ROW_CHOICES } from "@/lib/core/datasets/formats/yolo/yolo-rules";
import { AppError } from "@/lib/core/errors";
import type { Candidate } from "@/server/datasets/import/recognise-format";
import { say } from "./output";

/** How a person chooses the reading of a set that can be read in more than one way. */
export interface ReadingFlags extends Omit<SetChoices, "answers"> {
  readonly format?: SetFormat;
  readonly answer?: readonly string[];
}

/** Parses `--answer "voc-origin=one"`. @throws AppError request/invalid for one without a value */
function answersOf(given: readonly string[] | undefined): SetChoices["answers"] {
  return (
    given &&
    Object.fromEntries(
      given.map((pair) => {
        const [, id, value] = /^([a-z-]+)=(.+)$/su.exec(pair) ?? [];
        if (!id || !value)
          throw new AppError("request/invalid", { facts: { field: `--answer ${pair} has no value` } });
        return [id, value];
      }),
    )
  );
}

/** The answers given for a set, in the form that opens it. */
export const readingOf = ({ format, rows, classFile, answer }: ReadingFlags) => ({
  format,
  rows,
  classFile,
  answers: answersOf(answer),
});

export const formatOption = () =>
  new Option("--format <format>", "format of the set, instead of the recognised one").choices([
    ...SET_FORMATS,
  ]);

/** Options for YOLO sets, which leave nothing else open. */
export function addChoiceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--rows <kind>",
        "YOLO rows longer than a box: the first four numbers are the box (boxes), or all are points (outlines)",
      ).choices([...ROW_CHOICES]),
    )
    .option("--class-file <path>", "the file of the set with its class names, if several files have some");
}

export function addReadingOptions(command: Command): Command {
  return addChoiceOptions(command.addOption(formatOption())).option(
    "--answer <point=value...>",
    "answer to a question of Forage about the set, by the name of the question",
  );
}

/** Prints how a set is read, how else it could be read, and what was assumed. */
export function sayReading(
  format: SetFormat,
  candidates: readonly Candidate[],
  doubts: OpenedSet["doubts"] = [],
): void {
  const own = candidates.find((one) => one.format === format);
  say(`read as ${formatName(format)}${own ? `: its labels are of ${own.photos} photos` : ""}`);
  for (const other of candidates.filter((one) => one.format !== format)) {
    say(
      `it also has ${formatName(other.format)} labels, of ${other.photos} photos: --format ${other.format} reads them`,
    );
  }
  for (const { id, why, taken, options } of doubts) {
    const chosen = options.find(({ value }) => value === taken)?.words ?? taken;
    const others = options.filter(({ value }) => value !== taken);
    const ways = others.map(
      ({ value, words }) => `--answer ${id}=${value} reads them in another way (${words})`,
    );
    say(`${why} Used: ${chosen}; ${ways.join(", ")}`);
  }
}
