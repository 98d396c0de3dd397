import { count, eq, inArray, sql } from "drizzle-orm";
import { jobs } from "@/server/db/schema/jobs";
import { users } from "@/server/db/schema/users";
import type { Queries } from "@/server/db/transaction";

/** Each team with how many are in it, and the photos it keeps with their thumbnails; the largest first. */
export async function readTeamUse(queries: Queries, limit: number) {
  const { rows } = await queries.execute<{
    id: string;
    name: string;
    isPersonal: boolean;
    members: number;
    photos: number;
    bytes: number;
  }>(sql`
    select t.id, t.name, exists (select from users u where u.id = t.id) as "isPersonal",
      (select count(*)::int from memberships m where m.team_id = t.id) as members,
      (select count(*)::int from photos p where p.owner_id = t.id) as photos,
      (select coalesce(sum(p.bytes::bigint + p.thumbnail_bytes), 0)::float8 from photos p where p.owner_id = t.id) as bytes
    from teams t order by bytes desc, t.name limit ${limit}`);
  return rows;
}

/** Jobs that wait or work, and those that failed, by kind. */
export async function readJobCounts(queries: Queries) {
  return queries
    .select({ kind: jobs.kind, state: jobs.state, count: count() })
    .from(jobs)
    .where(inArray(jobs.state, ["queued", "running", "cancelling", "failed"]))
    .groupBy(jobs.kind, jobs.state)
    .orderBy(jobs.kind, jobs.state);
}

export async function countPeople(queries: Queries): Promise<number> {
  const [row] = await queries.select({ rows: count() }).from(users).where(eq(users.kind, "account"));
  return row?.rows ?? 0;
}

export async function readDatabaseSize(queries: Queries): Promise<number> {
  const { rows } = await queries.execute<{ bytes: number }>(
    sql`select pg_database_size(current_database())::float8 as bytes`,
  );
  return rows[0]?.bytes ?? 0;
}
