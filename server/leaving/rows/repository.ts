import { type SQL, sql } from "drizzle-orm";
import type { Queries } from "@/server/db/transaction";

/** A foreign key of one column, as PostgreSQL's catalog has it. */
export interface ForeignKey {
  readonly child: string;
  readonly childColumn: string;
  readonly parent: string;
  readonly parentColumn: string;
  /** What happens with the child's row: `c` goes too, `n` forgets, anything else refuses. */
  readonly onDelete: string;
}

/** Every foreign key of the database: a table that is added later is found without a line here. */
export async function readForeignKeys(queries: Queries): Promise<readonly ForeignKey[]> {
  const { rows } = await queries.execute<{ [key in keyof ForeignKey]: string }>(sql`
    select c.conrelid::regclass::text as "child", ca.attname as "childColumn",
           c.confrelid::regclass::text as "parent", pa.attname as "parentColumn", c.confdeltype::text as "onDelete"
    from pg_constraint c
    join pg_attribute ca on ca.attrelid = c.conrelid and ca.attnum = c.conkey[1]
    join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = c.confkey[1]
    where c.contype = 'f' and cardinality(c.conkey) = 1 and c.connamespace = 'public'::regnamespace`);
  return rows;
}

const name = (quoted: string) => sql.raw(quoted);
const column = (plain: string) => sql.identifier(plain);

/** Deletes rows of a table, and before them the rows that would keep them there. */
export async function deleteRows(
  queries: Queries,
  keys: readonly ForeignKey[],
  table: string,
  which: SQL,
  path: readonly string[] = [],
): Promise<void> {
  if (path.includes(table)) return;
  for (const key of keys) {
    if (key.parent !== table || key.onDelete === "c" || key.onDelete === "n") continue;
    const kept = sql`${column(key.childColumn)} in (select ${column(key.parentColumn)} from ${name(table)} where ${which})`;
    await deleteRows(queries, keys, key.child, kept, [...path, table]);
  }
  await queries.execute(sql`delete from ${name(table)} where ${which}`);
}

/** Deletes all that belongs to a team, in every table, and the team. */
export async function deleteTeamRows(
  queries: Queries,
  keys: readonly ForeignKey[],
  teamId: string,
): Promise<void> {
  await deleteRows(queries, keys, "teams", sql`id = ${teamId}`);
}

/** What a person did in teams that stay is another's from now on; what only they had goes with their row. */
export async function handRowsTo(
  queries: Queries,
  keys: readonly ForeignKey[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  for (const key of keys) {
    if (key.parent !== "users" || key.onDelete === "c" || key.onDelete === "n") continue;
    const at = column(key.childColumn);
    await queries.execute(sql`update ${name(key.child)} set ${at} = ${to} where ${at} = ${from}`);
  }
}
