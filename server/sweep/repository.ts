import { sql } from "drizzle-orm";
import { trainingRuns } from "@/server/db/schema/training";
import type { Queries } from "@/server/db/transaction";

/** Every place where a row names a stored file. A table that comes to name files gets a line here. */
const NAMED = sql`
  select sha256 as name from photos
  union all select thumbnail_sha256 from photos
  union all select sha256 from recipe_pictures where sha256 is not null
  union all select thumbnail_sha256 from recipe_pictures where thumbnail_sha256 is not null
  union all select manifest_sha256 from dataset_versions
  union all select report_sha256 from dataset_versions
  union all select manifest_sha256 from dataset_checks
  union all select report_sha256 from dataset_checks
  union all select report_sha256 from data_error_reports
  union all select sha256 from dataset_version_photos where deleted_at is null
  union all select file->>'sha256' from registered_models, jsonb_array_elements(manifest->'files') file`;

/** Those of some names of stored files that a row names. */
export async function namedFiles(queries: Queries, names: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = sql.param([...names]);
  const { rows } = await queries.execute<{ name: string }>(
    sql`select distinct name from (${NAMED}) named where name = any(${asked}::text[])`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Names of the stored files that rows name, after one name, a page at a time. */
export async function listNamed(queries: Queries, after: string, limit: number): Promise<readonly string[]> {
  const { rows } = await queries.execute<{ name: string }>(
    sql`select distinct name from (${NAMED}) named where name > ${after} order by name limit ${limit}`,
  );
  return rows.map(({ name }) => name);
}

export async function listRunIds(queries: Queries): Promise<ReadonlySet<string>> {
  const rows = await queries.select({ id: trainingRuns.id }).from(trainingRuns);
  return new Set(rows.map(({ id }) => id));
}
