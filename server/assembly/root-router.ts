import { adminRouter } from "@/server/admin/router";
import { mergeRouters, router } from "@/server/api/trpc";
import { changesRouter } from "@/server/changes/router";
import { dataErrorsRouter } from "@/server/data-errors/router";
import { classesRouter } from "@/server/datasets/classes/router";
import { exportsRouter } from "@/server/datasets/export/router";
import { importsRouter } from "@/server/datasets/import/router";
import { versionsRouter } from "@/server/datasets/versions/router";
import { detectionRouter } from "@/server/detection/router";
import { experimentsRouter } from "@/server/experiments/router";
import { gateRouter, promotionRouter } from "@/server/gate/router";
import { jobsRouter } from "@/server/jobs/router";
import { leavingRouter } from "@/server/leaving/router";
import { libraryRouter } from "@/server/library/router";
import { modelImportRouter } from "@/server/model-import/router";
import { modelsRouter } from "@/server/models/router";
import { monitoringRouter } from "@/server/monitoring/router";
import { auditRouter } from "@/server/people/audit-router";
import { peopleRouter } from "@/server/people/router";
import { plantsRouter } from "@/server/plants/router";
import { recipesRouter } from "@/server/recipes/router";
import { retrainingRouter } from "@/server/retraining/router";
import { reviewRouter } from "@/server/review/router";
import { correctionsRouter } from "@/server/saves/router";
import { installationRouter } from "@/server/settings/installation/router";
import { sharingRouter } from "@/server/sharing/router";
import { takeoutRouter } from "@/server/takeout/router";
import { trainingRouter } from "@/server/training/router";

/** Every procedure the page can call. A feature adds one line here. */
export const appRouter = router({
  admin: adminRouter,
  audit: auditRouter,
  changes: changesRouter,
  classes: classesRouter,
  corrections: correctionsRouter,
  dataErrors: dataErrorsRouter,
  detection: detectionRouter,
  experiments: experimentsRouter,
  exports: exportsRouter,
  gate: gateRouter,
  imports: importsRouter,
  installation: installationRouter,
  jobs: jobsRouter,
  leaving: leavingRouter,
  library: libraryRouter,
  models: mergeRouters(modelsRouter, modelImportRouter, promotionRouter),
  monitoring: monitoringRouter,
  people: peopleRouter,
  plants: plantsRouter,
  recipes: recipesRouter,
  retraining: retrainingRouter,
  sharing: sharingRouter,
  review: reviewRouter,
  takeout: takeoutRouter,
  training: trainingRouter,
  versions: versionsRouter,
});

export type AppRouter = typeof appRouter;
