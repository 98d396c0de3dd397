import {
  type RecipeImportParams,
  type RecipeImportResult,
  recipeImportParamsSchema,
  recipeImportResultSchema,
} from "@/lib/contracts/recipe-import";
import type { Who } from "@/lib/contracts/who";
import { AppError, isAppError } from "@/lib/core/errors";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { connection, type Transaction } from "@/server/db/transaction";
import type { JobHandler, RunningJob } from "@/server/jobs/job-handler";
import { bringFile, removeShared } from "@/server/storage/shared-files";
import { contentSlug, toOwnRecipe } from "../own/own-recipe";
import { ownReadingOf } from "../own/read-anew";
import { addOwnRecipes } from "../own/repository";
import { addPicturesIn, type ForeignPicture, keepOrDrop } from "../pictures/pictures";
import { readVocabulary } from "../repository";
import { toSeed } from "../seed/to-seed";
import { collectionPath } from "./collection-file";
import { foreignPicture } from "./foreign-picture";
import { ownOf } from "./own-of-foreign";
import { readCollection } from "./read-collection";

export const RECIPE_IMPORT = "recipe-import";
const BATCH = 200;
const FAILURES_TOLD = 30;

/** Recipes between two reports of progress. */
const TOLD_EVERY = 20;

const NOTHING: RecipeImportResult = {
  read: 0,
  added: 0,
  known: 0,
  toCheck: 0,
  failed: 0,
  failures: [],
  pictures: 0,
  picturesFailed: 0,
  pictureFailures: [],
};

/**
 * Imports a collection in batches, each written with its checkpoint; cancelled or killed, it goes on after the last
 * batch. A recipe's slug follows from its content, so that importing a collection twice adds nothing.
 */
export const recipeImportJob: JobHandler<RecipeImportParams, RecipeImportResult> = {
  kind: RECIPE_IMPORT,
  params: recipeImportParamsSchema,
  result: recipeImportResultSchema,
  async run(job) {
    const path = collectionPath(job.params.fileId);
    await bringFile(path);
    try {
      return await takeOver(job, path);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        throw new AppError("import/gone", { cause: error });
      }
      // an unknown or damaged file stays so, however often it is read; after other failures a person may resume
      if (isAppError(error) && error.code.startsWith("recipe/")) await removeShared(path);
      throw error;
    }
  },
  tidy: ({ fileId }) => removeShared(collectionPath(fileId)),
};

async function takeOver(job: RunningJob<RecipeImportParams>, path: string): Promise<RecipeImportResult> {
  // the vocabulary alone: the worker ranks nothing and does not need the index
  const stored = await readVocabulary(connection());
  const vocabulary = createVocabulary(
    stored.foods.map((entry) => entry.food),
    stored.substitutions,
  );
  const before = recipeImportResultSchema.safeParse(job.checkpoint);
  let tallies: RecipeImportResult = before.success ? before.data : NOTHING;
  const passOver = tallies.read;
  let seen = 0;
  let batch: BatchItem[] = [];
  const flush = async () => {
    const done = tallies;
    const prepared = batch.flatMap(({ picture }) => picture?.prepared ?? []);
    tallies = await keepOrDrop(prepared, async (queries) => {
      const written = await writeBatch(queries, batch, done, {
        vocabulary,
        who: { userId: job.createdBy, teamId: job.teamId },
      });
      await job.saveCheckpoint(written, queries);
      return written;
    });
    batch = [];
  };
  for await (const item of readCollection(path, job.params.name, job.signal)) {
    job.signal.throwIfAborted();
    seen++;
    if (seen <= passOver) continue;
    const { recipe, place, share } = item;
    batch.push({ recipe, place, ...(await foreignPicture(item, job.teamId)) });
    if (batch.length >= BATCH) await flush();
    if (seen % TOLD_EVERY !== 0) continue;
    const total = share > 0 ? Math.max(seen, Math.round(seen / share)) : null;
    job.progress({ done: seen, total, unit: "recipes", note: "" });
  }
  await flush();
  job.progress({ done: seen, total: seen, unit: "recipes", note: "" });
  return tallies;
}

interface BatchItem {
  readonly recipe: ForeignRecipe | null;
  readonly place: string;
  readonly picture: ForeignPicture | null;
  readonly isPictureLost: boolean;
}

async function writeBatch(
  queries: Transaction,
  batch: readonly BatchItem[],
  tallies: RecipeImportResult,
  { vocabulary, who }: { readonly vocabulary: Vocabulary; readonly who: Who },
): Promise<RecipeImportResult> {
  const languageOf = await loadLanguages();
  const read = batch.map(({ recipe, place, picture, isPictureLost }) => {
    const own = recipe ? ownOf(recipe, vocabulary, languageOf) : null;
    const entry = own ? toSeed(toOwnRecipe(own, contentSlug(own, who.teamId)), vocabulary) : null;
    return { place, entry, picture, isPictureLost };
  });
  const entries = read.flatMap(({ entry }) => entry ?? []);
  // the same recipe twice in one file is one recipe
  const distinct = [...new Map(entries.map((entry) => [entry.recipe.slug, entry])).values()];
  const added = await addOwnRecipes(queries, distinct, who.teamId, ownReadingOf(vocabulary));
  const pictures = new Map(
    read.flatMap(({ entry, picture }) => (entry && picture ? [[entry.recipe.slug, picture] as const] : [])),
  );
  await addPicturesIn(queries, pictures, who);
  const failed = read.filter(({ entry }) => entry === null).map(({ place }) => place);
  const lost = read.filter(({ entry, isPictureLost }) => entry && isPictureLost).map(({ place }) => place);
  return {
    read: tallies.read + batch.length,
    added: tallies.added + added.length,
    known: tallies.known + entries.length - added.length,
    toCheck:
      tallies.toCheck +
      distinct.filter((entry) => entry.doubtfulLines > 0 && added.includes(entry.recipe.slug)).length,
    failed: tallies.failed + failed.length,
    failures: [...tallies.failures, ...failed].slice(0, FAILURES_TOLD),
    pictures: tallies.pictures + pictures.size,
    picturesFailed: tallies.picturesFailed + lost.length,
    pictureFailures: [...tallies.pictureFailures, ...lost].slice(0, FAILURES_TOLD),
  };
}
