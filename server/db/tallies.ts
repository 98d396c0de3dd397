import { sql } from "drizzle-orm";
import { photoTally, tallies } from "@/server/db/schema/tallies";
import type { Queries } from "@/server/db/transaction";

/** More changes than this beside the sums are added up into them. */
const LOOSE_CHANGES = 1_000;

/** Sums replace the changes they are made of, in one statement: no reader ever sees another count. */
async function addUp(queries: Queries): Promise<void> {
  // one at a time; a second caller has nothing to do
  await queries.execute(sql`with held as (select pg_try_advisory_xact_lock(hashtextextended('tallies', 0)) as is_free),
      taken as (delete from ${tallies} where (select is_free from held) returning key, change)
    insert into ${tallies} (key, change) select key, sum(change)::int from taken group by key having sum(change) <> 0`);
}

/**
 * How many photos count for each value of a kind; values nothing counts for are absent.
 * @param prefix `kind/owner/`, as the view `photo_tally_now` writes it; what follows it is the value
 */
export async function readTallies(queries: Queries, prefix: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await queries.execute<{ key: string; photos: number; changes: number }>(
    sql`select key, sum(change)::int as photos, count(*)::int as changes from ${tallies}
      where starts_with(key, ${prefix}) group by key`,
  );
  const changes = rows.reduce((total, row) => total + row.changes, 0);
  if (changes > rows.length + LOOSE_CHANGES) await addUp(queries);
  return new Map(
    rows.filter(({ photos }) => photos > 0).map(({ key, photos }) => [key.slice(prefix.length), photos]),
  );
}

/** How many photos count for the one value of a kind that has no others. */
export async function readTally(queries: Queries, prefix: string): Promise<number> {
  return (await readTallies(queries, prefix)).get("") ?? 0;
}

/** Recounts photos whose counts are wrong. @returns how many there were: none is expected */
export async function mendTallies(queries: Queries): Promise<number> {
  const { rows } = await queries.execute<{ photos: number }>(
    sql`with off as (select coalesce(n.photo_id, t.photo_id) as id from photo_tally_now n
        full join ${photoTally} t on t.photo_id = n.photo_id where n.keys is distinct from t.keys),
      ids as (select array(select id from off) as changed)
      select cardinality(changed)::int as photos, photo_tally_refresh(changed) from ids`,
  );
  return rows[0]?.photos ?? 0;
}
