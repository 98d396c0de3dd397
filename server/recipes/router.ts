import { z } from "zod";
import { restoreDoubtsSchema, settleDoubtsSchema } from "@/lib/contracts/recipe-doubts";
import {
  cookPartSchema,
  cookProfileInputSchema,
  listRequestSchema,
  newOwnRecipeSchema,
  opinionSchema,
  ownRecipeSchema,
  suggestRequestSchema,
} from "@/lib/contracts/recipes";
import { stockChangeSchema } from "@/lib/contracts/stock";
import { mealChangeSchema, weekRequestSchema } from "@/lib/contracts/week";
import { procedure, router } from "@/server/api/trpc";
import {
  addCooked,
  eraseCook,
  getCook,
  removeCooked,
  setFoodDislike,
  setOpinion,
  setProfile,
} from "./cook/cook";
import { listDoubts, restoreDoubts, settleDoubts } from "./doubts/doubts";
import { fetchRecipe } from "./import/import";
import { changeStock, eraseStock, getStock, switchStock } from "./kitchen/stock/stock";
import { changeWeek, eraseWeek, getWeek } from "./kitchen/week/week";
import { fetchPictureAgain, pictureOf, showPicture } from "./pictures/pictures";
import {
  changeOwnRecipe,
  getRecipe,
  listFoods,
  listRecipes,
  removeOwnRecipe,
  saveOwnRecipe,
} from "./service";
import { suggestRecipes } from "./suggest/suggest";

const bySlug = z.object({ slug: z.string().min(1).max(80) });

/** What a person likes, cooked and can do: all of which they can see and erase. */
const cookRouter = router({
  get: procedure("recipes:read").query(({ ctx }) => getCook(ctx.user.id)),
  setOpinion: procedure("recipes:write")
    .input(bySlug.extend({ opinion: opinionSchema.nullable() }))
    .mutation(({ input, ctx }) => setOpinion(input.slug, input.opinion, ctx.user.id)),
  setFoodDislike: procedure("recipes:write")
    .input(z.object({ foodId: z.string().min(1).max(80), isDisliked: z.boolean() }))
    .mutation(({ input, ctx }) => setFoodDislike(input.foodId, input.isDisliked, ctx.user.id)),
  addCooked: procedure("recipes:write")
    .input(bySlug.extend({ servings: z.number().int().min(1).max(99) }))
    .mutation(({ input, ctx }) => addCooked(input.slug, input.servings, ctx.user.id)),
  removeCooked: procedure("recipes:write")
    .input(z.object({ id: z.number().int().positive() }))
    .mutation(({ input, ctx }) => removeCooked(input.id, ctx.user.id)),
  setProfile: procedure("recipes:write")
    .input(cookProfileInputSchema)
    .mutation(({ input, ctx }) => setProfile(input, ctx.user.id)),
  erase: procedure("recipes:write")
    .input(z.object({ part: cookPartSchema }))
    .mutation(({ input, ctx }) => eraseCook(input.part, ctx.user.id)),
});

/** The pantry that lasts. */
const stockRouter = router({
  get: procedure("recipes:read").query(({ ctx }) => getStock(ctx.user.id)),
  switch: procedure("recipes:write")
    .input(z.object({ isOn: z.boolean() }))
    .mutation(({ input, ctx }) => switchStock(input.isOn, ctx.user.id)),
  change: procedure("recipes:write")
    .input(stockChangeSchema)
    .mutation(({ input, ctx }) => changeStock(input, ctx.user.id)),
  erase: procedure("recipes:write").mutation(({ ctx }) => eraseStock(ctx.user.id)),
});

/** The meals that are planned. */
const weekRouter = router({
  get: procedure("recipes:read")
    .input(weekRequestSchema)
    .query(({ input, ctx }) => getWeek(input, ctx.user.id)),
  change: procedure("recipes:write")
    .input(mealChangeSchema)
    .mutation(({ input, ctx }) => changeWeek(input, ctx.user.id)),
  erase: procedure("recipes:write").mutation(({ ctx }) => eraseWeek(ctx.user.id)),
});

export const recipesRouter = router({
  cook: cookRouter,
  stock: stockRouter,
  week: weekRouter,
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
    .input(newOwnRecipeSchema)
    .mutation(({ input, ctx }) => saveOwnRecipe(input, ctx.user.id)),
  changeOwn: procedure("recipes:write")
    .input(bySlug.extend({ recipe: ownRecipeSchema }))
    .mutation(({ input, ctx }) => changeOwnRecipe(input.slug, input.recipe, ctx.user.id)),
  fetchPage: procedure("recipes:fetch")
    .input(z.object({ url: z.string().min(1).max(2000) }))
    .mutation(({ input, signal }) => fetchRecipe(input.url, {}, signal)),
  doubts: procedure("recipes:read").query(({ ctx }) => listDoubts(ctx.user.id)),
  settleDoubts: procedure("recipes:write")
    .input(settleDoubtsSchema)
    .mutation(({ input, ctx }) => settleDoubts(input, ctx.user.id)),
  restoreDoubts: procedure("recipes:write")
    .input(restoreDoubtsSchema)
    .mutation(({ input, ctx }) => restoreDoubts(input, ctx.user.id)),
  picture: procedure("recipes:read")
    .input(bySlug)
    .query(({ input, ctx }) => pictureOf(input.slug, ctx.user.id)),
  showPicture: procedure("recipes:write")
    .input(bySlug.extend({ pictureId: z.number().int().positive().nullable() }))
    .mutation(({ input, ctx }) => showPicture(input.slug, input.pictureId, ctx.user.id)),
  fetchPictureAgain: procedure("recipes:fetch")
    .input(bySlug)
    .mutation(({ input, ctx }) => fetchPictureAgain(input.slug, ctx.user.id)),
  removeOwn: procedure("recipes:write")
    .input(bySlug)
    .mutation(({ input, ctx }) => removeOwnRecipe(input.slug, ctx.user.id)),
});
