import type { z } from "zod";
import type { Correction, CorrectionInput } from "@/lib/contracts/corrections";
import type {
  correctInputSchema,
  Doubt,
  keepInputSchema,
  Mended,
  mendInputSchema,
} from "@/lib/contracts/data-errors";
import type { Who } from "@/lib/contracts/who";
import { LABEL_DOUBTS, type LabelDoubtKind } from "@/lib/core/data-errors/judge-labels";
import { mendLabels } from "@/lib/core/data-errors/mend-labels";
import { AppError } from "@/lib/core/errors";
import { listClasses, standingClassIds } from "@/server/datasets/classes/classes";
import { connection } from "@/server/db/transaction";
import { mendPhoto } from "@/server/review/queue/mend";
import { type OpenReport, openReport } from "./report";
import { findPhotoIds, insertKept, revokeKept } from "./repository";

/** @throws AppError doubt/changed when the version was looked through again meanwhile and it was not found again */
async function findDoubt(
  number: number,
  doubtId: string,
): Promise<{ readonly opened: OpenReport; readonly doubt: Doubt }> {
  const opened = await openReport(number);
  const doubt = opened.report.doubts.find(({ id }) => id === doubtId);
  if (!doubt) throw new AppError("doubt/changed");
  return { opened, doubt };
}

/** A person looked at a doubt and found the data right: it is not asked again. @throws AppError doubt/changed */
export async function keepLabel(
  { number, doubtId, id }: z.output<typeof keepInputSchema>,
  keptBy: string,
): Promise<void> {
  const { sha256, kind, label, model, others } = (await findDoubt(number, doubtId)).doubt;
  await insertKept(connection(), { id, sha256, kind, label, model, others, keptBy });
}

/** Takes it back: the doubt is open again. @throws AppError request/not-found */
export async function takeKeptBack(id: string): Promise<void> {
  if (!(await revokeKept(connection(), id))) throw new AppError("request/not-found");
}

const isOfLabel = (kind: Doubt["kind"]): kind is LabelDoubtKind => LABEL_DOUBTS.some((one) => one === kind);

async function photoIdOf(sha256: string): Promise<string> {
  const photoId = (await findPhotoIds(connection(), [sha256])).get(sha256);
  if (photoId === undefined) throw new AppError("request/not-found");
  return photoId;
}

/**
 * Puts the model's answer in the label's place: a correction by this person, reviewed by them, so that the next version has it.
 * @throws AppError doubt/changed when the label no longer stands, doubt/waits-for-review, request/not-found
 */
export async function takeModels(
  { number, doubtId, id }: z.output<typeof mendInputSchema>,
  who: Who,
): Promise<Mended> {
  const { opened, doubt } = await findDoubt(number, doubtId);
  const { kind, label, model, sha256 } = doubt;
  if (!isOfLabel(kind))
    throw new AppError("request/invalid", { facts: { field: `${kind} is not about a label` } });
  const photo = opened.photos.get(sha256);
  const entry = opened.report.photos.find((one) => one.sha256 === sha256);
  const modelId = opened.report.judges[entry?.judge ?? -1]?.modelId;
  if (!photo || modelId === undefined) throw new AppError("doubt/changed");
  const standing = standingClassIds(await listClasses());
  const standingClass = (classId: number) => standing.get(classId) ?? classId;
  const now = <T extends { readonly classId: number }>(box: T): T => ({
    ...box,
    classId: standingClass(box.classId),
  });
  const mend = { kind, label: label && now(label), model: model && now(model) };
  const labelsFrom = (newest: Correction): CorrectionInput["labels"] => {
    const labels = mendLabels(newest, mend, { photo, modelId, newId: `mend:${id}`, standingClass });
    if (!labels) throw new AppError("doubt/changed");
    return [...labels];
  };
  const photoId = await photoIdOf(sha256);
  return { photoId, reviewId: await mendPhoto(who, { id, photoId, labelsFrom }) };
}

/**
 * A person's own boxes in place of those that were doubted, on top of the correction that they looked at.
 * @throws AppError request/conflict when something newer was saved, doubt/waits-for-review, request/not-found
 */
export async function correctPhoto(
  { photoId, correctionId, id, labels }: z.output<typeof correctInputSchema>,
  who: Who,
): Promise<Mended> {
  const labelsFrom = (newest: Correction) => {
    if (newest.id !== correctionId) throw new AppError("request/conflict");
    return labels;
  };
  return { photoId, reviewId: await mendPhoto(who, { id, photoId, labelsFrom }) };
}
