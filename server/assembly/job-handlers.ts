import { exportJob } from "@/server/datasets/export/service";
import { importJob, scanJob } from "@/server/datasets/import/service";
import { versionJob } from "@/server/datasets/versions/service";
import { gateJob } from "@/server/gate/service";
import type { AnyJobHandler } from "@/server/jobs/job-handler";
import type { Schedule } from "@/server/jobs/schedule";
import { uploadModelJob } from "@/server/model-import/service";
import { recipeImportJob } from "@/server/recipes/service";
import { featuresJob } from "@/server/review/service";
import { checkFilesJob, sweepJob } from "@/server/sweep/service";
import { trainJob } from "@/server/training/service";

const DAY_SECONDS = 86_400;

/** Every kind of job the worker can do. A feature adds one line here. */
export const HANDLERS: readonly AnyJobHandler[] = [
  importJob,
  scanJob,
  exportJob,
  recipeImportJob,
  versionJob,
  trainJob,
  uploadModelJob,
  gateJob,
  featuresJob,
  sweepJob,
  checkFilesJob,
];

/** Work that comes round by itself. */
export const SCHEDULES: readonly Schedule[] = [
  { name: "sweep", kind: sweepJob.kind, params: {}, everySeconds: DAY_SECONDS, isDueAtStart: true },
  {
    name: "check-files",
    kind: checkFilesJob.kind,
    params: {},
    everySeconds: DAY_SECONDS,
    isDueAtStart: false,
  },
];
