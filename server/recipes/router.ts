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
import { listChangeSchema } from "@/lib/contracts/shopping";
import { stockChangeSchema } from "@/lib/contracts/stock";
import { mealChangeSchema, weekRequestSchema } from "@/lib/contracts/week";
import { whoOf } from "@/server/api/context";
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
import { changeShoppingList, getShoppingList } from "./kitchen/shopping/shopping";
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
  get: procedure("recipes:read").query(({ ctx }) => getCook(whoOf(ctx))),
  setOpinion: procedure("recipes:write")
    .input(bySlug.extend({ opinion: opinionSchema.nullable() }))
    .mutation(({ input, ctx }) => setOpinion(input.slug, input.opinion, whoOf(ctx))),
  setFoodDislike: procedure("recipes:write")
    .input(z.object({ foodId: z.string().min(1).max(80), isDisliked: z.boolean() }))
    .mutation(({ input, ctx }) => setFoodDislike(input.foodId, input.isDisliked, ctx.user.id)),
  addCooked: procedure("recipes:write")
    .input(bySlug.extend({ servings: z.number().int().min(1).max(99) }))
    .mutation(({ input, ctx }) => addCooked(input.slug, input.servings, whoOf(ctx))),
  removeCooked: procedure("recipes:write")
    .input(z.object({ id: z.number().int().positive() }))
    .mutation(({ input, ctx }) => removeCooked(input.id, ctx.user.id)),
  setProfile: procedure("recipes:write")
    .input(cookProfileInputSchema)
    .mutation(({ input, ctx }) => setProfile(input, ctx.user.id)),
  erase: procedure("recipes:write")
    .input(z.object({ part: cookPartSchema }))
    .mutation(({ input, ctx }) => eraseCook(input.part, whoOf(ctx))),
});

/** The pantry that lasts. */
const stockRouter = router({
  get: procedure("recipes:read").query(({ ctx }) => getStock(ctx.team.id)),
  switch: procedure("recipes:write")
    .input(z.object({ isOn: z.boolean() }))
    .mutation(({ input, ctx }) => switchStock(input.isOn, ctx.team.id)),
  change: procedure("recipes:write")
    .input(stockChangeSchema)
    .mutation(({ input, ctx }) => changeStock(input, ctx.team.id)),
  erase: procedure("recipes:write").mutation(({ ctx }) => eraseStock(ctx.team.id)),
});

/** The list that a household buys by. */
const shoppingRouter = router({
  get: procedure("recipes:read").query(({ ctx }) => getShoppingList(ctx.team.id)),
  change: procedure("recipes:write")
    .input(listChangeSchema)
    .mutation(({ input, ctx }) => changeShoppingList(input, ctx.team.id)),
});

/** The meals that are planned. */
const weekRouter = router({
  get: procedure("recipes:read")
    .input(weekRequestSchema)
    .query(({ input, ctx }) => getWeek(input, ctx.team.id)),
  change: procedure("recipes:write")
    .input(mealChangeSchema)
    .mutation(({ input, ctx }) => changeWeek(input, ctx.team.id)),
  erase: procedure("recipes:write").mutation(({ ctx }) => eraseWeek(ctx.team.id)),
});

export const recipesRouter = router({
  cook: cookRouter,
  stock: stockRouter,
  shopping: shoppingRouter,
  week: weekRouter,
  foods: procedure("recipes:read").query(() => listFoods()),
  suggest: procedure("recipes:read")
    .input(suggestRequestSchema)
    .query(({ input, ctx }) => suggestRecipes(input, whoOf(ctx))),
  get: procedure("recipes:read")
    .input(bySlug)
    .query(({ input, ctx }) => getRecipe(input.slug, whoOf(ctx))),
  list: procedure("recipes:read")
    .input(listRequestSchema)
    .query(({ input, ctx }) => listRecipes(input, ctx.team.id)),
  saveOwn: procedure("recipes:write")
    .input(newOwnRecipeSchema)
    .mutation(({ input, ctx }) => saveOwnRecipe(input, whoOf(ctx))),
  changeOwn: procedure("recipes:write")
    .input(bySlug.extend({ recipe: ownRecipeSchema }))
    .mutation(({ input, ctx }) => changeOwnRecipe(input.slug, input.recipe, ctx.team.id)),
  fetchPage: procedure("recipes:fetch", "fetch")
    .input(z.object({ url: z.string().min(1).max(2000) }))
    .mutation(({ input, signal }) => fetchRecipe(input.url, {}, signal)),
  doubts: procedure("recipes:read").query(({ ctx }) => listDoubts(ctx.team.id)),
  settleDoubts: procedure("recipes:write")
    .input(settleDoubtsSchema)
    .mutation(({ input, ctx }) => settleDoubts(input, ctx.team.id)),
  restoreDoubts: procedure("recipes:write")
    .input(restoreDoubtsSchema)
    .mutation(({ input, ctx }) => restoreDoubts(input, ctx.team.id)),
  picture: procedure("recipes:read")
    .input(bySlug)
    .query(({ input, ctx }) => pictureOf(input.slug, ctx.team.id)),
  showPicture: procedure("recipes:write")
    .input(bySlug.extend({ pictureId: z.number().int().positive().nullable() }))
    .mutation(({ input, ctx }) => showPicture(input.slug, input.pictureId, ctx.team.id)),
  fetchPictureAgain: procedure("recipes:fetch", "fetch")
    .input(bySlug)
    .mutation(({ input, ctx }) => fetchPictureAgain(input.slug, whoOf(ctx))),
  removeOwn: procedure("recipes:write")
    .input(bySlug)
    .mutation(({ input, ctx }) => removeOwnRecipe(input.slug, ctx.team.id)),
});
