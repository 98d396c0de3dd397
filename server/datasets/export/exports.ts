import { z } from "zod";
import { labelSchema, modelBoxSchema, modelIdSchema } from "@/lib/contracts/corrections";
import {
  type ExportChoice,
  type ExportParams,
  type ExportResult,
  exportParamsSchema,
  exportResultSchema,
} from "@/lib/contracts/dataset-import";
import type { Job } from "@/lib/contracts/jobs";
import type { Who } from "@/lib/contracts/who";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import type { ClassName } from "@/lib/core/datasets/formats/labelled-set";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJobIn, getJob } from "@/server/jobs/service";
import { dataPath } from "@/server/storage/data-folder";
import type { OpenedFile } from "@/server/storage/file-store";
import { openShared, shareFile } from "@/server/storage/shared-files";
import { listClasses, standingClassId } from "../classes/classes";
import type { ExportSink, ExportTarget } from "./export-sink";
import { countBySource, countExported, type LabelledFilter, readLabelled } from "./repository";
import { type ExportPhoto, type WrittenExport, writeExport, writeSetInto } from "./write-export";

const PAGE = 200;

const storedBoxesSchema = z.object({
  modelId: modelIdSchema.nullable(),
  modelBoxes: z.array(modelBoxSchema),
  labels: z.array(labelSchema),
});

/** An owner's labelled photos with the boxes that stand, by SHA-256, a page at a time. */
async function* labelledPhotos(
  filter: LabelledFilter,
  standingId: (classId: number) => number,
): AsyncGenerator<ExportPhoto> {
  for (let after = ""; ; ) {
    const rows = await readLabelled(connection(), filter, after, PAGE);
    for (const { page, newest } of rows) {
      const { id: _id, ...photo } = page;
      const boxes = standingBoxes(storedBoxesSchema.parse(newest)).map(({ classId, box }) => ({
        classId: standingId(classId),
        box,
      }));
      yield { ...photo, boxes };
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.page.sha256;
  }
}

export interface PhotoExport {
  readonly ownerId: string;
  readonly params: ExportParams;
  readonly target: ExportTarget;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes an owner's labelled photos as a set, each with the boxes of its newest correction.
 * @throws AppError export/…, detection/cancelled, storage/…
 */
export async function exportPhotos({ target, ...asked }: PhotoExport): Promise<WrittenExport> {
  const { photos, ...options } = await labelledSet(asked);
  return writeExport(photos, { ...options, target });
}

/** As `exportPhotos`, into an archive that holds more; it is finished with the set. */
export async function exportPhotosInto(
  sink: ExportSink,
  asked: Omit<PhotoExport, "target">,
): Promise<WrittenExport> {
  const { photos, ...options } = await labelledSet(asked);
  return writeSetInto(photos, sink, { ...options, isInDataFolder: true });
}

async function labelledSet({ ownerId, params, signal, onProgress }: Omit<PhotoExport, "target">) {
  const known = await listClasses();
  const filter = { ownerId, sources: params.sources, splits: params.splits };
  const total = await countExported(connection(), filter);
  const standingId = (classId: number) => standingClassId(known, classId) ?? classId;
  const classes: readonly ClassName[] = known.map(({ id, name }) => ({ id, name }));
  return {
    photos: labelledPhotos(filter, standingId),
    classes,
    format: params.format,
    signal,
    onPhoto: (done: number) => onProgress?.(done, total),
  };
}

/** The sweep removes it after a week. */
const archiveOf = (jobId: string) => dataPath("exports", `${z.uuid().parse(jobId)}.zip`);

/** Writes an archive to be downloaded. One that was stopped starts over. */
export const exportJob: JobHandler<ExportParams, ExportResult> = {
  kind: "export",
  params: exportParamsSchema,
  result: exportResultSchema,
  async run({ id, params, teamId, signal, progress }) {
    const written = await exportPhotos({
      ownerId: teamId,
      params,
      target: { kind: "zip", path: archiveOf(id) },
      signal,
      onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }),
    });
    await shareFile(archiveOf(id));
    const day = new Date().toISOString().slice(0, 10);
    return {
      ...written,
      missing: [...written.missing].slice(0, 500),
      format: params.format,
      fileName: `forage-${params.format}-${day}.zip`,
    };
  },
};

export function startExport(who: Who, params: ExportParams): Promise<Job> {
  return transaction(async (queries) => {
    const job = await enqueueJobIn(queries, "export", params, who);
    await recordIn(queries, { action: "data/exported", facts: { job: job.id, format: params.format } });
    return job;
  });
}

/** The archive an export wrote. @throws AppError request/not-found when it is another's, not done, or removed */
export async function openExport(
  ownerId: string,
  jobId: string,
): Promise<OpenedFile & { readonly fileName: string }> {
  const job = await getJob(ownerId, jobId);
  const result = exportResultSchema.safeParse(job.result);
  if (job.kind !== "export" || !result.success) {
    throw new AppError("request/not-found");
  }
  const archive = await openShared(archiveOf(jobId));
  if (!archive) throw new AppError("request/not-found");
  return { ...archive, fileName: result.data.fileName };
}

/** What there is to export. */
export async function exportChoices(ownerId: string): Promise<readonly ExportChoice[]> {
  const choices = new Map<string, ExportChoice>();
  for (const { source, split, photos, isSeveral } of await countBySource(connection(), ownerId)) {
    const one = choices.get(source) ?? { source, several: 0, splits: { train: 0, val: 0, test: 0, none: 0 } };
    const splits = { ...one.splits, [split]: one.splits[split] + photos };
    choices.set(source, { source, several: one.several + (isSeveral ? photos : 0), splits });
  }
  return [...choices.values()];
}
