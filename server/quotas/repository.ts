import { sql } from "drizzle-orm";
import type { Queries } from "@/server/db/transaction";

export interface TeamUse {
  readonly isPersonal: boolean;
  readonly bytes: number;
  readonly photos: number;
}

/** Photos of a team with their thumbnails, as they are now. */
export async function readUse(queries: Queries, teamId: string): Promise<TeamUse> {
  const { rows } = await queries.execute<{ isPersonal: boolean; bytes: number; photos: number }>(sql`
    select exists (select from users where id = ${teamId}) as "isPersonal", count(p.id)::int as photos,
      coalesce(sum(p.bytes::bigint + p.thumbnail_bytes), 0)::float8 as bytes
    from photos p where p.owner_id = ${teamId}`);
  return rows[0] ?? { isPersonal: false, bytes: 0, photos: 0 };
}

/** Jobs of a team that wait or work. */
export async function countJobs(queries: Queries, teamId: string): Promise<number> {
  const { rows } = await queries.execute<{ jobs: number }>(
    sql`select count(*)::int as jobs from jobs where team_id = ${teamId} and state in ('queued', 'running', 'cancelling')`,
  );
  return rows[0]?.jobs ?? 0;
}

/** Until the transaction ends nobody else of the team takes room. */
export async function lockQuota(queries: Queries, teamId: string, of: "room" | "jobs"): Promise<void> {
  await queries.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`quota/${of}/${teamId}`}, 0))`);
}
