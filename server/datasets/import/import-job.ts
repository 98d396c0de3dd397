import {
  type ImportParams,
  type ImportResult,
  importParamsSchema,
  importResultSchema,
} from "@/lib/contracts/dataset-import";
import type { JobHandler } from "@/server/jobs/job-handler";
import { bringGrowing, shareFile } from "@/server/storage/shared-files";
import { openSet } from "./open-set";
import { runImport } from "./run-import";
import { openSource } from "./source/open-source";
import { bringUpload, findUpload, removeUploadedFiles, uploadLog } from "./uploads";

/** Imports an upload; progress is written beside it, so that a stopped import continues there. */
export const importJob: JobHandler<ImportParams, ImportResult> = {
  kind: "import",
  params: importParamsSchema,
  result: importResultSchema,
  async run({ params, createdBy, teamId, signal, progress, saveCheckpoint }) {
    const upload = await findUpload(teamId, params.uploadId);
    const source = await openSource(await bringUpload(upload));
    const log = uploadLog(upload.uploadId);
    await bringGrowing(log);
    try {
      return await runImport({
        set: await openSet(source, params.format, params),
        who: { userId: createdBy, teamId },
        name: params.name,
        knownPhotos: params.knownPhotos,
        log,
        signal,
        progress,
        // another replica goes on from there
        onCheckpoint: async (done) => {
          await shareFile(log);
          await saveCheckpoint({ done });
        },
      });
    } catch (error) {
      // of an import that was stopped, the whole of it; after a kill, what the last checkpoint shared
      await shareFile(log).catch(() => undefined);
      throw error;
    } finally {
      await source.close();
    }
  },
  tidy: async ({ uploadId }, teamId) => removeUploadedFiles(await findUpload(teamId, uploadId)),
};
