import { createRecipeIndex, type IndexedRecipe, type RecipeIndex } from "@/lib/core/recipes/recipe-index";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { connection } from "@/server/db/transaction";
import {
  type ChangePosition,
  type RecipeChange,
  readChanges,
  readRevision,
  readVocabulary,
} from "./repository";

/** What this process keeps in memory of the recipes in PostgreSQL. */
export interface RecipeMemory {
  readonly vocabulary: Vocabulary;
  readonly index: RecipeIndex;
  readonly numberOf: (foodId: string) => number | undefined;
  /** The number a person's own recipes carry in the index. */
  readonly ownerNumber: (userId: string) => number;
}

interface Loaded extends RecipeMemory {
  readonly fingerprint: string;
  readonly position: ChangePosition;
}

const PAGE = 20_000;

/**
 * Gives the recipes as of now. One look at the revision when nothing changed; else only the changed recipes are
 * read. Calls that overlap share one refresh.
 */
export function createRecipeMemory(): () => Promise<RecipeMemory> {
  let loaded: Loaded | undefined;
  let pending: Promise<Loaded> | undefined;
  return async () => {
    if (loaded && loaded.position.revision === (await readRevision(connection()))) return loaded;
    pending ??= (loaded ? catchUp(loaded) : load()).finally(() => {
      pending = undefined;
    });
    loaded = await pending;
    return loaded;
  };
}

async function load(): Promise<Loaded> {
  const owners = numberOwners();
  const names = await loadVocabulary();
  const rows: IndexedRecipe[] = [];
  let position: ChangePosition = { revision: 0, id: 0 };
  for (;;) {
    const changes = await readChanges(connection(), position, PAGE);
    for (const change of changes) if (!change.removed) rows.push(toIndexed(change, owners));
    position = changes.at(-1) ?? position;
    if (changes.length < PAGE) break;
  }
  const staples = names.vocabulary.foods
    .filter((food) => food.staple)
    .map((food) => names.numberOf(food.id) ?? -1);
  return { ...names, index: createRecipeIndex(rows, new Set(staples)), position, ownerNumber: owners };
}

/** Reads what changed. With another vocabulary the index is rebuilt: a food may have become a staple. */
async function catchUp(loaded: Loaded): Promise<Loaded> {
  const names = await loadVocabulary();
  if (names.fingerprint !== loaded.fingerprint) return await load();
  let position = loaded.position;
  for (;;) {
    const changes = await readChanges(connection(), position, PAGE);
    for (const change of changes) {
      if (change.removed) loaded.index.remove(change.id);
      else loaded.index.upsert(toIndexed(change, loaded.ownerNumber));
    }
    position = changes.at(-1) ?? position;
    if (changes.length < PAGE) return { ...loaded, position };
  }
}

async function loadVocabulary() {
  const stored = await readVocabulary(connection());
  const numbers = new Map(stored.foods.map((entry) => [entry.food.id, entry.number]));
  return {
    vocabulary: createVocabulary(
      stored.foods.map((entry) => entry.food),
      stored.substitutions,
    ),
    numberOf: (foodId: string) => numbers.get(foodId),
    fingerprint: JSON.stringify(stored),
  };
}

/** Counts people from 1, in the order they turn up. */
function numberOwners(): (userId: string) => number {
  const numbers = new Map<string, number>();
  return (userId) => {
    const known = numbers.get(userId) ?? numbers.size + 1;
    numbers.set(userId, known);
    return known;
  };
}

function toIndexed(change: RecipeChange, ownerNumber: (userId: string) => number): IndexedRecipe {
  return {
    id: change.id,
    foods: change.requiredFoods,
    // a row older than the column has no value for it
    ...(change.mainFoods.length > 0 ? { mainFoods: change.mainFoods } : {}),
    minutes: change.minutes,
    safeMask: change.safeMask,
    owner: change.ownerId === null ? 0 : ownerNumber(change.ownerId),
    servings: change.servings,
    effort: change.effort,
  };
}
