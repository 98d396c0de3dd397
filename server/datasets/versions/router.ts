import { z } from "zod";
import { sha256Schema } from "@/lib/contracts/box";
import { excludeInputSchema, revokeInputSchema, waiveInputSchema } from "@/lib/contracts/dataset-findings";
import {
  createVersionInputSchema,
  diffInputSchema,
  findingsInputSchema,
  versionInputSchema,
  versionPhotosInputSchema,
} from "@/lib/contracts/dataset-versions";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { excludePhoto, takeBack, waiveFinding } from "../findings/findings";
import { diffVersions } from "./diff-versions";
import { getVersion, listVersions, versionsHolding } from "./read-version";
import { latestCheck, showFindings, showPhotos } from "./show-version";
import { startVersion } from "./version-job";

export const versionsRouter = router({
  list: procedure("datasets:read").query(() => listVersions()),
  get: procedure("datasets:read")
    .input(versionInputSchema)
    .query(({ input }) => getVersion(input.number)),
  check: procedure("datasets:read").query(() => latestCheck()),
  findings: procedure("datasets:read")
    .input(findingsInputSchema)
    .query(({ input }) => showFindings(input)),
  photos: procedure("datasets:read")
    .input(versionPhotosInputSchema)
    .query(({ input }) => showPhotos(input)),
  diff: procedure("datasets:read")
    .input(diffInputSchema)
    .query(({ input }) => diffVersions(input)),
  holding: procedure("datasets:read")
    .input(z.object({ sha256: sha256Schema }))
    .query(({ input }) => versionsHolding(input.sha256)),
  create: procedure("datasets:write")
    .input(createVersionInputSchema)
    .mutation(({ ctx, input }) => startVersion(input, whoOf(ctx))),
  waive: procedure("datasets:write")
    .input(waiveInputSchema)
    .mutation(({ ctx, input }) => waiveFinding(input, ctx.user.id)),
  exclude: procedure("datasets:write")
    .input(excludeInputSchema)
    .mutation(({ ctx, input }) => excludePhoto(input, ctx.user.id)),
  takeBack: procedure("datasets:write")
    .input(revokeInputSchema)
    .mutation(({ input }) => takeBack(input.decisionId)),
});
