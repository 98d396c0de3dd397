import { procedure, router } from "@/server/api/trpc";
import { championManifest, listModels } from "./service";

export const modelsRouter = router({
  /** Every installed model, by name, newest version first. */
  list: procedure("models:read").query(() => listModels()),
  /** The model everything uses now. */
  champion: procedure("models:read").query(() => championManifest()),
});
