import type { ShadowAnswer } from "@/lib/contracts/monitor-page";
import { LEAST_SHOWN } from "@/lib/contracts/monitoring";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { compareShadow } from "@/lib/core/monitoring/slices/compare-shadow";
import { newestOfPhotos } from "@/server/corrections/service";
import { connection } from "@/server/db/transaction";
import { readRelease } from "@/server/models/registry/release";
import { shadowWholeSince } from "@/server/models/shadow/shadow-reports";
import { readShadowed } from "./shadow/repository";

/** Photos of all candidates together from which figures are told, the newest. */
const MOST_PHOTOS = 1_000;
const SHOWN_DAYS = 60;
const DAY_MS = 86_400_000;

interface Asked {
  readonly teamId: string;
  /** The champion. */
  readonly modelId: string;
}

/** Every candidate that ran in the shadow of this model on the team's photos, in figures. */
export async function shadowOf(
  { teamId, modelId: championId }: Asked,
  now = new Date(),
): Promise<ShadowAnswer> {
  const [whole, { shadow }] = await Promise.all([shadowWholeSince(), readRelease()]);
  const base = { championId, runningId: shadow.candidateId, least: LEAST_SHOWN };
  if (whole === null) return { ...base, since: null, candidates: [] };
  const since = new Date(Math.max(whole.getTime(), now.getTime() - SHOWN_DAYS * DAY_MS));
  const rows = await readShadowed(connection(), { teamId, championId, since, limit: MOST_PHOTOS });
  const saved = await newestOfPhotos([...new Set(rows.map(({ photoId }) => photoId))]);
  const ids = [...new Set(rows.map(({ candidateId }) => candidateId))];
  const candidates = ids.map((candidateId) => {
    const seen = rows.filter((row) => row.candidateId === candidateId);
    const photos = seen.map(({ photoId, champion, candidate }) => {
      const correction = saved.get(photoId);
      return { champion, candidate, standing: correction ? standingBoxes(correction) : null };
    });
    // of few photos even sums would tell of one person
    return {
      candidateId,
      photos: seen.length,
      figures: seen.length < LEAST_SHOWN ? null : compareShadow(photos),
    };
  });
  return { ...base, since: since.toISOString(), candidates };
}
