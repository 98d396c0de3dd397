import type { Bringing } from "@/lib/contracts/bringing";
import { isAppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { connection } from "@/server/db/transaction";
import { findRecipesApart } from "../import/find-apart";
import { foreignPicture } from "../import/foreign-picture";
import { ownOf } from "../import/own-of-foreign";
import { READ_MS } from "../import/read-archive";
import { contentSlug, toOwnRecipe } from "../own/own-recipe";
import { ownReadingOf } from "../own/read-anew";
import { addOwnRecipes, readSlugs } from "../own/repository";
import { addPicturesIn, type ForeignPicture, keepOrDrop } from "../pictures/pictures";
import { readVocabulary } from "../repository";
import { toSeed } from "../seed/to-seed";

/** A recipe of an archive: the address it had, and its files. */
export interface BroughtRecipe {
  readonly slug: string;
  readonly name: string;
  readonly recipe: () => Promise<Uint8Array>;
  /** Null for one without a picture. */
  readonly picture: (() => Promise<Uint8Array>) | null;
}

const MAX_RECIPE_BYTES = 16 * 2 ** 20;
export const RECIPE_LIMITS = { recipe: MAX_RECIPE_BYTES, picture: MAX_PHOTO_BYTES };

/** As own recipes get it; the catalogue's have none, so that none can ever be taken from a later version of it. */
const OWN_SLUG = /-[0-9a-f]{8}(?:[0-9a-f]{4})?$/;

interface Reader {
  readonly vocabulary: Vocabulary;
  readonly languageOf: Awaited<ReturnType<typeof loadLanguages>>;
}

export async function recipeReader(): Promise<Reader> {
  // the vocabulary alone: nothing is ranked here
  const stored = await readVocabulary(connection());
  const foods = stored.foods.map(({ food }) => food);
  return { vocabulary: createVocabulary(foods, stored.substitutions), languageOf: await loadLanguages() };
}

/** What belongs to the file, not to this computer. */
const isAboutFile = (error: unknown) =>
  isAppError(error) && /^(?:import|recipe|text|photo)\/|^storage\/missing$/.test(error.code);

async function readRecipe({ recipe, name }: BroughtRecipe): Promise<ForeignRecipe | undefined> {
  try {
    return (await findRecipesApart(await recipe(), { what: name, timeoutMs: READ_MS }))[0];
  } catch (error) {
    if (isAboutFile(error)) return undefined;
    throw error;
  }
}

/** A picture that cannot be taken out leaves its recipe. */
async function readPicture({ picture }: BroughtRecipe): Promise<Uint8Array | undefined> {
  try {
    return await picture?.();
  } catch (error) {
    if (isAboutFile(error)) return undefined;
    throw error;
  }
}

/**
 * Takes one recipe in with its picture, both or neither. It keeps its address where nobody else has that.
 * @returns its address here; undefined when it is left out
 */
export async function bringRecipe(
  brought: BroughtRecipe,
  { vocabulary, languageOf }: Reader,
  { who, isTrial, tell }: Bringing,
): Promise<string | undefined> {
  const { teamId } = who;
  const found = await readRecipe(brought);
  const own = found ? ownOf(found, vocabulary, languageOf) : null;
  if (!found || !own) {
    tell("recipes", found?.title ?? brought.name, { left: "unreadable" });
    return undefined;
  }
  const bySelf = contentSlug(own, teamId);
  const taken = await readSlugs(connection(), [brought.slug, bySelf]);
  const known = taken.find(({ ownerId, removed }) => ownerId === teamId && !removed);
  if (known) {
    tell("recipes", own.title, "known");
    return known.slug;
  }
  const isFree = OWN_SLUG.test(brought.slug) && !taken.some(({ slug }) => slug === brought.slug);
  const isOwn = taken.some(({ slug, ownerId }) => slug === brought.slug && ownerId === teamId);
  const slug = isFree || isOwn ? brought.slug : bySelf;
  if (!isTrial) {
    const entry = toSeed(toOwnRecipe(own, slug), vocabulary);
    const item = { recipe: found, place: brought.name, share: 0, picture: await readPicture(brought) };
    const { picture } = await foreignPicture(item, teamId, { comesBack: true });
    await keepOrDrop(picture?.prepared ? [picture.prepared] : [], async (queries) => {
      await addOwnRecipes(queries, [entry], teamId, ownReadingOf(vocabulary));
      const pictures = new Map<string, ForeignPicture>(picture ? [[slug, picture]] : []);
      await addPicturesIn(queries, pictures, who);
    });
  }
  tell("recipes", own.title, "added");
  return slug;
}
