import {
  knownClassesInputSchema,
  saveChoicesInputSchema,
  startImportInputSchema,
  startScanInputSchema,
} from "@/lib/contracts/dataset-import";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { knownClasses, saveChoices } from "./class-names";
import { startImport, startScan } from "./start-import";

export const importsRouter = router({
  scan: procedure("datasets:write", "import")
    .input(startScanInputSchema)
    .mutation(({ ctx, input }) => startScan(whoOf(ctx), input)),
  start: procedure("datasets:write", "import")
    .input(startImportInputSchema)
    .mutation(({ ctx, input }) => startImport(whoOf(ctx), input)),
  knownClasses: procedure("datasets:read")
    .input(knownClassesInputSchema)
    .query(({ input }) => knownClasses(input.names)),
  saveChoices: procedure("datasets:write")
    .input(saveChoicesInputSchema)
    .mutation(({ input }) => saveChoices(input.choices)),
});
