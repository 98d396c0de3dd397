import { z } from "zod";
import { modelInputSchema, promoteInputSchema } from "@/lib/contracts/model-registry";
import {
  gateVerdictInputSchema,
  gateVerdictListInputSchema,
  startGateSchema,
} from "@/lib/contracts/promotion-gate";
import { procedure, router } from "@/server/api/trpc";
import { readSetting, writeSetting } from "@/server/settings/service";
import { startGate } from "./gate-job";
import { AUTOMATIC_PROMOTION } from "./keep-verdict";
import { getVerdict, listVerdicts, photoIdsOf, promoteModel } from "./service";
import { standingOf } from "./standing";

export const gateRouter = router({
  verdict: procedure("models:read")
    .input(gateVerdictInputSchema)
    .query(async ({ input }) => {
      const verdict = await getVerdict(input.verdictId);
      return { ...verdict, photoIds: await photoIdsOf(verdict) };
    }),
  /** Newest first, without the photos. */
  verdicts: procedure("models:read")
    .input(gateVerdictListInputSchema)
    .query(async ({ input }) => {
      const verdicts = await listVerdicts(input);
      return verdicts.map(({ report: { photos: _photos, classes: _classes, ...report }, ...verdict }) => ({
        ...verdict,
        report,
      }));
    }),
  /** Whether a model has passed against today's champion. */
  standing: procedure("models:read")
    .input(modelInputSchema)
    .query(({ input }) => standingOf(input.modelId)),
  /** Measures a model against the champion, as a job whose result is `gateJobResultSchema`. */
  start: procedure("models:write")
    .input(startGateSchema)
    .mutation(({ ctx, input }) => startGate(input, ctx.user.id)),
  automaticPromotion: procedure("models:read").query(() => readSetting(AUTOMATIC_PROMOTION)),
  setAutomaticPromotion: procedure("settings:write")
    .input(z.boolean())
    .mutation(({ input }) => writeSetting(AUTOMATIC_PROMOTION, input)),
});

/** Called as `models.…`. */
export const promotionRouter = router({
  promote: procedure("models:write")
    .input(promoteInputSchema)
    .mutation(({ ctx, input }) => promoteModel(input, ctx.user.id)),
});
