import { eq, inArray, isNull, sql } from "drizzle-orm";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { foodSubstitutions, foods, recipeRevision, recipes } from "@/server/db/schema/recipes";
import type { Queries, Transaction } from "@/server/db/transaction";

/** A catalogue recipe with what follows from its foods. */
export interface SeedRecipe {
  readonly recipe: Recipe;
  readonly minutes: number;
  /** Place in EFFORTS. */
  readonly effort: number;
  readonly doubtfulLines: number;
  readonly foods: readonly string[];
  readonly requiredFoods: readonly string[];
  readonly mainFoods: readonly string[];
  readonly safeMask: number;
  readonly words: string;
  readonly contentHash: string;
}

export interface SeedFood {
  readonly food: Food;
  readonly contentHash: string;
}

export interface SeedInput {
  readonly foods: readonly SeedFood[];
  readonly substitutions: readonly Substitution[];
  readonly recipes: readonly SeedRecipe[];
}

export interface RecipeSeedResult {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Any number that no other advisory lock of the app uses. */
const SEED_LOCK = 520_017;
const BATCH = 200;

/**
 * Brings the stored catalogue to the given one in one transaction: adds, rewrites where the content hash differs, and
 * marks catalogue recipes that are gone. A second process waits for the first and then finds nothing to do.
 */
export async function writeCatalogue(transaction: Transaction, input: SeedInput): Promise<RecipeSeedResult> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${SEED_LOCK})`);
  const numbers = await writeFoods(transaction, input.foods);
  await writeSubstitutions(transaction, input.substitutions, numbers);
  return await writeRecipes(transaction, input.recipes, numbers);
}

async function writeFoods(queries: Queries, list: readonly SeedFood[]): Promise<Map<string, number>> {
  const known = await queries.select({ slug: foods.slug, hash: foods.contentHash }).from(foods);
  const hashOf = new Map(known.map((row) => [row.slug, row.hash]));
  const stale = list.filter(({ food, contentHash }) => hashOf.get(food.id) !== contentHash);
  for (const batch of batches(stale)) {
    await queries
      .insert(foods)
      .values(batch.map(({ food, contentHash }) => ({ slug: food.id, facts: food, contentHash })))
      .onConflictDoUpdate({
        target: foods.slug,
        set: { facts: sql`excluded.facts`, contentHash: sql`excluded.content_hash` },
      });
  }
  const rows = await queries.select({ id: foods.id, slug: foods.slug }).from(foods);
  return new Map(rows.map((row) => [row.slug, row.id]));
}

async function writeSubstitutions(
  queries: Queries,
  list: readonly Substitution[],
  numbers: ReadonlyMap<string, number>,
): Promise<void> {
  await queries.delete(foodSubstitutions);
  const rows = list.map((swap) => ({
    wantedId: numberOf(numbers, swap.wanted),
    useId: numberOf(numbers, swap.use),
    ratio: swap.ratio,
    note: swap.note,
  }));
  for (const batch of batches(rows)) await queries.insert(foodSubstitutions).values(batch);
}

async function writeRecipes(
  queries: Queries,
  list: readonly SeedRecipe[],
  numbers: ReadonlyMap<string, number>,
): Promise<RecipeSeedResult> {
  const known = await queries
    .select({ id: recipes.id, slug: recipes.slug, hash: recipes.contentHash, removed: recipes.removed })
    .from(recipes)
    .where(isNull(recipes.ownerId));
  const bySlug = new Map(known.map((row) => [row.slug, row]));
  const wanted = new Set(list.map((entry) => entry.recipe.slug));
  const gone = known.filter((row) => !row.removed && !wanted.has(row.slug));
  const stale = list.filter((entry) => {
    const row = bySlug.get(entry.recipe.slug);
    return !row || row.removed || row.hash !== entry.contentHash;
  });
  const added = stale.filter((entry) => !bySlug.has(entry.recipe.slug)).length;
  const result = { added, changed: stale.length - added, removed: gone.length };
  if (stale.length + gone.length === 0) return result;

  const revision = await nextRevision(queries);
  for (const batch of batches(stale)) {
    await queries
      .insert(recipes)
      .values(batch.map((entry) => toRow(entry, numbers, revision)))
      .onConflictDoUpdate({ target: recipes.slug, set: REPLACED, setWhere: isNull(recipes.ownerId) });
  }
  if (gone.length > 0) {
    const ids = gone.map((row) => row.id);
    await queries.update(recipes).set({ removed: true, revision }).where(inArray(recipes.id, ids));
  }
  return result;
}

/** Takes the next revision and holds the counter until the transaction ends. */
export async function nextRevision(queries: Queries): Promise<number> {
  await queries.insert(recipeRevision).values({ id: 1, value: 0 }).onConflictDoNothing();
  const [row] = await queries
    .update(recipeRevision)
    .set({ value: sql`${recipeRevision.value} + 1` })
    .where(eq(recipeRevision.id, 1))
    .returning({ value: recipeRevision.value });
  if (!row) throw new RangeError("the recipe revision has no row");
  return row.value;
}

const REPLACED = {
  title: sql`excluded.title`,
  cuisine: sql`excluded.cuisine`,
  dishClass: sql`excluded.dish_class`,
  minutes: sql`excluded.minutes`,
  servings: sql`excluded.servings`,
  effort: sql`excluded.effort`,
  doubtfulLines: sql`excluded.doubtful_lines`,
  foodIds: sql`excluded.food_ids`,
  requiredFoodIds: sql`excluded.required_food_ids`,
  mainFoodIds: sql`excluded.main_food_ids`,
  safeMask: sql`excluded.safe_mask`,
  body: sql`excluded.body`,
  words: sql`excluded.words`,
  contentHash: sql`excluded.content_hash`,
  removed: sql`false`,
  revision: sql`excluded.revision`,
  updatedAt: sql`now()`,
};

/** A recipe's row. @throws RangeError for a food without a number */
export function toRow(entry: SeedRecipe, numbers: ReadonlyMap<string, number>, revision: number) {
  const { recipe } = entry;
  return {
    slug: recipe.slug,
    title: recipe.title,
    cuisine: recipe.cuisine,
    dishClass: recipe.dishClass,
    minutes: entry.minutes,
    servings: recipe.servings,
    effort: entry.effort,
    doubtfulLines: entry.doubtfulLines,
    foodIds: entry.foods.map((slug) => numberOf(numbers, slug)),
    requiredFoodIds: entry.requiredFoods.map((slug) => numberOf(numbers, slug)),
    mainFoodIds: entry.mainFoods.map((slug) => numberOf(numbers, slug)),
    safeMask: entry.safeMask,
    body: recipe,
    words: entry.words,
    contentHash: entry.contentHash,
    revision,
  };
}

function numberOf(numbers: ReadonlyMap<string, number>, slug: string): number {
  const number = numbers.get(slug);
  if (number === undefined) throw new RangeError(`no food "${slug}"`);
  return number;
}

function batches<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / BATCH) }, (_, i) =>
    list.slice(i * BATCH, (i + 1) * BATCH),
  );
}
