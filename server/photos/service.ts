import { randomUUID } from "node:crypto";
import type { Sharing, UploadedPhoto } from "@/lib/contracts/library";
import { AppError } from "@/lib/core/errors";
import { connection, type Queries, type Transaction, transaction } from "@/server/db/transaction";
import { encodeStoredPhoto, type StoredFile, sha256Of } from "@/server/media/service";
import { takeTeamRoom } from "@/server/quotas/service";
import { changeTeamSetting, readTeamSetting, SHARE_BY_DEFAULT } from "@/server/settings/service";
import type { OpenedFile } from "@/server/storage/file-store";
import { getFileStore } from "@/server/storage/service";
import {
  countShared,
  deletePhotoRow,
  findPhoto,
  findPhotoBySource,
  findPhotosByContent,
  findSharedPhoto,
  insertPhoto,
  lockFiles,
  type NewPhotoRow,
  noteRemovals,
  noteSource,
  type PhotoRow,
  readRemovals,
  releaseFile,
  setShared,
} from "./repository";

const MAX_NAME_LENGTH = 200;
/** Most files one sweep removes; the next one removes the rest. */
const MOST_REMOVALS = 10_000;

export interface PhotoUpload {
  readonly ownerId: string;
  /** File name as the person knows it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The labelled set it comes with, and its split there: such a photo is shared from the start. */
  readonly imported?: { readonly from: string; readonly split: "train" | "val" | "test" | null };
  /** It was stored in another Forage, and comes with what was written down of it there. */
  readonly brought?: Required<
    Pick<NewPhotoRow, "createdAt" | "savedAt" | "sharedAt" | "importedFrom" | "importedSplit">
  >;
}

export interface StoredImage extends OpenedFile {
  readonly contentType: string;
  readonly sha256: string;
}

/** A file name without folders and control characters, never empty. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const printable = last.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "").trim();
  return [...printable].slice(0, MAX_NAME_LENGTH).join("") || "photo";
}

function toUploaded(row: PhotoRow, alreadyStored: boolean): UploadedPhoto {
  return { photoId: row.id, width: row.width, height: row.height, sha256: row.sha256, alreadyStored };
}

/** A photo that can be kept: known already, or encoded and ready to be stored. */
export type PreparedPhoto = {
  readonly width: number;
  readonly height: number;
  readonly isImported: boolean;
} & (
  | { readonly known: PhotoRow }
  | { readonly known: null; readonly row: NewPhotoRow; readonly storeFiles: () => Promise<void> }
);

/**
 * Makes a photo ready to be kept: upright, re-encoded, without metadata, with a thumbnail. Writes nothing.
 * @throws AppError photo/… as `decodePhoto`, storage/…
 */
export async function preparePhoto(upload: PhotoUpload): Promise<PreparedPhoto> {
  const { ownerId, name, bytes, imported, brought } = upload;
  const sourceSha256 = sha256Of(bytes);
  const files = await getFileStore();
  const known = await findPhotoBySource(connection(), ownerId, sourceSha256);
  const isWhole = known && (await files.has(known.sha256)) && (await files.has(known.thumbnailSha256));
  const isImported = imported !== undefined;
  if (isWhole) return { width: known.width, height: known.height, isImported, known };
  const { width, height, photo, thumbnail } = await encodeStoredPhoto(bytes, {
    comesBack: brought !== undefined,
  });
  const isShared = isImported || (await readTeamSetting(SHARE_BY_DEFAULT, ownerId));
  const row: NewPhotoRow = {
    id: randomUUID(),
    ownerId,
    name: cleanName(name),
    width,
    height,
    sha256: photo.sha256,
    bytes: photo.bytes.length,
    contentType: photo.contentType === "image/png" ? "image/png" : "image/jpeg",
    thumbnailSha256: thumbnail.sha256,
    thumbnailBytes: thumbnail.bytes.length,
    sourceSha256,
    sharedAt: isShared ? new Date() : null,
    importedFrom: imported?.from ?? null,
    importedSplit: imported?.split ?? null,
    ...brought,
  };
  const storeFiles = async () => {
    await files.put(photo.bytes);
    await files.put(thumbnail.bytes);
  };
  return { width, height, isImported, known: null, row, storeFiles };
}

async function insertWithRoom(queries: Transaction, row: NewPhotoRow, storeFiles: () => Promise<void>) {
  await takeTeamRoom(queries, row.ownerId, { bytes: row.bytes + row.thumbnailBytes, photos: 1 });
  return insertPhoto(queries, row, storeFiles);
}

/** Keeps a prepared photo as part of a transaction. One that comes with a labelled set is shared. */
export async function keepPhoto(queries: Transaction, prepared: PreparedPhoto): Promise<UploadedPhoto> {
  const { row, isNew } = prepared.known
    ? { row: prepared.known, isNew: false }
    : await insertWithRoom(queries, prepared.row, prepared.storeFiles);
  if (prepared.isImported && !isNew) {
    await setShared(queries, row.ownerId, { photoId: row.id, isShared: true });
  }
  return toUploaded(row, !isNew);
}

/**
 * Keeps a photo. Saving the same photo again gives the first one's id, from its original file or from the one that is
 * stored.
 * @throws AppError photo/… as `decodePhoto`, storage/…
 */
export async function savePhoto(upload: PhotoUpload): Promise<UploadedPhoto> {
  const prepared = await preparePhoto(upload);
  return keepOrDrop(prepared, (queries) => keepPhoto(queries, prepared));
}

/**
 * Runs a transaction that keeps a prepared photo and its data. When it fails the photo's files are removed,
 * unless another photo has them.
 */
export async function keepOrDrop<T>(
  prepared: PreparedPhoto,
  work: (queries: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    // the first failure is reported; a leftover file is swept later
    if (!prepared.known) await releaseFiles(prepared.row).catch(() => {});
    throw error;
  }
}

/**
 * Notes that a photo came with a labelled set, as part of a transaction. Its split in the first one stays, so that a photo that was learnt from
 * is never measured on.
 * @returns the set it came with first, and its split there; null for a photo that was saved in the app
 */
export function noteImport(
  queries: Transaction,
  photoId: string,
  { from, split }: NonNullable<PhotoUpload["imported"]>,
) {
  return noteSource(queries, { photoId, source: from, split });
}

/** Those of some files that an owner has, by the SHA-256 they were looked for with: of the file, or of what it was made from. */
export async function findPhotosOf(
  ownerId: string,
  sha256s: readonly string[],
  queries: Queries = connection(),
): Promise<ReadonlyMap<string, string>> {
  const rows = await findPhotosByContent(queries, ownerId, sha256s);
  return new Map(
    rows.flatMap(({ id, sha256, sourceSha256 }) => [[sourceSha256, id] as const, [sha256, id] as const]),
  );
}

/** @throws AppError request/not-found when this owner has no such photo */
export async function getPhoto(ownerId: string, photoId: string): Promise<PhotoRow> {
  const row = await findPhoto(connection(), ownerId, photoId);
  if (!row) throw new AppError("request/not-found");
  return row;
}

/** @throws AppError request/not-found, storage/missing */
export async function openPhotoImage(
  ownerId: string,
  photoId: string,
  size: "thumb" | "full",
): Promise<StoredImage> {
  return openImage(await getPhoto(ownerId, photoId), size);
}

/** @throws AppError request/not-found unless the team shares it */
export async function getSharedPhoto(ownerId: string, photoId: string): Promise<PhotoRow> {
  const row = await findSharedPhoto(connection(), ownerId, photoId);
  if (!row) throw new AppError("request/not-found");
  return row;
}

/**
 * Lets a photo be used for training, or takes that back: later versions leave it out.
 * @throws AppError request/not-found
 */
export async function sharePhoto(ownerId: string, photoId: string, isShared: boolean): Promise<void> {
  if ((await transaction((queries) => setShared(queries, ownerId, { photoId, isShared }))) === 0)
    throw new AppError("request/not-found");
}

/** Shares all of an owner's photos, or makes all of them private. */
export async function shareAll(ownerId: string, isShared: boolean): Promise<void> {
  await transaction((queries) => setShared(queries, ownerId, { isShared }));
}

/** The default for new photos, and how many of this owner's photos are shared. */
export async function sharingOf(ownerId: string): Promise<Sharing> {
  return {
    byDefault: await readTeamSetting(SHARE_BY_DEFAULT, ownerId),
    ...(await countShared(connection(), ownerId)),
  };
}

export async function shareByDefault(ownerId: string, byDefault: boolean): Promise<void> {
  await changeTeamSetting(SHARE_BY_DEFAULT, ownerId, byDefault);
}

async function openImage(row: PhotoRow, size: "thumb" | "full"): Promise<StoredImage> {
  const isThumbnail = size === "thumb";
  const sha256 = isThumbnail ? row.thumbnailSha256 : row.sha256;
  const opened = await (await getFileStore()).open(sha256);
  return { ...opened, sha256, contentType: isThumbnail ? "image/webp" : row.contentType };
}

/** A photo whose row is gone: its files are removed after the transaction, with `releaseDeleted`. */
/** Removes what other features keep about a photo that its owner has no longer. */
export type ForgetPhoto = (
  queries: Transaction,
  photo: { readonly ownerId: string; readonly sha256: string; readonly isGone: boolean },
) => Promise<void>;

export type DeletedPhoto = Pick<PhotoRow, "sha256" | "thumbnailSha256">;

/**
 * Deletes a photo and its history as part of a transaction.
 * @param forget lets other features note that the owner has the photo no longer
 * @returns undefined when this owner has no such photo
 */
export async function deletePhotoIn(
  queries: Transaction,
  { ownerId, photoId }: { readonly ownerId: string; readonly photoId: string },
  forget: ForgetPhoto,
): Promise<DeletedPhoto | undefined> {
  const row = await deletePhotoRow(queries, ownerId, photoId);
  // the same content may have been saved twice
  if (row?.wasLastOfOwner) await forget(queries, { ownerId, sha256: row.sha256, isGone: row.wasLast });
  return row;
}

/** Removes the files of deleted photos. They are recorded: the sweep removes what cannot be removed now. */
export async function releaseDeleted(deleted: readonly DeletedPhoto[]): Promise<void> {
  for (const row of deleted) {
    await releaseFiles(row).catch((error: unknown) => {
      console.warn(`photos: files of a deleted photo stay for the sweep (${String(error)})`);
    });
  }
}

/** Tries again to remove leftover files of deleted photos. @returns how many were removed and how many stay */
export async function removeLeftFiles(): Promise<{ readonly removed: number; readonly left: number }> {
  const files = await getFileStore();
  let [removed, left] = [0, 0];
  for (const sha256 of await readRemovals(connection(), MOST_REMOVALS)) {
    try {
      await transaction((queries) => releaseFile(queries, sha256, () => files.remove(sha256)));
      removed++;
    } catch (error) {
      console.warn(`photos: ${sha256} of a deleted photo could not be removed (${String(error)})`);
      left++;
    }
  }
  return { removed, left };
}

function releaseFiles(row: Pick<PhotoRow, "sha256" | "thumbnailSha256">): Promise<void> {
  return releaseNamed([row.sha256, row.thumbnailSha256]);
}

/** Removes stored files that no row names any more. */
export async function releaseNamed(names: readonly string[]): Promise<void> {
  const files = await getFileStore();
  for (const sha256 of new Set(names)) {
    await transaction((queries) => releaseFile(queries, sha256, () => files.remove(sha256)));
  }
}

/** Stores files as part of a transaction that names them in a row; until it ends nobody can remove them. */
export async function storeFilesIn(queries: Transaction, stored: readonly StoredFile[]): Promise<void> {
  const files = await getFileStore();
  await lockFiles(
    queries,
    stored.map(({ sha256 }) => sha256),
  );
  for (const { bytes } of stored) await files.put(bytes);
}

/** Notes as part of a transaction that its rows name these files no longer; then `releaseNamed` removes them, or the sweep. */
export function letFilesGoIn(queries: Transaction, names: readonly string[]): Promise<void> {
  return noteRemovals(queries, names);
}
