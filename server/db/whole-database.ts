import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { projectPath } from "@/server/storage/project-root";
import { closeDatabase, getDatabase, getPool } from "./client";
import { migrateDatabase } from "./migrate";
import type { Queries } from "./transaction";

export interface TableShape {
  readonly name: string;
  /** Those that are written; generated ones are not. */
  readonly columns: readonly string[];
}

export interface MigrationRow {
  readonly hash: string;
  readonly createdAt: number;
}

/** One connection for all of a backup or all that is restored. */
export type OneConnection = pg.PoolClient;

/** For what asks through Drizzle. */
export const queriesOn = (client: OneConnection): Queries => drizzle(client);

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const columnList = ({ columns }: TableShape) => columns.map(quoted).join(", ");

async function rowsOf<T>(client: OneConnection, schema: z.ZodType<T>, text: string, values: unknown[] = []) {
  const { rows } = await client.query(text, values);
  return z.array(schema).parse(rows);
}

/** Runs work in one transaction on one connection; what it throws rolls everything back. */
export async function inOneTransaction<T>(
  kind: "read a snapshot" | "write",
  work: (client: OneConnection) => Promise<T>,
): Promise<T> {
  const client = await getPool().connect();
  try {
    await client.query(
      kind === "write" ? "begin" : "begin transaction isolation level repeatable read read only",
    );
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // ends the transaction with the connection, whatever state it is in
    client.release(true);
    throw error;
  }
}

/** Lets go of this process's connections, so that none is taken for somebody else's; the next query opens new ones. */
export const letGo = (): Promise<void> => closeDatabase();

/** Brings tables that were rebuilt up to date. @throws AppError server/database-down */
export const bringUpToDate = (): Promise<void> => migrateDatabase(getDatabase());

/** Every migration that this Forage knows, oldest first. */
export function knownMigrations(): readonly {
  readonly hash: string;
  readonly statements: readonly string[];
}[] {
  const known = readMigrationFiles({ migrationsFolder: projectPath("server", "db", "migrations") });
  return known.map(({ hash, sql }) => ({ hash, statements: sql }));
}

/**
 * Every table with the columns that are written, in an order in which each comes after those it refers to.
 * @throws Error for tables that refer to each other in a circle
 */
export async function listTables(client: OneConnection): Promise<readonly TableShape[]> {
  const shapes = await rowsOf(
    client,
    z.object({ name: z.string(), columns: z.array(z.string()) }),
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by 1 order by 1`,
  );
  const references = await rowsOf(
    client,
    z.object({ from: z.string(), to: z.string() }),
    `select distinct a.relname as from, b.relname as to from pg_constraint f
     join pg_class a on a.oid = f.conrelid join pg_class b on b.oid = f.confrelid
     where f.contype = 'f' and a.oid <> b.oid and a.relnamespace = 'public'::regnamespace`,
  );
  const left = new Map(shapes.map((shape) => [shape.name, shape]));
  const ordered: TableShape[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(({ name }) =>
      references.every(({ from, to }) => from !== name || !left.has(to)),
    );
    if (free.length === 0) throw new Error(`tables in a circle: ${[...left.keys()].join(", ")}`);
    for (const shape of free) left.delete(shape.name);
    ordered.push(...free);
  }
  return ordered;
}

/** Migrations that were made on this database, oldest first; none where there is no schema yet. */
export async function listMigrations(client: OneConnection): Promise<readonly MigrationRow[]> {
  const { rows } = await client.query("select to_regclass('drizzle.__drizzle_migrations') as found");
  if (!rows[0]?.found) return [];
  return rowsOf(
    client,
    z.object({ hash: z.string(), createdAt: z.coerce.number() }),
    `select hash, created_at as "createdAt" from drizzle.__drizzle_migrations order by created_at`,
  );
}

/** Writes a table's rows, in PostgreSQL's own text form. */
export async function copyOut(client: OneConnection, table: TableShape, into: Writable): Promise<void> {
  // a partitioned table can only be read as a query
  const text = `copy (select ${columnList(table)} from public.${quoted(table.name)}) to stdout`;
  await pipeline(client.query(copyTo(text)), into);
}

/** Adds rows as `copyOut` wrote them. @returns how many there are in the table then */
export async function copyIn(client: OneConnection, table: TableShape, rows: Readable): Promise<number> {
  const text = `copy public.${quoted(table.name)} (${columnList(table)}) from stdin`;
  await pipeline(rows, client.query(copyFrom(text)));
  return countRows(client, table.name);
}

export async function countRows(client: OneConnection, table: string): Promise<number> {
  const { rows } = await client.query(`select count(*)::int as n from public.${quoted(table)}`);
  return z.object({ n: z.number() }).parse(rows[0]).n;
}

/** What counts, logs or notifies by itself would do it a second time for rows that are brought back. */
export async function withoutTriggers(
  client: OneConnection,
  tables: readonly TableShape[],
  work: () => Promise<void>,
): Promise<void> {
  for (const { name } of tables)
    await client.query(`alter table public.${quoted(name)} disable trigger user`);
  await work();
  for (const { name } of tables) await client.query(`alter table public.${quoted(name)} enable trigger user`);
}

/** Tables with rows that people made, by what they are for them. */
const MADE_BY_PEOPLE = {
  photos: "photos",
  plants: "plants",
  sessions: "people who are signed in",
  registered_models: "models",
  dataset_versions: "data-set versions",
  stocked_foods: "a pantry",
} as const;

/** @returns what people have made here, in a word; undefined for a new installation */
export async function whatIsHere(client: OneConnection): Promise<string | undefined> {
  for (const [table, what] of Object.entries(MADE_BY_PEOPLE)) {
    const { rows } = await client.query("select to_regclass($1) as found", [`public.${table}`]);
    if (rows[0]?.found && (await countRows(client, table)) > 0) return what;
  }
  const { rows } = await client.query("select to_regclass('public.users') as found");
  if (!rows[0]?.found) return undefined;
  return (await countRows(client, "users")) > 1 ? "accounts" : undefined;
}

/** Empties the database and makes the tables anew, by migrations that it then counts as made. */
export async function rebuildSchema(
  client: OneConnection,
  statements: readonly string[],
  migrations: readonly MigrationRow[],
): Promise<void> {
  await client.query("drop schema public cascade");
  await client.query("drop schema if exists drizzle cascade");
  await client.query("create schema public");
  await client.query("create schema drizzle");
  await client.query(
    "create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  for (const statement of statements) await client.query(statement);
  for (const { hash, createdAt } of migrations)
    await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
      hash,
      createdAt,
    ]);
}

/** Sequences go on after the highest number that was brought back. */
export async function moveSequences(client: OneConnection): Promise<void> {
  const owned = await rowsOf(
    client,
    z.object({ sequence: z.string(), table: z.string(), column: z.string() }),
    `select s.oid::regclass::text as sequence, t.oid::regclass::text as table, a.attname as column
     from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i')
     join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
     where s.relkind = 'S' and t.relnamespace = 'public'::regnamespace`,
  );
  for (const { sequence, table, column } of owned)
    await client.query(
      `select setval('${sequence}', coalesce(max(${quoted(column)}), 0) + 1, false) from ${table}`,
    );
}

/** Other processes of Forage that use this database now. */
export async function countOthers(client: OneConnection): Promise<number> {
  const rows = await rowsOf(
    client,
    z.object({ n: z.number() }),
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name = 'forage' and pid <> pg_backend_pid()`,
  );
  return rows[0]?.n ?? 0;
}
