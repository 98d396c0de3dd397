import { z } from "zod";
import { listRequestSchema, ownRecipeSchema, suggestRequestSchema } from "@/lib/contracts/recipe";
import { procedure, router } from "@/server/api/trpc";
import { getRecipe, listFoods, listRecipes, removeOwnRecipe, saveOwnRecipe, suggestRecipes } from "./service";

const bySlug = z.object({ slug: z.string().min(1).max(80) });

export const recipesRouter = router({
  foods: procedure("recipes:read").query(() => listFoods()),
  suggest: procedure("recipes:read")
    .input(suggestRequestSchema)
    .query(({ input, ctx }) => suggestRecipes(input, ctx.user.id)),
  get: procedure("recipes:read")
    .input(bySlug)
    .query(({ input, ctx }) => getRecipe(input.slug, ctx.user.id)),
  list: procedure("recipes:read")
    .input(listRequestSchema)
    .query(({ input, ctx }) => listRecipes(input, ctx.user.id)),
  saveOwn: procedure("recipes:write")
    .input(ownRecipeSchema)
    .mutation(({ input, ctx }) => saveOwnRecipe(input, ctx.user.id)),
  removeOwn: procedure("recipes:write")
    .input(bySlug)
    .mutation(({ input, ctx }) => removeOwnRecipe(input.slug, ctx.user.id)),
});
