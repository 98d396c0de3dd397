import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type ClassChoice,
  type ImportResult,
  KNOWN_PHOTOS,
  type KnownPhotos,
  setNameSchema,
} from "@/lib/contracts/dataset-import";
import { ambiguous } from "@/lib/core/datasets/formats/ambiguous";
import { withoutArchiveEnding } from "@/lib/core/datasets/formats/archive-name";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/core/datasets/formats/known-formats";
import { AppError } from "@/lib/core/errors";
import { localContext, whoOf } from "@/server/api/context";
import { listClasses, seedClasses } from "@/server/datasets/classes/classes";
import { exportPhotos } from "@/server/datasets/export/exports";
import { knownClasses, saveChoices } from "@/server/datasets/import/class-names";
import type { LabelledSet } from "@/server/datasets/import/labelled-set";
import { openRecognised } from "@/server/datasets/import/open-recognised";
import { runImport } from "@/server/datasets/import/run-import";
import { scanLabels } from "@/server/datasets/import/scan-set";
import { openSource } from "@/server/datasets/import/source/open-source";
import { dataPath } from "@/server/storage/data-folder";
import { readMapping, requireNames } from "./class-choices";
import { addReadingOptions, type ReadingFlags, readingOf, sayReading } from "./data-reading";
import { JSON_OPTION, say, sayProgress, writeLine } from "./output";
import { withDatabase } from "./with-database";

interface ImportFlags extends ReadingFlags {
  readonly source?: string;
  readonly map?: readonly string[];
  readonly knownPhotos: KnownPhotos;
  readonly leaveOut?: readonly string[];
  readonly shared?: boolean;
}

function parseName(text: string): string {
  const parsed = setNameSchema.safeParse(text);
  if (!parsed.success)
    throw new InvalidArgumentError("start with a letter or digit, then use letters, digits, spaces, . _ -");
  return parsed.data;
}

function cancelOnInterrupt(): AbortSignal {
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  return cancel.signal;
}

/** `--map "chou rouge=red cabbage"` and `--leave-out hand` as the choices that the page's dialog would give. */
async function readChoices(
  { map = [], leaveOut = [] }: ImportFlags,
  set: LabelledSet,
): Promise<readonly ClassChoice[]> {
  if (map.length + leaveOut.length === 0) return [];
  const classes = await listClasses();
  const mapped = map.map((pair) => readMapping(pair, classes));
  const choices = [
    ...mapped,
    ...leaveOut.map((foreignName): ClassChoice => ({ as: "left-out", foreignName })),
  ];
  requireNames(choices, (await scanLabels(set, { signal: cancelOnInterrupt() })).names);
  return choices;
}

/** A stopped import continues where it was when the same command is run again. */
function logOf(place: string, name: string): string {
  const key = createHash("sha256").update(`${place}\0${name}`).digest("hex").slice(0, 32);
  return dataPath("imports", `cli-${key}.jsonl`);
}

function sayResult({
  photos,
  boxes,
  polygons,
  crowds,
  earlier,
  leftOut,
  problemCount,
  problems,
  findings,
}: ImportResult): void {
  for (const { code, severity, count } of findings) say(`${severity} ${code}: ${count}`);
  for (const { path: at, reason } of problems.slice(0, 20)) say(`not used: ${at}: ${reason}`);
  if (problemCount > 20) say(`  … and ${problemCount - 20} more`);
  if (crowds > 0) say(`${crowds} regions marked as crowds are not boxes of one object, and were left out`);
  if (polygons > 0) say(`${polygons} polygons became the boxes around them`);
  if (photos.changed > 0) say(wordsForEarlier(photos.changed, earlier));
  say(
    `${photos.new} photos imported, ${photos.known} already here, ${photos.changed} with new labels that wait for review, ` +
      `${photos.unlabelled} without labels, ${photos.failed} failed; ${boxes} boxes, ${leftOut} left out`,
  );
}

/** Reports every change to boxes of photos that were already here. */
function wordsForEarlier(photos: number, { kept, gone, added }: ImportResult["earlier"]): string {
  const here = `${photos} photos were already here with labels`;
  if (gone > 0) {
    return (
      `${here}: ${gone} of their earlier boxes were replaced, ${kept} are kept, ${added} were added ` +
      "(their history keeps all; --known-photos add keeps the earlier ones)"
    );
  }
  return `${here}: ${added} boxes were added to their ${kept} earlier ones (--known-photos replace uses only the boxes of the set)`;
}

async function importCommand(place: string, flags: ImportFlags): Promise<void> {
  const full = path.resolve(place);
  const name = flags.source ?? parseName(withoutArchiveEnding(path.basename(full)));
  if (!flags.shared) {
    throw new AppError("request/invalid", {
      facts: { field: "imported photos may be used for training: add --shared if their owners agree" },
    });
  }
  await seedClasses();
  const source = await openSource(full);
  try {
    const { set, candidates } = await openRecognised(source, readingOf(flags));
    sayReading(set.format, candidates, set.doubts);
    if (set.question) throw ambiguous(set.question);
    await saveChoices(await readChoices(flags, set));
    const log = logOf(full, name);
    await mkdir(path.dirname(log), { recursive: true });
    const tell = sayProgress();
    const result = await runImport({
      set,
      who: whoOf(localContext()),
      name,
      knownPhotos: flags.knownPhotos,
      log,
      signal: cancelOnInterrupt(),
      progress: ({ done, total }) => tell(done, total ?? 0),
    });
    await rm(log, { force: true });
    sayResult(result);
    writeLine(result);
  } finally {
    await source.close();
  }
}

/** What is in a set, without importing it. */
async function lookCommand(place: string, flags: ImportFlags): Promise<void> {
  await seedClasses();
  const source = await openSource(path.resolve(place));
  try {
    const { set, candidates } = await openRecognised(source, readingOf(flags));
    sayReading(set.format, candidates, set.doubts);
    if (set.question) throw ambiguous(set.question);
    const { names, boxes, crowds, splits, unlabelled } = await scanLabels(set, {
      signal: cancelOnInterrupt(),
    });
    const classes = await knownClasses(names);
    for (const { foreignName, classId } of classes) {
      say(
        `${foreignName}: ${classId === undefined ? "not known" : classId === null ? "left out" : `class ${classId}`}`,
      );
    }
    writeLine({
      format: set.format,
      candidates,
      photos: set.photos.length,
      unlabelled,
      boxes,
      crowds,
      splits,
      classes,
      doubts: set.doubts ?? [],
    });
  } finally {
    await source.close();
  }
}

interface ExportFlags {
  readonly format: ExportFormat;
  readonly out: string;
  readonly source?: readonly string[];
  readonly split?: readonly ("train" | "val" | "test" | "none")[];
}

async function exportCommand({ format, out, source, split }: ExportFlags): Promise<void> {
  const target = {
    kind: /\.zip$/i.test(out) ? ("zip" as const) : ("folder" as const),
    path: path.resolve(out),
  };
  const written = await exportPhotos({
    ownerId: localContext().team.id,
    params: {
      format,
      ...(source ? { sources: [...source] } : {}),
      ...(split ? { splits: [...split] } : {}),
    },
    target,
    signal: cancelOnInterrupt(),
    onProgress: sayProgress(),
  });
  if (written.missing.length > 0)
    say(`${written.missing.length} photos are missing from storage and were not exported`);
  say(`${written.photos} photos with ${written.boxes} boxes are in ${target.path}`);
  writeLine({ ...written, format, path: target.path });
}

/** `forage data import`, `data look` and `data export-photos`. */
export function addTransferCommands(data: Command): void {
  const bring = data
    .command("import")
    .description("import photos with their labels; after a stop, the same command continues")
    .argument("<path>", "folder, or zip, tar or tar.gz archive")
    .option("--source <name>", "name of the set, by default the file's", parseName)
    .option("--map <name=class...>", "a class name of the set, =, and the class it means here")
    .option("--leave-out <name...>", "class names of the set whose boxes are left out")
    .addOption(
      new Option(
        "--known-photos <way>",
        "photos that are already here: keep their boxes and add, or replace their boxes",
      )
        .choices([...KNOWN_PHOTOS])
        .default("add"),
    )
    .option("--shared", "the owners agree that the photos are used for training")
    .option(...JSON_OPTION);
  addReadingOptions(bring).action((place: string, flags: ImportFlags) =>
    withDatabase(() => importCommand(place, flags)),
  );
  const look = data
    .command("look")
    .description("show what a labelled set contains and which of its classes are known")
    .argument("<path>", "folder, or zip, tar or tar.gz archive")
    .option(...JSON_OPTION);
  addReadingOptions(look).action((place: string, flags: ImportFlags) =>
    withDatabase(() => lookCommand(place, flags)),
  );
  data
    .command("export-photos")
    .description("export labelled photos with their current boxes")
    .addOption(
      new Option("--format <format>", "layout of the set").choices([...EXPORT_FORMATS]).makeOptionMandatory(),
    )
    .requiredOption("--out <path>", "a .zip file, or a new or empty folder")
    .option("--source <name...>", "only photos of these sets")
    .addOption(
      new Option("--split <split...>", "only photos of these splits").choices([
        "train",
        "val",
        "test",
        "none",
      ]),
    )
    .option(...JSON_OPTION)
    .action((flags: ExportFlags) => withDatabase(() => exportCommand(flags)));
}
