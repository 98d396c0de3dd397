import { type RecipePicture, recipePictureProblemSchema } from "@/lib/contracts/recipe-pictures";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import { enqueueJobIn } from "@/server/jobs/service";
import { encodeRecipePicture, type StoredFile, sha256Of } from "@/server/media/service";
import { letFilesGoIn, releaseNamed, type StoredImage, storeFilesIn } from "@/server/photos/service";
import { getFileStore } from "@/server/storage/service";
import { readRecipe } from "../repository";
import * as repository from "./repository";

export const RECIPE_PICTURES = "recipe-pictures";
/** A picture that was replaced or taken off can be shown again this long. */
const UNDO_MS = 24 * 3_600_000;

/** A picture ready to be kept; nothing is written yet. */
export interface PreparedPicture {
  readonly kept: repository.KeptPicture;
  readonly files: readonly StoredFile[];
}

/**
 * Makes a picture of unknown origin ready to be kept. One that was kept before is found again and stays as it is.
 * @param comesBack as `encodeRecipePicture`
 * @throws AppError photo/…
 */
export async function preparePicture(
  bytes: Uint8Array,
  teamId: string,
  { comesBack = false } = {},
): Promise<PreparedPicture> {
  const sourceSha256 = sha256Of(bytes);
  const known = await keptBefore(sourceSha256, teamId);
  if (known) return known;
  const { width, height, photo, thumbnail } = await encodeRecipePicture(bytes, { comesBack });
  return {
    kept: { sha256: photo.sha256, thumbnailSha256: thumbnail.sha256, sourceSha256, width, height },
    files: [photo, thumbnail],
  };
}

async function keptBefore(sourceSha256: string, teamId: string): Promise<PreparedPicture | undefined> {
  const row = await repository.findBySource(connection(), teamId, sourceSha256);
  if (!row?.sha256 || !row.thumbnailSha256 || !row.width || !row.height) return undefined;
  const { sha256, thumbnailSha256, width, height } = row;
  const store = await getFileStore();
  if (!(await store.has(sha256)) || !(await store.has(thumbnailSha256))) return undefined;
  return {
    kept: { sha256, thumbnailSha256, sourceSha256: row.sourceSha256 ?? sourceSha256, width, height },
    files: [
      { bytes: await store.read(sha256), sha256, contentType: "image/jpeg" },
      { bytes: await store.read(thumbnailSha256), sha256: thumbnailSha256, contentType: "image/webp" },
    ],
  };
}

/** The picture of a recipe that comes from elsewhere: its file, or where it may be fetched. */
export interface ForeignPicture {
  readonly prepared: PreparedPicture | null;
  readonly addresses: readonly string[];
  /** The page to credit. */
  readonly creditUrl: string | null;
}

/**
 * Gives recipes their pictures as part of a transaction; one that has a picture, or had one, keeps it. What is to be
 * fetched is fetched by a job.
 */
export async function addPicturesIn(
  queries: Transaction,
  pictures: ReadonlyMap<string, ForeignPicture>,
  who: Who,
): Promise<void> {
  const ids = await repository.holdOwnRecipes(queries, [...pictures.keys()], who.teamId);
  const having = await repository.havingPictures(queries, [...ids.values()]);
  let isWaiting = false;
  for (const [slug, { prepared, addresses, creditUrl }] of pictures) {
    const recipeId = ids.get(slug);
    if (recipeId === undefined || having.has(recipeId)) continue;
    if (prepared) await storeFilesIn(queries, prepared.files);
    else isWaiting = true;
    await repository.insertPicture(queries, { recipeId, kept: prepared?.kept ?? null, addresses, creditUrl });
  }
  if (isWaiting) await enqueueJobIn(queries, RECIPE_PICTURES, {}, who);
}

/** Runs a transaction that keeps prepared pictures. When it fails, their files are removed unless they are used. */
export async function keepOrDrop<T>(
  pictures: readonly PreparedPicture[],
  work: (queries: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    // the first failure is reported; a leftover file is swept later
    const names = pictures.flatMap(({ files }) => files.map(({ sha256 }) => sha256));
    await releaseNamed(names).catch(() => {});
    throw error;
  }
}

async function holdOwn(queries: Transaction, slug: string, teamId: string): Promise<number> {
  const recipeId = await repository.holdOwn(queries, slug, teamId);
  if (recipeId === undefined) throw new AppError("request/not-found", { facts: { slug } });
  return recipeId;
}

/**
 * Puts a photo of the person's own on their recipe, in place of its picture.
 * @returns its id, and that of the picture it replaces, for `showPicture`
 * @throws AppError photo/…, request/not-found for a recipe that is not theirs
 */
export async function addOwnPicture(
  slug: string,
  bytes: Uint8Array,
  teamId: string,
): Promise<{ readonly id: number; readonly before: number | null }> {
  const prepared = await preparePicture(bytes, teamId);
  return await keepOrDrop([prepared], async (queries) => {
    const recipeId = await holdOwn(queries, slug, teamId);
    const before = await repository.hidePicture(queries, recipeId);
    await storeFilesIn(queries, prepared.files);
    const { kept } = prepared;
    const id = await repository.insertPicture(queries, { recipeId, kept, addresses: [], creditUrl: null });
    return { id, before };
  });
}

/**
 * Shows one of a recipe's pictures, or none: removes a picture, and undoes that and replacing it.
 * @returns the id of the one shown before
 * @throws AppError request/not-found
 */
export async function showPicture(
  slug: string,
  id: number | null,
  teamId: string,
): Promise<{ readonly before: number | null }> {
  return await transaction(async (queries) => {
    const recipeId = await holdOwn(queries, slug, teamId);
    const before = await repository.hidePicture(queries, recipeId);
    if (id !== null && !(await repository.showOne(queries, recipeId, id)))
      throw new AppError("request/not-found");
    return { before };
  });
}

/** Tries again to fetch a recipe's picture. @throws AppError request/not-found when there is none to fetch */
export async function fetchPictureAgain(slug: string, who: Who): Promise<void> {
  await transaction(async (queries) => {
    const recipeId = await holdOwn(queries, slug, who.teamId);
    if (!(await repository.waitAgain(queries, recipeId))) throw new AppError("request/not-found");
    await enqueueJobIn(queries, RECIPE_PICTURES, {}, who);
  });
}

/** What a page says of a recipe's picture; null for the drawn one. @throws AppError request/not-found */
export async function pictureOf(slug: string, teamId: string): Promise<RecipePicture | null> {
  const found = await readRecipe(connection(), slug, teamId);
  if (!found) throw new AppError("request/not-found", { facts: { slug } });
  return await pictureOfRecipe(found.id);
}

/** The same, of a recipe that was looked up already. */
export async function pictureOfRecipe(recipeId: number): Promise<RecipePicture | null> {
  const row = await repository.shownPicture(connection(), recipeId);
  if (!row) return null;
  const problem = recipePictureProblemSchema.safeParse(row.problem);
  const { id, state, width, height, creditUrl } = row;
  return { id, state, width, height, creditUrl, problem: problem.success ? problem.data : null };
}

/** The file of a recipe's picture. @throws AppError request/not-found, storage/missing */
export async function openPicture(
  slug: string,
  size: "thumb" | "full",
  teamId: string,
): Promise<StoredImage> {
  const found = await readRecipe(connection(), slug, teamId);
  if (!found) throw new AppError("request/not-found", { facts: { slug } });
  return await openPictureOfRecipe(found.id, size);
}

/** The same, of a recipe that was looked up already. */
export async function openPictureOfRecipe(recipeId: number, size: "thumb" | "full"): Promise<StoredImage> {
  const row = await repository.shownPicture(connection(), recipeId);
  const sha256 = size === "thumb" ? row?.thumbnailSha256 : row?.sha256;
  if (!sha256) throw new AppError("request/not-found");
  const opened = await (await getFileStore()).open(sha256);
  return { ...opened, sha256, contentType: size === "thumb" ? "image/webp" : "image/jpeg" };
}

/** Deletes a recipe's pictures as part of a transaction. @returns files that `releaseNamed` may remove afterwards */
export async function removePicturesIn(queries: Transaction, recipeId: number): Promise<readonly string[]> {
  const names = await repository.deletePictures(queries, recipeId);
  await letFilesGoIn(queries, names);
  return names;
}

/** Deletes pictures that were replaced or taken off long ago; the sweep then removes their files. */
export async function dropHiddenPictures(now = new Date()): Promise<void> {
  await transaction(async (queries) => {
    const names = await repository.deleteHidden(queries, new Date(now.getTime() - UNDO_MS));
    await letFilesGoIn(queries, names);
  });
}
