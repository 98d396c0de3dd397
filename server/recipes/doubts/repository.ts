import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { recipeSchema } from "@/lib/contracts/recipes";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { recipes } from "@/server/db/schema/recipes";
import type { Queries, Transaction } from "@/server/db/transaction";

/** A person's recipes with doubtful lines, in the order of their titles. */
export async function readDoubtful(queries: Queries, teamId: string, limit: number): Promise<Recipe[]> {
  const rows = await queries
    .select({ body: recipes.body })
    .from(recipes)
    .where(and(sql`not ${recipes.removed}`, eq(recipes.ownerId, teamId), gt(recipes.doubtfulLines, 0)))
    .orderBy(asc(recipes.title), asc(recipes.id))
    .limit(limit);
  return rows.map(({ body }) => recipeSchema.parse(body));
}

/** Own recipes by slug, held until the transaction ends. */
export async function holdRecipes(
  transaction: Transaction,
  slugs: readonly string[],
  teamId: string,
): Promise<ReadonlyMap<string, Recipe>> {
  const rows = await transaction
    .select({ slug: recipes.slug, body: recipes.body })
    .from(recipes)
    .where(and(inArray(recipes.slug, [...slugs]), eq(recipes.ownerId, teamId), sql`not ${recipes.removed}`))
    .orderBy(asc(recipes.id))
    .for("update");
  return new Map(rows.map(({ slug, body }) => [slug, recipeSchema.parse(body)]));
}
