import { and, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import {
  type PromotionGateReport,
  type PromotionVerdictRecord,
  promotionVerdictRecordSchema,
} from "@/lib/contracts/promotion-gate";
import { ownTeam } from "@/server/db/own-team";
import { photos } from "@/server/db/schema/photos";
import { gateVerdicts } from "@/server/db/schema/training";
import type { Queries } from "@/server/db/transaction";

function toVerdict(row: typeof gateVerdicts.$inferSelect): PromotionVerdictRecord {
  return promotionVerdictRecordSchema.parse({ ...row, createdAt: row.createdAt.toISOString() });
}

/** Verdicts of the team that asks. */
const isOwn = (which?: SQL): SQL | undefined => and(eq(gateVerdicts.teamId, ownTeam()), which);

/** Now, but after the team's newest: two verdicts of one millisecond would have no order, and the newest decides. */
const laterThanAll = (teamId: string): SQL<Date> =>
  sql`greatest(now(), (select max(${gateVerdicts.createdAt}) + interval '1 millisecond' from ${gateVerdicts} where ${gateVerdicts.teamId} = ${teamId}))`;

export async function insertVerdict(
  queries: Queries,
  id: string,
  report: PromotionGateReport,
): Promise<PromotionVerdictRecord> {
  const { candidateId, championId, verdict } = report;
  const teamId = ownTeam();
  const [row] = await queries
    .insert(gateVerdicts)
    .values({ id, teamId, candidateId, championId, verdict, report, createdAt: laterThanAll(teamId) })
    .returning();
  if (!row) throw new RangeError("insert returned nothing");
  return toVerdict(row);
}

export async function findVerdict(queries: Queries, id: string): Promise<PromotionVerdictRecord | undefined> {
  const [row] = await queries
    .select()
    .from(gateVerdicts)
    .where(isOwn(eq(gateVerdicts.id, id)));
  return row && toVerdict(row);
}

/** Newest first; of one model, as candidate or champion, when named. */
export async function findVerdicts(
  queries: Queries,
  options: {
    readonly modelId?: string;
    readonly limit: number;
  },
): Promise<readonly PromotionVerdictRecord[]> {
  const { modelId, limit } = options;
  const rows = await queries
    .select()
    .from(gateVerdicts)
    .where(
      isOwn(
        modelId === undefined
          ? undefined
          : or(eq(gateVerdicts.candidateId, modelId), eq(gateVerdicts.championId, modelId)),
      ),
    )
    .orderBy(desc(gateVerdicts.createdAt), desc(gateVerdicts.id))
    .limit(limit);
  return rows.map(toVerdict);
}

export async function findNewestVerdictOf(
  queries: Queries,
  candidateId: string,
): Promise<PromotionVerdictRecord | undefined> {
  const [row] = await queries
    .select()
    .from(gateVerdicts)
    .where(isOwn(eq(gateVerdicts.candidateId, candidateId)))
    .orderBy(desc(gateVerdicts.createdAt), desc(gateVerdicts.id))
    .limit(1);
  return row && toVerdict(row);
}

export async function findNewestVerdictAgainst(
  queries: Queries,
  candidateId: string,
  championId: string,
): Promise<PromotionVerdictRecord | undefined> {
  const [row] = await queries
    .select()
    .from(gateVerdicts)
    .where(isOwn(and(eq(gateVerdicts.candidateId, candidateId), eq(gateVerdicts.championId, championId))))
    .orderBy(desc(gateVerdicts.createdAt), desc(gateVerdicts.id))
    .limit(1);
  return row && toVerdict(row);
}

export async function markPromoted(queries: Queries, id: string): Promise<void> {
  await queries
    .update(gateVerdicts)
    .set({ promoted: true })
    .where(isOwn(eq(gateVerdicts.id, id)));
}

/** Ids of stored photos by the SHA-256 of their files; those that are not stored (any more) are left out. */
export async function findPhotoIds(
  queries: Queries,
  hashes: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (hashes.length === 0) return {};
  const rows = await queries
    .select({ id: photos.id, sha256: photos.sha256 })
    .from(photos)
    .where(and(eq(photos.ownerId, ownTeam()), inArray(photos.sha256, [...hashes])));
  return Object.fromEntries(rows.map(({ sha256, id }) => [sha256, id]));
}
