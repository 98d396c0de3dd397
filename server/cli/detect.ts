import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { pMapIterable } from "p-map";
import { type DetectionEvent, MOST_EVENTS } from "@/lib/contracts/detection-events";
import { filterCandidates } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import { DEFAULT_FILTER, type DetectionFilter } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { localContext, whoOf } from "@/server/api/context";
import { nameDetections } from "@/server/detection/named-detections";
import { detectPixels, releaseNetworks } from "@/server/detection/service";
import { PHOTOS_AT_ONCE } from "@/server/evaluation/photos-at-once";
import { decodePhoto } from "@/server/media/service";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import { storeFromCommand } from "@/server/monitoring/recording/recording";
import { eventOf, type ServerRun } from "@/server/monitoring/recording/server-events";
import { describeError, JSON_OPTION, say, writeLine } from "./output";
import { photosOf } from "./photo-arguments";
import { withDatabase } from "./with-database";

interface DetectFlags {
  readonly json?: boolean;
  readonly conf?: number;
  readonly iou: number;
  readonly model?: string;
  readonly bestClass?: boolean;
  readonly list?: string;
  readonly record?: boolean;
}

interface DetectSettings {
  readonly model: ResolvedModel;
  readonly filter: DetectionFilter;
  readonly everyClass: boolean;
  /** Told of each detection, where they are recorded. */
  readonly record?: ((run: ServerRun) => void) | undefined;
}

/** Reads a number in [0, 1] from the command line. */
export function parseFraction(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError("must be from 0 to 1.");
  return value;
}

/** Reads a photo's bytes. @throws AppError request/not-found with the path */
export async function readPhotoFile(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new AppError("request/not-found", { facts: { file }, cause });
  });
}

async function detectPhoto(photo: string, { model, filter, everyClass, record }: DetectSettings) {
  const started = performance.now();
  const { rgba, width, height } = await decodePhoto(await readPhotoFile(photo));
  const decodeMs = performance.now() - started;
  const scoreFloor = filter.confidence;
  const { candidates, manifest, timings, provider, figures } = await detectPixels(
    rgba,
    { width, height },
    { model, scoreFloor, everyClass, describe: record !== undefined },
  );
  const totalMs = performance.now() - started;
  if (figures) record?.({ modelId: manifest.id, timings: { decodeMs, ...timings, totalMs }, figures });
  const found = nameDetections(foldAlternatives(filterCandidates(candidates, filter)), manifest.classes);
  const unnamed = found.unnamed ? `, ${found.unnamed.length} without a name` : "";
  say(
    `${photo}: ${found.detections.length} found${unnamed}, ${Math.round(timings.inferenceMs)} ms (${provider})`,
  );
  return { photo, width, height, ...found };
}

/** The line for a photo; it has an error instead of detections if the photo could not be read. */
async function lineFor(photo: string, settings: DetectSettings) {
  try {
    return await detectPhoto(photo, settings);
  } catch (thrown) {
    const error = describeError(thrown);
    say(`${photo}: ${error.message}`);
    return { photo, error };
  }
}

async function detectCommand(named: readonly string[], flags: DetectFlags, command: Command): Promise<void> {
  const photos = await photosOf(named, { list: flags.list });
  if (photos.length === 0) command.error("error: no photo given; give photos, a folder or a --list");
  const model = await resolveModel(flags.model ?? (await championId()));
  const confidence = flags.conf ?? model.manifest.defaults.confidence;
  const filter = { ...DEFAULT_FILTER, confidence, iou: flags.iou };
  const events: DetectionEvent[] = [];
  const record = flags.record
    ? (run: ServerRun) => void events.push(eventOf(run, "command-line"))
    : undefined;
  const settings = { model, filter, everyClass: !flags.bestClass, record };
  for await (const line of pMapIterable(photos, (photo) => lineFor(photo, settings), {
    concurrency: PHOTOS_AT_ONCE,
  })) {
    if ("error" in line) process.exitCode = 1;
    writeLine(line);
  }
  await releaseNetworks();
  if (events.length > 0) await recordEvents(events);
}

/** Figures of what a command detected, into the store of the data folder. */
async function recordEvents(events: readonly DetectionEvent[]): Promise<void> {
  const who = whoOf(localContext());
  await withDatabase(async () => {
    for (let from = 0; from < events.length; from += MOST_EVENTS)
      await storeFromCommand(who, events.slice(from, from + MOST_EVENTS));
  });
  say(`figures of ${events.length} ${events.length === 1 ? "detection" : "detections"} recorded`);
}

/** `forage detect PHOTO…`. */
export function addDetectCommand(program: Command): void {
  program
    .command("detect")
    .description(
      "one JSON line for each photo: what was found, with boxes in px of the photo after EXIF orientation",
    )
    .argument("[photo...]", "JPEG, PNG, WebP, AVIF, HEIC, GIF, TIFF or BMP files, or folders of them")
    .option(
      "--list <file>",
      "also the photos listed in a file, one on each line; - reads the list from a pipe",
    )
    .option(...JSON_OPTION)
    .option("--conf <score>", "lowest score (default: the model's own)", parseFraction)
    .option(
      "--iou <overlap>",
      "of two boxes of one class that overlap more than this, drop the less sure one",
      parseFraction,
      DEFAULT_FILTER.iou,
    )
    .option("--model <id>", "name/version instead of the champion")
    .option("--record", "record figures of what was found, never the photo, for the Monitor page")
    .option("--best-class", "only the best class at each place, as a page shows it")
    .action(detectCommand);
}
