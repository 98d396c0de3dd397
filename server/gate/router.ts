import { z } from "zod";
import { modelInputSchema, promoteInputSchema } from "@/lib/contracts/model-registry";
import {
  gateVerdictInputSchema,
  gateVerdictListInputSchema,
  startGateSchema,
} from "@/lib/contracts/promotion-gate";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { startGate } from "./gate-job";
import { promotesAutomatically, setAutomaticPromotion } from "./keep-verdict";
import { listVerdicts, promoteModel, showVerdict } from "./service";
import { standingOf } from "./standing";

export const gateRouter = router({
  verdict: procedure("models:read")
    .input(gateVerdictInputSchema)
    .query(({ input }) => showVerdict(input.verdictId)),
  /** Newest first, without the photos. */
  verdicts: procedure("models:read")
    .input(gateVerdictListInputSchema)
    .query(({ input }) => listVerdicts(input)),
  /** Whether a model has passed against today's champion. */
  standing: procedure("models:read")
    .input(modelInputSchema)
    .query(({ input }) => standingOf(input.modelId)),
  /** Measures a model against the champion, as a job whose result is `gateJobResultSchema`. */
  start: procedure("models:write")
    .input(startGateSchema)
    .mutation(({ ctx, input }) => startGate(input, whoOf(ctx))),
  automaticPromotion: procedure("models:read").query(() => promotesAutomatically()),
  setAutomaticPromotion: procedure("models:write")
    .input(z.boolean())
    .mutation(({ input }) => setAutomaticPromotion(input)),
});

/** Called as `models.…`. */
export const promotionRouter = router({
  promote: procedure("models:write")
    .input(promoteInputSchema)
    .mutation(({ ctx, input }) => promoteModel(input, ctx.user.id)),
});
