import { randomUUID } from "node:crypto";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { DOUBT_KINDS, type DoubtsPage } from "@/lib/contracts/data-errors";
import { versionNumberSchema } from "@/lib/contracts/dataset-versions";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/core/datasets/formats/known-formats";
import { localContext } from "@/server/api/context";
import { lookThrough } from "@/server/data-errors/data-errors-job";
import { dataErrorsOverview } from "@/server/data-errors/report";
import { showDoubts } from "@/server/data-errors/show-doubts";
import { requireDvc, trackWithDvc } from "@/server/datasets/dvc/track-with-dvc";
import { createVersion } from "@/server/datasets/versions/create-version";
import { diffVersions } from "@/server/datasets/versions/diff-versions";
import { exportTrainingSet, exportVersion } from "@/server/datasets/versions/export-version";
import { getVersion, listVersions, verifyVersion } from "@/server/datasets/versions/read-version";
import { JSON_OPTION, say, sayProgress, writeLine } from "./output";
import { withDatabase } from "./with-database";

function parseNumber(text: string): number {
  const parsed = versionNumberSchema.safeParse(Number(text));
  if (!parsed.success) throw new InvalidArgumentError("a version is a whole number, 1 or more");
  return parsed.data;
}

/** Progress on stderr, and Ctrl-C that ends the work cleanly. */
function working() {
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  return { onProgress: sayProgress(), signal: cancel.signal };
}

async function listCommand(): Promise<void> {
  for (const { number, createdAt, summary, deletedPhotos, note, manifestSha256 } of await listVersions()) {
    const gone = deletedPhotos > 0 ? `, ${deletedPhotos} deleted since` : "";
    const { train, val, test } = summary.splits;
    say(
      `${number}  ${createdAt.slice(0, 16)}  ${train}/${val}/${test} photos${gone}, ${summary.boxes} boxes  ${note}`,
    );
    writeLine({ number, createdAt, manifestSha256, note, deletedPhotos, ...counts(summary) });
  }
}

const counts = ({ photos, boxes, splits, heldOut, errors, warnings }: Summary) => {
  return { photos, boxes, splits, heldOut, errors, warnings };
};
type Summary = Awaited<ReturnType<typeof getVersion>>["summary"];

async function showCommand(flags: { version: number; verify?: boolean }): Promise<void> {
  const version = await getVersion(flags.version);
  const { summary } = version;
  for (const { source, photos, heldOut } of summary.sources) {
    const held = heldOut > 0 ? `, ${heldOut} held out` : "";
    say(`${source}: ${photos.train} train, ${photos.val} val, ${photos.test} test${held}`);
  }
  const verified = flags.verify ? await verifyVersion(flags.version, working()) : undefined;
  if (verified) {
    const { missing, damaged } = verified;
    say(
      verified.isWhole
        ? "complete: every hash matches"
        : `${missing.length} missing, ${damaged.length} damaged`,
    );
    if (!verified.isWhole) process.exitCode = 1;
  }
  writeLine({ ...version, ...(verified ? { verified } : {}) });
}

async function diffCommand(before: number, after: number): Promise<void> {
  const first = await diffVersions({ before, after, cursor: 0, limit: 100 });
  const { photos, boxes } = first;
  say(
    `photos: ${photos.added} added, ${photos.removed} removed, ${photos.changed} changed, ${photos.same} the same`,
  );
  say(
    `boxes: ${boxes.added} added, ${boxes.removed} removed, ${boxes.relabelled} relabelled, ${boxes.moved} moved`,
  );
  const items = [...first.items];
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page = await diffVersions({ before, after, cursor, limit: 100 });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  writeLine({ before, after, photos, boxes, classes: first.classes, items });
}

async function createCommand(flags: { note: string; checkOnly?: boolean }): Promise<void> {
  const isCheckOnly = flags.checkOnly ?? false;
  const result = await createVersion({
    ...working(),
    note: flags.note,
    isCheckOnly,
    createdBy: localContext().user.id,
  });
  const { outcome, version, errors, warnings, photos } = result;
  say(
    `${outcome}${version === null ? "" : ` (version ${version})`}: ${photos} photos, ${errors} errors, ${warnings} warnings`,
  );
  writeLine(result);
  if (outcome === "blocked") process.exitCode = 1;
}

/** Looks a version through, and prints every doubt about its data, worst first. */
async function errorsCommand({ version: number }: { readonly version: number }): Promise<void> {
  const { onProgress, signal } = working();
  const createdBy = localContext().user.id;
  const result = await lookThrough({ id: randomUUID(), number, createdBy, signal, onProgress });
  const { summary, states } = (await dataErrorsOverview(number))!;
  for (const { modelId, photos } of summary.judges)
    say(
      `${modelId} judged ${photos.unseen + photos["chosen-by"]} photos that it was not trained on, ${photos.seen} that it was, ${photos.unknown} of which that is not known`,
    );
  for (const kind of DOUBT_KINDS) {
    const { open, kept } = states[kind];
    if (summary.found[kind] > 0) say(`${kind}: ${open} open, ${kept} found right by a person`);
  }
  const doubts: DoubtsPage["doubts"] = [];
  for (let cursor: number | null = 0; cursor !== null; ) {
    const page: DoubtsPage = await showDoubts({ number, state: "open", cursor, limit: 60 });
    doubts.push(...page.doubts);
    cursor = page.nextCursor;
  }
  writeLine({ ...result, ...summary, doubts: doubts.map(({ copies: _, ...doubt }) => doubt) });
}

interface ExportFlags {
  readonly version: number;
  readonly format: ExportFormat;
  readonly out: string;
  readonly dvc?: boolean;
  readonly remote?: string;
}

async function exportCommand({ version, format, out, dvc, remote }: ExportFlags): Promise<void> {
  const folder = path.resolve(out);
  const work = working();
  if (dvc) await requireDvc(work.signal);
  const written =
    format === "yolo"
      ? await exportTrainingSet(version, folder, work)
      : await exportVersion(version, format, folder, work);
  const { photos, boxes, deleted, heldOut } = written;
  say(`version ${version} in ${folder}: ${photos} photos, ${boxes} boxes`);
  if (deleted > 0) say(`${deleted} photos were deleted by their owners since then and are not included`);
  if (heldOut > 0) say(`${heldOut} near-copies of test or validation photos are held out`);
  const onStep = (step: string) => say(`dvc ${step}`);
  const options = { ...(remote === undefined ? {} : { remote }), signal: work.signal, onStep };
  const tracked = dvc ? await trackWithDvc(folder, options) : undefined;
  if (tracked) say(`tracked by ${tracked.file}, pushed to ${tracked.remote}`);
  writeLine({ ...written, format, ...(tracked ? { dvc: tracked } : {}) });
}

/** `forage data versions|show|diff|errors|create|export`. */
export function addVersionCommands(data: Command): void {
  const versionOption = () =>
    new Option("--version <number>", "which version").argParser(parseNumber).makeOptionMandatory();
  data
    .command("versions")
    .description("list the data-set versions, newest first")
    .option(...JSON_OPTION)
    .action(() => withDatabase(listCommand));
  data
    .command("show")
    .description("show one data-set version; --verify reads every byte and compares the hashes")
    .addOption(versionOption())
    .option("--verify", "exit 1 if a photo is missing or damaged")
    .option(...JSON_OPTION)
    .action((flags) => withDatabase(() => showCommand(flags)));
  data
    .command("diff")
    .description("what changed from one version to another")
    .argument("<before>", "version", parseNumber)
    .argument("<after>", "version", parseNumber)
    .option(...JSON_OPTION)
    .action((before, after) => withDatabase(() => diffCommand(before, after)));
  data
    .command("errors")
    .description("what may be wrong in a version's labels and photos, worst first")
    .addOption(versionOption())
    .option(...JSON_OPTION)
    .action((flags) => withDatabase(() => errorsCommand(flags)));
  data
    .command("create")
    .description("run the quality gate on all shared and reviewed photos and make the next version")
    .option("--note <text>", "what is new in it", "")
    .option("--check-only", "check only; make no version")
    .option(...JSON_OPTION)
    .action((flags) => withDatabase(() => createCommand(flags)));
  data
    .command("export")
    .description("write a version as a folder to train on, with the frozen test set of each source in sets/")
    .addOption(versionOption())
    .addOption(new Option("--format <name>", "layout").choices([...EXPORT_FORMATS]).default("yolo"))
    .requiredOption("--out <dir>", "new or empty folder, or an earlier export of the same version")
    .option("--dvc", "track the folder with DVC and push it")
    .option(
      "--remote <url>",
      "folder or s3://… to push to (default: FORAGE_DVC_REMOTE, or a folder in the data folder)",
    )
    .option(...JSON_OPTION)
    .action((flags) => withDatabase(() => exportCommand(flags)));
}
