import { z } from "zod";
import { modelIdSchema } from "@/lib/contracts/corrections";
import { slicePhotosInputSchema } from "@/lib/contracts/monitor-page";
import { evidenceInputSchema, modelPeriodSchema, setReferenceSchema } from "@/lib/contracts/monitoring";
import { trainingFiguresInputSchema } from "@/lib/contracts/training-figures";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { alertsRouter } from "./alerts/alerts-router";
import { evidenceOf, matrixOf } from "./drift/matrix";
import { setReference } from "./drift/reference";
import { picksOf } from "./labelling/pick-photos";
import { refresh } from "./monitor-job";
import { fairnessOf } from "./overview/fairness";
import { overviewOf, slicesOf } from "./overview/overview";
import { shadowOf } from "./overview/shadow";
import { recordingRouter } from "./recording/recording-router";
import { reportsRouter } from "./reports/reports-router";
import { slicePhotosOf } from "./slices/slice-photos";
import { askTrainingFigures } from "./training/training-figures";

const modelSchema = modelPeriodSchema.pick({ modelId: true });

export const monitoringRouter = router({
  recording: recordingRouter,
  alerts: alertsRouter,
  overview: procedure("monitoring:read")
    .input(modelSchema)
    .query(({ ctx, input }) => overviewOf({ ...whoOf(ctx), ...input })),
  matrix: procedure("monitoring:read")
    .input(modelPeriodSchema)
    .query(({ ctx, input }) => matrixOf({ teamId: ctx.team.id, ...input })),
  slices: procedure("monitoring:read")
    .input(modelSchema)
    .query(({ ctx, input }) => slicesOf({ ...whoOf(ctx), ...input })),
  slicePhotos: procedure("monitoring:read")
    .input(slicePhotosInputSchema)
    .query(({ ctx, input }) => slicePhotosOf({ ...whoOf(ctx), ...input })),
  /** The model's own shadow: candidates on the same photos. */
  shadow: procedure("monitoring:read")
    .input(z.object({ modelId: modelIdSchema }))
    .query(({ ctx, input }) => shadowOf({ teamId: ctx.team.id, ...input })),
  fairness: procedure("monitoring:read")
    .input(z.object({ modelId: modelIdSchema }))
    .query(({ ctx, input }) => fairnessOf({ ...whoOf(ctx), ...input })),
  evidence: procedure("monitoring:read")
    .input(evidenceInputSchema)
    .query(({ ctx, input }) => evidenceOf({ ...whoOf(ctx), ...input })),
  reports: reportsRouter,
  picks: procedure("monitoring:read").query(({ ctx }) => picksOf(ctx.team.id)),
  setReference: procedure("monitoring:write")
    .input(setReferenceSchema)
    .mutation(({ ctx, input }) => setReference(ctx.team.id, input.modelId, input.reference)),
  /** Looks at the photos that a model learnt from, so that it can be compared with them. */
  measureTraining: procedure("jobs:write")
    .input(trainingFiguresInputSchema)
    .mutation(({ ctx, input }) => askTrainingFigures(input.modelId, whoOf(ctx))),
  /** Adds up and compares now, not at the next turn of the clock. */
  refresh: procedure("jobs:write").mutation(({ ctx }) => refresh(whoOf(ctx))),
});
