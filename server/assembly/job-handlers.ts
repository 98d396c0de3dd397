import { dataErrorsJob } from "@/server/data-errors/data-errors-job";
import { exportJob } from "@/server/datasets/export/exports";
import { importJob } from "@/server/datasets/import/import-job";
import { scanJob } from "@/server/datasets/import/scan-job";
import { versionJob } from "@/server/datasets/versions/version-job";
import { gateJob } from "@/server/gate/gate-job";
import type { AnyJobHandler } from "@/server/jobs/job-handler";
import type { Schedule } from "@/server/jobs/schedule";
import { uploadModelJob } from "@/server/model-import/service";
import { monitorJob } from "@/server/monitoring/monitor-job";
import { alibiJob, evidentlyJob } from "@/server/monitoring/reports/outside-job";
import { trainingFiguresJob } from "@/server/monitoring/training/training-figures";
import { recipeImportJob } from "@/server/recipes/import/import-job";
import { recipePicturesJob } from "@/server/recipes/pictures/fetch-pictures";
import { retrainLookJob } from "@/server/retraining/look-job";
import { retrainJob } from "@/server/retraining/retrain-job";
import { featuresJob } from "@/server/review/features/features-job";
import { loadPageValues } from "@/server/settings/installation/installation-settings";
import { checkFilesJob, sweepJob } from "@/server/sweep/service";
import { takeoutBringJob, takeoutLookJob } from "@/server/takeout/bring/bring-jobs";
import { takeoutJob } from "@/server/takeout/takeout-job";
import { trainJob } from "@/server/training/train-job";

const DAY_SECONDS = 86_400;
const MONITOR_SECONDS = 300;
const RETRAIN_LOOK_SECONDS = 600;

/** A job starts with the settings as they are on the page then. */
function withSettings(handler: AnyJobHandler): AnyJobHandler {
  return {
    ...handler,
    run: async (job) => {
      await loadPageValues();
      return handler.run(job);
    },
  };
}

/** A feature adds one line here. */
const ALL: readonly AnyJobHandler[] = [
  importJob,
  scanJob,
  exportJob,
  takeoutJob,
  takeoutLookJob,
  takeoutBringJob,
  recipeImportJob,
  recipePicturesJob,
  versionJob,
  dataErrorsJob,
  trainJob,
  uploadModelJob,
  gateJob,
  featuresJob,
  monitorJob,
  evidentlyJob,
  alibiJob,
  trainingFiguresJob,
  retrainJob,
  retrainLookJob,
  sweepJob,
  checkFilesJob,
];

/** Every kind of job the worker can do. */
export const HANDLERS: readonly AnyJobHandler[] = ALL.map(withSettings);

/** Scheduled work. */
export const SCHEDULES: readonly Schedule[] = [
  { name: "sweep", kind: sweepJob.kind, params: {}, everySeconds: DAY_SECONDS, isDueAtStart: true },
  {
    name: "check-files",
    kind: checkFilesJob.kind,
    params: {},
    everySeconds: DAY_SECONDS,
    isDueAtStart: false,
  },
  {
    name: "monitor",
    kind: monitorJob.kind,
    params: {},
    everySeconds: MONITOR_SECONDS,
    isDueAtStart: true,
  },
  {
    name: "retrain-look",
    kind: retrainLookJob.kind,
    params: {},
    everySeconds: RETRAIN_LOOK_SECONDS,
    isDueAtStart: true,
  },
];
