import { z } from "zod";
import { modelIdSchema } from "@/lib/contracts/corrections";
import {
  historyInputSchema,
  modelInputSchema,
  moveInputSchema,
  rollbackInputSchema,
  shadowReportSchema,
  shadowSettingSchema,
} from "@/lib/contracts/model-registry";
import { procedure, router } from "@/server/api/trpc";
import { readCurve, readLineage } from "./lineage/lineage";
import {
  getRegistryEntry,
  history,
  listRegistry,
  rollback,
  rollbackTarget,
  setAlias,
} from "./registry/registry";
import { readRelease, setShadow } from "./registry/release";
import { championManifest, listModels, shownManifest } from "./service";
import { reportShadow, shadowCount } from "./shadow/shadow-reports";

export const modelsRouter = router({
  /** Every installed model, by name, newest version first. */
  list: procedure("models:read").query(() => listModels()),
  /** The model everything uses now. */
  champion: procedure("models:read").query(() => championManifest()),
  /** One model's manifest, its files checked. */
  manifest: procedure("models:read")
    .input(modelInputSchema)
    .query(({ input }) => shownManifest(input.modelId)),
  /** Champion, candidates and archive. */
  registry: procedure("models:read").query(() => listRegistry()),
  entry: procedure("models:read")
    .input(modelInputSchema)
    .query(({ input }) => getRegistryEntry(input.modelId)),
  history: procedure("models:read")
    .input(historyInputSchema)
    .query(({ input }) => history(input)),
  lineage: procedure("models:read")
    .input(modelInputSchema)
    .query(({ input }) => readLineage(input.modelId)),
  /** Validation mAP50 by epoch of the run that made a model. */
  curve: procedure("training:read")
    .input(z.object({ runId: z.uuid() }))
    .query(({ input }) => readCurve(input.runId)),
  rollback: procedure("models:write")
    .input(rollbackInputSchema)
    .mutation(({ ctx, input }) => rollback({ reason: input.reason, movedBy: ctx.user.id })),
  /** The model a rollback would bring back, null when there is none. */
  rollbackTarget: procedure("models:read").query(() => rollbackTarget()),
  setAlias: procedure("models:write")
    .input(z.object({ ...moveInputSchema.shape, alias: z.enum(["candidate", "archived"]) }))
    .mutation(({ ctx, input: { modelId, alias, reason } }) =>
      setAlias(modelId, alias, { reason, movedBy: ctx.user.id }),
    ),
  /** Champion and shadow. */
  release: procedure("models:read").query(() => readRelease()),
  setShadow: procedure("models:write")
    .input(shadowSettingSchema)
    .mutation(({ input }) => setShadow(input)),
  reportShadow: procedure("photos:write")
    .input(shadowReportSchema)
    .mutation(({ ctx, input }) => reportShadow(ctx.team.id, input)),
  shadowCount: procedure("models:read")
    .input(z.object({ candidateId: modelIdSchema }))
    .query(({ input }) => shadowCount(input.candidateId)),
});
