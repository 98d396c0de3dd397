import { z } from "zod";
import type { ShadowReport } from "@/lib/contracts/model-registry";
import { modelDisagreement } from "@/lib/core/gate/disagreement";
import { connection, transaction } from "@/server/db/transaction";
import { getPhoto } from "@/server/photos/service";
import { readSetting, type Setting, writeSetting } from "@/server/settings/service";
import { countDisagreements, replaceDisagreement } from "./repository";

/** Since when photos on which both agree are kept too: those of before say nothing of how often they agree. */
const WHOLE_SINCE: Setting<string | null> = {
  name: "shadow-whole-since",
  schema: z.iso.datetime().nullable(),
  initial: null,
};

/** From when on what candidates found is whole. Null: nothing was reported yet. */
export async function shadowWholeSince(): Promise<Date | null> {
  const since = await readSetting(WHOLE_SINCE);
  return since === null ? null : new Date(since);
}

/**
 * Keeps what a candidate, running in a browser's shadow, found beside the champion on a stored photo: the review queue shows
 * where they differ, the Monitor page how often.
 * @returns 0 (agreed) to 1
 * @throws AppError request/not-found when this owner has no such photo
 */
export async function reportShadow(ownerId: string, report: ShadowReport): Promise<number> {
  await getPhoto(ownerId, report.photoId);
  const disagreement = modelDisagreement(report.championBoxes, report.candidateBoxes);
  const isFirst = (await readSetting(WHOLE_SINCE)) === null;
  // of one clock: else the first photo may be of before the moment from which photos count
  const createdAt = new Date();
  await transaction(async (queries) => {
    if (isFirst) await writeSetting(WHOLE_SINCE, createdAt.toISOString(), queries);
    await replaceDisagreement(queries, report, { disagreement, createdAt });
  });
  return disagreement;
}

/** Photos on which a candidate differs from a champion. */
export function shadowCount(candidateId: string): Promise<number> {
  return countDisagreements(connection(), candidateId);
}
