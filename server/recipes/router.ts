import { z } from "zod";
import { listRequestSchema, suggestRequestSchema } from "@/lib/contracts/recipe";
import { procedure, router } from "@/server/api/trpc";
import { getRecipe, listFoods, listRecipes, suggestRecipes } from "./service";

export const recipesRouter = router({
  foods: procedure("recipes:read").query(() => listFoods()),
  suggest: procedure("recipes:read")
    .input(suggestRequestSchema)
    .query(({ input }) => suggestRecipes(input)),
  get: procedure("recipes:read")
    .input(z.object({ slug: z.string().min(1).max(80) }))
    .query(({ input }) => getRecipe(input.slug)),
  list: procedure("recipes:read")
    .input(listRequestSchema)
    .query(({ input }) => listRecipes(input)),
});
