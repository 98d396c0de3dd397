import {
  type ImportParams,
  type ImportResult,
  importParamsSchema,
  importResultSchema,
} from "@/lib/contracts/dataset-import";
import type { JobHandler } from "@/server/jobs/job-handler";
import { openSet } from "./open-set";
import { runImport } from "./run-import";
import { openSource } from "./source/open-source";
import { findUpload, removeUploadedFiles, uploadLog, uploadPlace } from "./uploads";

/** Imports an upload; progress is written beside it, so that a stopped import continues there. */
export const importJob: JobHandler<ImportParams, ImportResult> = {
  kind: "import",
  params: importParamsSchema,
  result: importResultSchema,
  async run({ params, createdBy, teamId, signal, progress, saveCheckpoint }) {
    const upload = await findUpload(teamId, params.uploadId);
    const source = await openSource(uploadPlace(upload));
    try {
      const result = await runImport({
        set: await openSet(source, params.format, params),
        who: { userId: createdBy, teamId },
        name: params.name,
        knownPhotos: params.knownPhotos,
        log: uploadLog(upload.uploadId),
        signal,
        progress,
        onCheckpoint: (done) => saveCheckpoint({ done }),
      });
      await removeUploadedFiles(upload);
      return result;
    } finally {
      await source.close();
    }
  },
};
