import type { ShadowReport } from "@/lib/contracts/model-registry";
import { modelDisagreement } from "@/lib/core/gate/disagreement";
import { connection, transaction } from "@/server/db/transaction";
import { getPhoto } from "@/server/photos/service";
import { countDisagreements, replaceDisagreement } from "./repository";

/**
 * Keeps where a candidate, running in a browser's shadow, differs from the champion on a stored photo: the review
 * queue shows it.
 * @returns 0 (agreed) to 1
 * @throws AppError request/not-found when this owner has no such photo
 */
export async function reportShadow(ownerId: string, report: ShadowReport): Promise<number> {
  await getPhoto(ownerId, report.photoId);
  const disagreement = modelDisagreement(report.championBoxes, report.candidateBoxes);
  await transaction((queries) => replaceDisagreement(queries, report, disagreement));
  return disagreement;
}

/** Photos on which a candidate differs from a champion. */
export function shadowCount(candidateId: string): Promise<number> {
  return countDisagreements(connection(), candidateId);
}
