import { randomUUID } from "node:crypto";
import type {
  Correction,
  CorrectionInput,
  Revision,
  SaveConflict,
  SaveIdentity,
} from "@/lib/contracts/corrections";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection, type Queries, transaction } from "@/server/db/transaction";
import { markSaved } from "@/server/photos/mark-saved";
import { getPhoto, getSharedPhoto } from "@/server/photos/service";
import { checkInside } from "./check-inside";
import {
  type Access,
  insertCorrection,
  lockPhoto,
  readCorrection,
  readHistory,
  readLatest,
  readNewest,
  readNewestOfModel,
} from "./repository";
import { revisionsOf } from "./revisions";
import { tallyClasses } from "./tally";

/** A save, its id, and the state it was made on: `lib/contracts/corrections.ts`. */
export type Save = CorrectionInput & SaveIdentity;

/** The save with this id, if already stored. @throws AppError request/invalid when another has that id */
async function findSave(
  queries: Queries,
  { id, photoId }: Pick<Save, "id" | "photoId">,
  authorId: string,
): Promise<Correction | undefined> {
  const known = id === undefined ? undefined : await readCorrection(queries, id);
  if (!known) return undefined;
  if (known.authorId === authorId && known.correction.photoId === photoId) return known.correction;
  throw new AppError("request/invalid", { facts: { field: "id: it belongs to another save" } });
}

/** Whether the newest state is this person's own: one who names no base knows what they saved themselves. */
async function isOwn(queries: Queries, { id }: Correction, authorId: string): Promise<boolean> {
  return (await readCorrection(queries, id))?.authorId === authorId;
}

/** @throws AppError correction/outdated, with both states, when the save was not made on the newest one */
async function checkBase(
  queries: Queries,
  { baseId, unanswered = [], authorId }: SaveIdentity & { readonly authorId: string },
  newest: Correction | undefined,
): Promise<void> {
  if (baseId === (newest?.id ?? null)) return;
  if (!newest || unanswered.includes(newest.id)) return;
  if (baseId === undefined && (await isOwn(queries, newest, authorId))) return;
  const base = baseId ? await readCorrection(queries, baseId) : undefined;
  const isOfPhoto = base?.correction.photoId === newest.photoId;
  throw new AppError("correction/outdated", {
    facts: { revision: newest.revision },
    detail: { base: isOfPhoto ? base.correction : null, newest } satisfies SaveConflict,
  });
}

interface Append {
  readonly authorId: string;
  readonly access: Access;
  readonly input: Save;
  readonly restoredFrom?: number;
  /** The photo's newest correction must be this one. */
  readonly onlyAfter?: string;
}

/** Appends to a photo's history while it is held. Two saves at the same time get two revisions. */
async function append(queries: Queries, save: Append): Promise<Correction> {
  const { authorId, access, restoredFrom, onlyAfter } = save;
  const { id, baseId, unanswered, ...input } = save.input;
  const photo = await lockPhoto(queries, input.photoId, access);
  if (!photo) throw new AppError("request/not-found");
  const known = await findSave(queries, save.input, authorId);
  if (known) return known;
  checkInside(
    [...input.modelBoxes, ...input.labels].map(({ box }) => box),
    photo,
  );
  const newest = await readLatest(queries, photo.id);
  if (onlyAfter !== undefined && newest?.id !== onlyAfter) throw new AppError("request/conflict");
  // a state that is named was looked at
  if (onlyAfter === undefined) await checkBase(queries, { baseId, unanswered, authorId }, newest);
  const revision = (newest?.revision ?? 0) + 1;
  const saved = await insertCorrection(queries, {
    id: id ?? randomUUID(),
    authorId,
    revision,
    input,
    classes: tallyClasses(input),
    restoredFrom,
  });
  await markSaved(queries, photo.id, new Date(saved.createdAt));
  return saved;
}

/**
 * Appends one save to a photo's history; nothing earlier changes. A save already stored is answered as before.
 * @throws AppError request/not-found (no such photo of this team), request/invalid (a box outside the photo),
 * correction/outdated (not made on the newest state)
 */
export function saveCorrectionIn(queries: Queries, who: Who, input: Save): Promise<Correction> {
  return append(queries, { authorId: who.userId, access: { ownerId: who.teamId }, input });
}

/** As `saveCorrectionIn`, in a transaction of its own. */
export function saveCorrection(who: Who, input: Save): Promise<Correction> {
  return transaction((queries) => saveCorrectionIn(queries, who, input));
}

/** The part of an earlier state that is saved again, unchanged. */
function toInput(correction: Correction): CorrectionInput {
  const { photoId, modelId, backend, filter, modelBoxes, labels } = correction;
  return { photoId, modelId, backend, filter, modelBoxes, labels };
}

async function findRevision(queries: Queries, photoId: string, revision: number): Promise<Correction> {
  const history = await readHistory(queries, photoId);
  const found = history.find((correction) => correction.revision === revision);
  if (!found) throw new AppError("request/not-found");
  return found;
}

/**
 * Brings an earlier state back as a new revision; nothing in between is lost.
 * @throws AppError request/not-found (no such photo of this team, or no such revision), correction/outdated (not made on the
 * newest state)
 */
export async function restoreRevisionIn(
  queries: Queries,
  { userId, teamId }: Who,
  {
    photoId,
    revision,
    baseId,
  }: { readonly photoId: string; readonly revision: number; readonly baseId?: string | undefined },
): Promise<Correction> {
  const access = { ownerId: teamId };
  if (!(await lockPhoto(queries, photoId, access))) throw new AppError("request/not-found");
  const input = { ...toInput(await findRevision(queries, photoId, revision)), baseId };
  return append(queries, { authorId: userId, access, input, restoredFrom: revision });
}

/** Holds a photo that the team shares until the transaction ends. @throws AppError request/not-found unless it does */
export async function holdSharedPhoto(queries: Queries, teamId: string, photoId: string): Promise<void> {
  if (!(await lockPhoto(queries, photoId, { sharedIn: teamId }))) throw new AppError("request/not-found");
}

/** A correction by its id. */
export async function readCorrectionOf(queries: Queries, id: string): Promise<Correction | undefined> {
  return (await readCorrection(queries, id))?.correction;
}

/** The newest states of these photos, by photo; those that nobody saved are not among them. */
export function newestOfPhotos(photoIds: readonly string[]): Promise<ReadonlyMap<string, Correction>> {
  return readNewest(connection(), photoIds);
}

/** The newest states of a team's photos that were saved on top of a model, the last saved first. */
export function newestOfModel(
  asked: Parameters<typeof readNewestOfModel>[1],
): Promise<readonly Correction[]> {
  return readNewestOfModel(connection(), asked);
}

/** The newest correction of a photo that is held. */
export function newestOfHeld(queries: Queries, photoId: string): Promise<Correction | undefined> {
  return readLatest(queries, photoId);
}

/**
 * A reviewer's own boxes on a held shared photo, on top of its newest correction; the model's boxes stay as
 * they were.
 * @param looked the correction that was looked at
 * @throws AppError request/not-found, request/conflict (saved again since), request/invalid
 */
export async function saveFix(
  queries: Queries,
  { userId: authorId, teamId }: Who,
  looked: { readonly photoId: string; readonly id: string; readonly labels: CorrectionInput["labels"] },
): Promise<Correction> {
  const newest = await readLatest(queries, looked.photoId);
  if (newest?.id !== looked.id) throw new AppError("request/conflict");
  const input = { ...toInput(newest), labels: looked.labels };
  return append(queries, { authorId, access: { sharedIn: teamId }, input, onlyAfter: newest.id });
}

/**
 * Brings back the state before a reviewer's fix of a held photo.
 * @returns the new state, and the id of the one it repeats
 * @throws AppError request/not-found, request/conflict when the fix is no longer the newest
 */
export async function takeBackFix(
  queries: Queries,
  { userId: authorId, teamId }: Who,
  fix: { readonly photoId: string; readonly id: string },
): Promise<{ readonly restored: Correction; readonly earlierId: string }> {
  const newest = await readLatest(queries, fix.photoId);
  if (newest?.id !== fix.id) throw new AppError("request/conflict");
  const earlier = await findRevision(queries, fix.photoId, newest.revision - 1);
  const restored = await append(queries, {
    authorId,
    access: { sharedIn: teamId },
    input: toInput(earlier),
    onlyAfter: newest.id,
    restoredFrom: earlier.revision,
  });
  return { restored, earlierId: earlier.id };
}

/** A photo's history as the page shows it, newest first. @throws AppError request/not-found */
export async function listRevisions(ownerId: string, photoId: string): Promise<readonly Revision[]> {
  await getPhoto(ownerId, photoId);
  return revisionsOf(photoId);
}

/** The newest correction of a photo that the team shares. @throws AppError request/not-found */
export async function latestOfShared(teamId: string, photoId: string): Promise<Correction> {
  await getSharedPhoto(teamId, photoId);
  const latest = await readLatest(connection(), photoId);
  if (!latest) throw new AppError("request/not-found");
  return latest;
}

/** All saves of a photo, newest first. @throws AppError request/not-found */
export async function correctionHistory(ownerId: string, photoId: string): Promise<readonly Correction[]> {
  await getPhoto(ownerId, photoId);
  return readHistory(connection(), photoId);
}

/** The newest save of a photo of this team, as part of a transaction. */
export async function latestCorrectionIn(
  queries: Queries,
  ownerId: string,
  photoId: string,
): Promise<Correction | undefined> {
  return (await lockPhoto(queries, photoId, { ownerId })) && readLatest(queries, photoId);
}

/** The newest save of a photo, null before the first. @throws AppError request/not-found */
export async function latestCorrection(ownerId: string, photoId: string): Promise<Correction | null> {
  await getPhoto(ownerId, photoId);
  return (await readLatest(connection(), photoId)) ?? null;
}
