import type { OpinionRule } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import type { Queries } from "@/server/db/transaction";
import { isSeveral } from "../people/people";
import { isRequested, readOpinions, readPhotoClasses, readRule } from "./repository";

/**
 * Where a photo falls in 0..1: the same for each photo forever, so that a share of 10 % is the same tenth whoever asks.
 * @param photoId a random UUID
 */
export function placeOf(photoId: string): number {
  return Number.parseInt(photoId.replaceAll("-", "").slice(0, 8), 16) / 2 ** 32;
}

export function isByRule(rule: OpinionRule, photoId: string, classIds: readonly number[]): boolean {
  return placeOf(photoId) < rule.share || classIds.some((id) => rule.classIds.includes(id));
}

/** Whether two people are to review a photo: by the team's rule, because somebody asked, or because one has begun. */
export async function isSecondWanted(
  queries: Queries,
  who: Who,
  { photoId, correctionId }: { readonly photoId: string; readonly correctionId: string },
): Promise<boolean> {
  // a rule made when there were more people stops nobody who is alone now
  if (!(await isSeveral(queries, who))) return false;
  if ((await readOpinions(queries, correctionId)).length > 0) return true;
  if (await isRequested(queries, photoId)) return true;
  const rule = await readRule(queries, who.teamId);
  if (rule.share === 0 && rule.classIds.length === 0) return false;
  return isByRule(rule, photoId, await readPhotoClasses(queries, photoId));
}
