import { readFile } from "node:fs/promises";
import type { z } from "zod";
import type { startImportInputSchema, startScanInputSchema } from "@/lib/contracts/dataset-import";
import type { Job } from "@/lib/contracts/jobs";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { enqueueJob } from "@/server/jobs/service";
import { bringFile } from "@/server/storage/shared-files";
import { findUpload, previewFile } from "./uploads";

/** Starts the examination of an upload. @throws AppError import/gone */
export async function startScan(who: Who, input: z.output<typeof startScanInputSchema>): Promise<Job> {
  await findUpload(who.teamId, input.uploadId);
  return enqueueJob("import-scan", input, who);
}

/** Starts the import of an upload. @throws AppError import/gone */
export async function startImport(
  who: Who,
  { uploadId, format, name, knownPhotos, rows, classFile, answers }: z.output<typeof startImportInputSchema>,
): Promise<Job> {
  const upload = await findUpload(who.teamId, uploadId);
  return enqueueJob(
    "import",
    { uploadId, format, name, knownPhotos, rows, classFile, answers, label: upload.name },
    who,
  );
}

/** A picture of a scan's preview, WebP. @throws AppError import/gone */
export async function openPreview(ownerId: string, uploadId: string, index: number): Promise<Uint8Array> {
  await findUpload(ownerId, uploadId);
  await bringFile(previewFile(uploadId, index));
  return readFile(previewFile(uploadId, index)).catch((cause: unknown) => {
    throw new AppError("import/gone", { cause });
  });
}
