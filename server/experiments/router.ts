import { comparePhotosSchema, markInputSchema } from "@/lib/contracts/experiments";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { comparePhotos } from "./compare-photos";
import { listExperiments, markExperiment } from "./list-experiments";

export const experimentsRouter = router({
  list: procedure("training:read").query(() => listExperiments()),
  mark: procedure("training:write")
    .input(markInputSchema)
    .mutation(({ ctx, input }) => markExperiment(input, whoOf(ctx))),
  photos: procedure("training:read")
    .input(comparePhotosSchema)
    .query(({ input }) => comparePhotos(input.modelIds)),
});
