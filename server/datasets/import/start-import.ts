import { readFile } from "node:fs/promises";
import type { z } from "zod";
import type { startImportInputSchema, startScanInputSchema } from "@/lib/contracts/dataset-import";
import type { Job } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/core/errors";
import { enqueueJob } from "@/server/jobs/service";
import { findUpload, previewFile } from "./uploads";

/** Starts the examination of an upload. @throws AppError import/gone */
export async function startScan(ownerId: string, input: z.output<typeof startScanInputSchema>): Promise<Job> {
  await findUpload(ownerId, input.uploadId);
  return enqueueJob("import-scan", input, ownerId);
}

/** Starts the import of an upload. @throws AppError import/gone */
export async function startImport(
  ownerId: string,
  { uploadId, format, name, knownPhotos, rows, classFile, answers }: z.output<typeof startImportInputSchema>,
): Promise<Job> {
  const upload = await findUpload(ownerId, uploadId);
  return enqueueJob(
    "import",
    { uploadId, format, name, knownPhotos, rows, classFile, answers, label: upload.name },
    ownerId,
  );
}

/** A picture of a scan's preview, WebP. @throws AppError import/gone */
export async function openPreview(ownerId: string, uploadId: string, index: number): Promise<Uint8Array> {
  await findUpload(ownerId, uploadId);
  return readFile(previewFile(uploadId, index)).catch((cause: unknown) => {
    throw new AppError("import/gone", { cause });
  });
}
