import { recipeSchema } from "@/lib/contracts/recipes";
import { READING_VERSION, readAnew } from "@/lib/core/recipes/import/read-anew";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { connection, transaction } from "@/server/db/transaction";
import { readVocabulary } from "../repository";
import type { SeedRecipe } from "../seed/repository";
import { hashOf, toSeed } from "../seed/to-seed";
import { keepReading, readReadOtherwise } from "./repository";

const BATCH = 200;

/** What lines are read with now: the rules and the foods. */
export function ownReadingOf(vocabulary: Vocabulary): string {
  return `${READING_VERSION}-${hashOf(vocabulary.foods).slice(0, 16)}`;
}

/**
 * Reads own recipes again that were read with other rules or foods, so that none keeps what it was wrongly
 * said to be free of. Does nothing when there are none; after a kill it continues at the next start.
 * @returns how many changed
 */
export async function readOwnAnew(): Promise<number> {
  const stored = await readVocabulary(connection());
  const vocabulary = createVocabulary(
    stored.foods.map((entry) => entry.food),
    stored.substitutions,
  );
  const reading = ownReadingOf(vocabulary);
  const languageOf = await loadLanguages();
  let changed = 0;
  let after = 0;
  for (;;) {
    const rows = await readReadOtherwise(connection(), reading, after, BATCH);
    const last = rows.at(-1);
    if (!last) return changed;
    after = last.id;
    const read = rows.map(({ id, body, contentHash }) => {
      const parsed = recipeSchema.safeParse(body);
      return {
        id,
        contentHash,
        entry: parsed.success ? seedOf(readAnew(parsed.data, vocabulary, languageOf), vocabulary) : null,
      };
    });
    changed += await transaction((queries) => keepReading(queries, read, reading));
  }
}

/** Null where a food of it is gone. */
function seedOf(recipe: Recipe, vocabulary: Vocabulary): SeedRecipe | null {
  try {
    return toSeed(recipe, vocabulary);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
