import { and, asc, eq, gt, isNotNull, ne, sql } from "drizzle-orm";
import { recipeSchema } from "@/lib/contracts/recipe";
import { READING_VERSION, readAnew } from "@/lib/core/recipes/import/read-anew";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { type Database, getDatabase } from "@/server/db/client";
import { foods, recipes } from "@/server/db/schema/recipes";
import { readVocabulary } from "../repository";
import { nextRevision, toRow } from "../seed/repository";
import { hashOf, toSeed } from "../seed/to-seed";

const BATCH = 200;

/** What lines are read with now: the rules and the foods. */
export function readingOf(vocabulary: Vocabulary): string {
  return `${READING_VERSION}-${hashOf(vocabulary.foods).slice(0, 16)}`;
}

/**
 * Reads people's own recipes anew that were read with other rules or other foods, so that none keeps what it was wrongly
 * said to be free of. Looks at nothing when there are none; killed, it goes on at the next start.
 * @returns how many changed
 */
export async function readOwnAnew(database: Database = getDatabase()): Promise<number> {
  const stored = await readVocabulary(database);
  const vocabulary = createVocabulary(
    stored.foods.map((entry) => entry.food),
    stored.substitutions,
  );
  const reading = readingOf(vocabulary);
  let changed = 0;
  let after = 0;
  for (;;) {
    const rows = await database
      .select({ id: recipes.id, body: recipes.body, hash: recipes.contentHash })
      .from(recipes)
      .where(and(isNotNull(recipes.ownerId), ne(recipes.readWith, reading), gt(recipes.id, after)))
      .orderBy(asc(recipes.id))
      .limit(BATCH);
    const last = rows.at(-1);
    if (!last) return changed;
    after = last.id;
    changed += await database.transaction(async (transaction) => {
      const numbers = new Map(
        (await transaction.select({ id: foods.id, slug: foods.slug }).from(foods)).map((row) => [
          row.slug,
          row.id,
        ]),
      );
      const revision = await nextRevision(transaction);
      let count = 0;
      for (const row of rows) {
        const parsed = recipeSchema.safeParse(row.body);
        const entry = parsed.success ? seedOf(readAnew(parsed.data, vocabulary), vocabulary) : null;
        const isSame = entry?.contentHash === row.hash;
        // a recipe nobody can read any more is never called free of anything
        const values =
          entry === null
            ? { safeMask: 0, revision }
            : isSame
              ? {}
              : { ...toRow(entry, numbers, revision), slug: sql`${recipes.slug}` };
        if (!isSame) count++;
        await transaction
          .update(recipes)
          .set({ ...values, readWith: reading })
          // what a person changed meanwhile was read as lines are now
          .where(and(eq(recipes.id, row.id), eq(recipes.contentHash, row.hash)));
      }
      return count;
    });
  }
}

function seedOf(recipe: Parameters<typeof toSeed>[0], vocabulary: Vocabulary) {
  try {
    return toSeed(recipe, vocabulary);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
