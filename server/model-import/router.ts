import { addUploadedSchema } from "@/lib/contracts/model-upload";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { startAdding } from "./service";

/** Called as `models.…`. */
export const modelImportRouter = router({
  /** Makes a candidate of an uploaded file; the job's result is `uploadResultSchema`. */
  addUploaded: procedure("models:write", "import")
    .input(addUploadedSchema)
    .mutation(({ ctx, input }) => startAdding(input, whoOf(ctx))),
});
