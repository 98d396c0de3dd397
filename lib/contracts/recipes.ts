import { z } from "zod";
import type { Amount } from "../core/recipes/amounts";
import { DIETS } from "../core/recipes/diets";
import { EFFORTS } from "../core/recipes/effort";
import { type AskedFood, AT_HAND_STATES } from "../core/recipes/explain";
import { AISLES, ALLERGENS, FOOD_ORIGINS, type Food, UNITS } from "../core/recipes/food";
import { isWebAddress } from "../core/recipes/import/web-address";
import { type PersonalReason, SKILLS } from "../core/recipes/personal";
import { RANK_MODES } from "../core/recipes/rank-mode";
import { CUISINES, type Recipe, type RecipeExtras } from "../core/recipes/recipe";
import { HEMISPHERES } from "../core/recipes/season";
import { recipePictureSchema } from "./recipe-pictures";

const slug = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const dietSchema = z.enum(DIETS);
export const allergenSchema = z.enum(ALLERGENS);
export const unitSchema = z.enum(UNITS);
export const cuisineSchema = z.enum(CUISINES);
export const rankModeSchema = z.enum(RANK_MODES);

/** A food as the catalogue file writes it: what has its usual value may be left out, but never the allergens. */
export const foodSchema = z
  .object({
    id: slug,
    name: z.string().min(1),
    plural: z.string().min(1).optional(),
    classes: z.array(z.string()).default([]),
    aisle: z.enum(AISLES),
    unit: unitSchema,
    origin: z.enum(FOOD_ORIGINS),
    alcohol: z.boolean().default(false),
    allergens: z.array(allergenSchema).nullable(),
    allergensToCheck: z.array(allergenSchema).default([]),
    staple: z.boolean().default(false),
    countsAs: z.array(slug).default([]),
    names: z.array(z.string()).default([]),
    kinds: z.array(z.string().regex(/^[a-z0-9]+(?: [a-z0-9]+)*$/)).default([]),
    words: z.array(z.string()).default([]),
  })
  .strict()
  .transform((food): Food => ({ ...food, plural: food.plural ?? food.name }));

export const substitutionSchema = z
  .object({ wanted: slug, use: slug, ratio: z.number().positive().max(10), note: z.string().min(1) })
  .strict();

/** A recipe as the catalogue files write it; ingredients are lines for `parseIngredientLine`. */
export const recipeRecordSchema = z
  .object({
    slug,
    title: z.string().min(3).max(80),
    summary: z.string().min(10).max(240),
    cuisine: cuisineSchema,
    servings: z.number().int().min(1).max(60),
    prep: z.number().int().min(0).max(600),
    cook: z.number().int().min(0).max(1440),
    rest: z.number().int().min(0).max(4320).default(0),
    dish: z.string().nullable().default(null),
    ingredients: z.array(z.string()).min(2).max(40),
    steps: z.array(z.string().min(10)).min(2).max(20),
  })
  .strict();
export type RecipeRecord = z.infer<typeof recipeRecordSchema>;

export const ingredientSchema = z.object({
  foodId: slug,
  quantity: z.number().positive().nullable(),
  unit: unitSchema.nullable(),
  note: z.string().nullable(),
  optional: z.boolean(),
  original: z.string().max(400).optional(),
  isDoubtful: z.boolean().optional(),
  isChosen: z.boolean().optional(),
  group: z.string().max(120).optional(),
});

export const recipeExtrasSchema = z.object({
  yieldText: z.string().max(120).nullable().default(null),
  stepGroups: z
    .array(z.object({ from: z.number().int().min(0).max(60), title: z.string().max(120) }))
    .max(60)
    .readonly()
    .default([]),
  tags: z.array(z.string().max(80)).max(60).readonly().default([]),
  categories: z.array(z.string().max(80)).max(30).readonly().default([]),
  rating: z
    .object({ stars: z.number().min(0).max(5), count: z.number().int().min(0).nullable() })
    .nullable()
    .default(null),
  notes: z.array(z.string().max(4000)).max(60).readonly().default([]),
  author: z.string().max(200).nullable().default(null),
  language: z.string().max(12).nullable().default(null),
}) satisfies z.ZodType<RecipeExtras>;

/** A recipe as it travels and as its row keeps it. */
export const recipeSchema = z.object({
  slug,
  title: z.string(),
  summary: z.string(),
  cuisine: cuisineSchema,
  servings: z.number().int(),
  prepMinutes: z.number().int(),
  cookMinutes: z.number().int(),
  restMinutes: z.number().int(),
  ingredients: z.array(ingredientSchema).readonly(),
  steps: z.array(z.string()).readonly(),
  dishClass: z.string().nullable(),
  sourceUrl: z.string().nullable().default(null),
  extras: recipeExtrasSchema.optional(),
}) satisfies z.ZodType<Recipe>;

const foodReport = z.object({
  diets: z.array(dietSchema),
  contains: z.array(allergenSchema),
  toCheck: z.array(allergenSchema),
  allergensKnown: z.boolean(),
});

/** What a card shows. */
export const recipeCardSchema = recipeSchema
  .pick({ slug: true, title: true, summary: true, cuisine: true, servings: true, dishClass: true })
  .extend({
    minutes: z.number().int(),
    ingredientCount: z.number().int(),
    /** Of its picture; null where it has a drawn one. */
    pictureId: z.number().int().nullable(),
  })
  .extend(foodReport.shape);
export type RecipeCard = z.infer<typeof recipeCardSchema>;

export const recipePageSchema = z.object({
  recipe: recipeSchema,
  report: foodReport,
  /** True for a recipe of the person asking, who may remove it. */
  isOwn: z.boolean(),
  /** Null for a drawn one. */
  picture: recipePictureSchema.nullable(),
  effort: z.enum(EFFORTS),
  opinion: z.enum(["favourite", "dislike"]).nullable(),
  /** How often the person cooked it, and when last (ISO time). */
  cooked: z.object({ times: z.number().int(), last: z.iso.datetime().nullable() }),
});
export type RecipePage = z.infer<typeof recipePageSchema>;

/** A person's own recipe as the form sends it. */
export const ownRecipeSchema = z.object({
  title: z.string().trim().min(1).max(120),
  summary: z.string().trim().max(400).default(""),
  cuisine: cuisineSchema.default("international"),
  servings: z.number().int().min(1).max(99),
  prepMinutes: z.number().int().min(0).max(10_000).default(0),
  cookMinutes: z.number().int().min(0).max(10_000).default(0),
  restMinutes: z.number().int().min(0).max(10_000).default(0),
  ingredients: z
    .array(
      ingredientSchema.extend({
        quantity: z.number().positive().max(100_000).nullable(),
        note: z.string().trim().max(200).nullable(),
      }),
    )
    .min(1)
    .max(100)
    .readonly(),
  steps: z.array(z.string().trim().min(1).max(4000)).min(1).max(60).readonly(),
  sourceUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  extras: recipeExtrasSchema.optional(),
});
export type OwnRecipe = z.input<typeof ownRecipeSchema>;

/** A new one, with the addresses of its picture, the best first: it is fetched after the recipe is kept. */
export const newOwnRecipeSchema = ownRecipeSchema.extend({
  pictures: z
    .array(z.string().max(1000).refine(isWebAddress, { message: "no web address" }))
    .max(5)
    .default([]),
});
export type NewOwnRecipe = z.input<typeof newOwnRecipeSchema>;

export const opinionSchema = z.enum(["favourite", "dislike"]);
export type Opinion = z.infer<typeof opinionSchema>;
export const skillSchema = z.enum(SKILLS);

const namedRecipe = z.object({ slug, title: z.string() });

/** All that Forage keeps of a person's cooking, to be looked at and erased. */
export const cookSchema = z.object({
  favourites: z.array(namedRecipe),
  dislikedRecipes: z.array(namedRecipe),
  dislikedFoods: z.array(slug),
  /** Newest first. */
  cooked: z.array(
    namedRecipe.extend({ id: z.number().int(), servings: z.number().int(), cookedAt: z.iso.datetime() }),
  ),
  household: z.number().int().min(1).max(30).nullable(),
  skill: skillSchema.nullable(),
  /** How much is kept in the pantry, the week and the shopping list, which have pages of their own. */
  stockedFoods: z.number().int(),
  plannedMeals: z.number().int(),
  shoppingLines: z.number().int(),
});
export type Cook = z.infer<typeof cookSchema>;

export const cookProfileInputSchema = cookSchema.pick({ household: true, skill: true });
export const COOK_PARTS = ["favourites", "dislikes", "history", "profile", "all"] as const;
export const cookPartSchema = z.enum(COOK_PARTS);
export type CookPart = z.infer<typeof cookPartSchema>;

export const amountSchema = z.object({
  quantity: z.number().min(0).max(1_000_000),
  unit: unitSchema,
}) satisfies z.ZodType<Amount>;

/** One food in the kitchen: from the photo (`classId` of the model or `foodId`) or added by hand. */
export const pantryEntrySchema = z
  .object({
    foodId: slug.optional(),
    className: z.string().max(80).optional(),
    count: z.number().min(0).max(100_000).optional(),
    amount: amountSchema.optional(),
    /** Whether it is to be used first; left out, its kind decides. */
    spoils: z.boolean().optional(),
    score: z.number().gt(0).max(1).default(1),
  })
  .refine((entry) => entry.foodId !== undefined || entry.className !== undefined, {
    message: "name a food or a class",
  });
export type PantryEntry = z.input<typeof pantryEntrySchema>;

const hardFilters = {
  diets: z.array(dietSchema).max(DIETS.length).default([]),
  /** Allergens to avoid. */
  allergens: z.array(allergenSchema).max(ALLERGENS.length).default([]),
};

const shelfLimit = z.number().int().min(0).max(60);

export const suggestRequestSchema = z.object({
  foods: z.array(pantryEntrySchema).max(1000),
  mode: rankModeSchema.default("use-up-most"),
  maxMissing: z.number().int().min(0).max(40).nullable().default(null),
  ...hardFilters,
  /** The person's shelf of staples; null for the usual ones. */
  staples: z.array(slug).max(500).nullable().default(null),
  /** Null leaves seasons out of the order. */
  season: z
    .object({ month: z.number().int().min(1).max(12), hemisphere: z.enum(HEMISPHERES) })
    .nullable()
    .default(null),
  /** Number of recipes of each shelf. */
  limits: z
    .object({ now: shelfLimit, one: shelfLimit, trip: shelfLimit })
    .default({ now: 12, one: 12, trip: 12 }),
});
export type SuggestRequest = z.input<typeof suggestRequestSchema>;

export const personalReasonSchema = z.intersection(
  z.object({ points: z.number(), force: z.enum(["push", "taste"]) }),
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("favourite") }),
    z.object({ kind: z.literal("disliked-recipe") }),
    z.object({ kind: z.literal("disliked-food"), foodId: slug }),
    z.object({ kind: z.literal("cooked-often"), times: z.number().int() }),
    z.object({ kind: z.literal("cooked-lately"), daysAgo: z.number().int() }),
    z.object({ kind: z.literal("household"), people: z.number().int() }),
    z.object({ kind: z.literal("easy") }),
    z.object({ kind: z.literal("demanding") }),
  ]),
) satisfies z.ZodType<PersonalReason>;

const swapSchema = z.object({ wanted: slug, use: slug, ratio: z.number(), note: z.string() });

export const askedFoodSchema = z.object({
  foodId: slug,
  state: z.enum(AT_HAND_STATES),
  by: slug.nullable(),
  swap: swapSchema.nullable(),
  /** What the kitchen has and the recipe wants, in `unit`, where the two compare. */
  has: z.number().nullable(),
  wants: z.number().nullable(),
  unit: unitSchema,
  words: z.string().nullable(),
}) satisfies z.ZodType<AskedFood>;

export const suggestionSchema = z.object({
  card: recipeCardSchema,
  /** The kitchen's state of each food the recipe needs. */
  foods: z.array(askedFoodSchema),
  /** Foods that are its main part, as against what seasons it. */
  mainFoods: z.array(slug),
  /** For how many servings the counted foods last; at most the recipe's own. */
  servings: z.number().int(),
  /** What could be bought, or be there, in place of what is missing. */
  alternatives: z.array(swapSchema),
  /** Foods in the kitchen that spoil within days. */
  useSoon: z.array(slug),
  /** Foods in the kitchen that are harvested in the requested month. */
  inSeason: z.array(slug),
  /** Why it is placed higher or lower for this person. */
  reasons: z.array(personalReasonSchema),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

const shelfSchema = z.object({
  suggestions: z.array(suggestionSchema),
  total: z.number().int(),
  /** For an empty shelf: foods that would fill it, each with the number of recipes it opens. */
  openers: z.array(z.object({ foodId: slug, recipes: z.number().int() })),
});

export const suggestResponseSchema = z.object({
  /** What can be cooked now, what lacks one food, and what lacks more. */
  shelves: z.object({ now: shelfSchema, one: shelfSchema, trip: shelfSchema }),
  /** Classes and foods of the request that the vocabulary does not know. */
  unknown: z.array(z.string()),
});
export type SuggestResponse = z.infer<typeof suggestResponseSchema>;

/** Where a list goes on: after a recipe, in the order of titles; or after a number of recipes, in the order of relevance. */
const listCursorSchema = z.union([
  z.object({ title: z.string().max(400), id: z.number().int() }),
  z.object({ offset: z.number().int().min(0).max(2000) }),
]);
export type ListCursor = z.infer<typeof listCursorSchema>;

export const listRequestSchema = z.object({
  query: z.string().trim().max(120).default(""),
  cuisine: cuisineSchema.nullable().default(null),
  maxMinutes: z.number().int().min(1).max(10_000).nullable().default(null),
  foodIds: z.array(slug).max(20).default([]),
  dishClass: z.string().max(80).nullable().default(null),
  ownOnly: z.boolean().default(false),
  toCheckOnly: z.boolean().default(false),
  ...hardFilters,
  limit: z.number().int().min(1).max(480).default(48),
  cursor: listCursorSchema.nullish(),
});
export type ListRequest = z.input<typeof listRequestSchema>;

const cursorTextSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "cursor is no JSON" });
      return z.NEVER;
    }
  })
  .pipe(listCursorSchema)
  .optional();

/** Query of `GET /api/v1/recipes`, each as text. */
export const recipeQuerySchema = z.object({
  query: z.string().trim().max(120).default(""),
  cuisine: cuisineSchema.optional(),
  maxMinutes: z.coerce.number().int().min(1).max(10_000).optional(),
  diet: dietSchema.optional(),
  limit: z.coerce.number().int().min(1).max(480).default(48),
  /** The last answer's `next`, as JSON. */
  cursor: z.string().max(2_000).optional(),
});

/** The same as a list is asked for. @throws ZodError, also for a cursor that is no JSON */
export function readRecipeQuery(query: unknown): z.input<typeof listRequestSchema> {
  const { cursor, diet, ...rest } = recipeQuerySchema.parse(query);
  const next = cursorTextSchema.parse(cursor);
  return { ...rest, diets: diet === undefined ? [] : [diet], cursor: next };
}

export const listResponseSchema = z.object({
  cards: z.array(recipeCardSchema),
  total: z.number().int(),
  /** True where counting was stopped at `total`: there are more. */
  isAtLeast: z.boolean(),
  /** Null after the last. */
  next: listCursorSchema.nullable(),
});
export type ListResponse = z.infer<typeof listResponseSchema>;
