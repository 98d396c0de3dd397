import type { ImportResult, KnownPhotos, PhotoOutcome } from "@/lib/contracts/dataset-import";
import type { JobProgress } from "@/lib/contracts/jobs";
import type { Who } from "@/lib/contracts/who";
import { ambiguous } from "@/lib/core/datasets/formats/ambiguous";
import { inParallel } from "../in-parallel";
import { requireClasses } from "./class-names";
import { importPhoto } from "./import-photo";
import type { LabelledSet } from "./labelled-set";
import { openOutcomeLog, readOutcomes } from "./outcome-log";
import { scanLabels } from "./scan-set";
import { summariseImport } from "./summarise";

export interface ImportRun {
  readonly set: LabelledSet;
  readonly who: Who;
  /** The set's name for these photos. */
  readonly name: string;
  readonly knownPhotos?: KnownPhotos | undefined;
  /** File that records what is done: a stopped import continues from there. */
  readonly log: string;
  readonly signal?: AbortSignal;
  readonly progress: (progress: JobProgress) => void;
  /** Called now and then with how many photos are done. */
  readonly onCheckpoint?: (done: number) => Promise<void>;
}

const CHECKPOINT_EVERY = 100;

/** What a stopped import has done: paths, and the contents of the photos it labelled. */
async function readDone(log: string): Promise<{ done: Set<string>; labelled: Set<string> }> {
  const [done, labelled] = [new Set<string>(), new Set<string>()];
  for await (const { path, outcome, sha256 } of readOutcomes(log)) {
    done.add(path);
    if (sha256 && outcome !== "unlabelled") labelled.add(sha256);
  }
  return { done, labelled };
}

/**
 * Imports a labelled set: each photo with a correction that has its boxes, a few at a time, none held in memory. A bad
 * file is listed in the result, and the rest is imported.
 * @throws AppError import/ambiguous and import/unmapped-classes before anything is imported; detection/cancelled; storage/…
 */
export async function runImport(run: ImportRun): Promise<ImportResult> {
  const { set, who, name, log, signal, progress } = run;
  const options = (note: string) => ({
    signal,
    onProgress: (done: number, total: number) => progress({ done, total, unit: "photos", note }),
  });
  if (set.question) throw ambiguous(set.question);
  const { names } = await scanLabels(set, options("Reading labels"));
  const { done, labelled } = await readDone(log);
  const { knownPhotos = "add" } = run;
  const context = { set, who, name, knownPhotos, labelled, classes: await requireClasses(names) };
  const waiting = set.photos.filter(({ path }) => !done.has(path));
  const outcomes = await openOutcomeLog(log);
  let count = done.size;
  const note = async (outcome: PhotoOutcome) => {
    await outcomes.append(outcome);
    progress({ done: ++count, total: set.photos.length, unit: "photos", note: "" });
    if (count % CHECKPOINT_EVERY === 0) await run.onCheckpoint?.(count);
  };
  try {
    await inParallel(waiting, async (photo) => note(await importPhoto(photo, context)), { signal });
  } finally {
    await outcomes.close();
  }
  return summariseImport({ log, set, name }, options("Checking photos"));
}
