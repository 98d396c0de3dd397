import pg from "pg";

/** Every row of a database as text, by table. */
export type Snapshot = ReadonlyMap<string, readonly string[]>;

/** Looks at a whole database on a connection of its own, so that it takes no part in what is watched. */
export interface Observer {
  /** Changes with any row of any table. */
  fingerprint(): Promise<string>;
  snapshot(): Promise<Snapshot>;
  close(): Promise<void>;
}

export async function observe(url: string): Promise<Observer> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const all = (select: (name: string) => string) =>
    tables.map(({ name }) => select(name)).join(" union all ");
  const hashes = all(
    (name) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as hash from "${name}" t`,
  );
  const rowsOf = all((name) => `select '${name}' as name, to_jsonb(t)::text as row from "${name}" t`);
  return {
    fingerprint: async () => JSON.stringify((await client.query(`${hashes} order by 1`)).rows),
    snapshot: async () => {
      const { rows } = await client.query<{ name: string; row: string }>(rowsOf);
      const byTable = new Map<string, string[]>(tables.map(({ name }) => [name, []]));
      for (const { name, row } of rows) byTable.get(name)?.push(row);
      for (const list of byTable.values()) list.sort();
      return byTable;
    },
    close: () => client.end().catch(() => undefined),
  };
}

/** The tables in which two snapshots differ. */
export function differingTables(one: Snapshot, other: Snapshot): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) => JSON.stringify(one.get(name)) !== JSON.stringify(other.get(name)),
  );
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:?\d{2})?|Z)?/g;

/**
 * A snapshot without what no two runs share: ids that were made in them, times, and numbers that a sequence gave.
 * @param before what was there already keeps its ids
 * @param sequences columns to leave out, as `table.column`
 */
export function withoutChance(
  snapshot: Snapshot,
  before: Snapshot,
  sequences: ReadonlySet<string>,
): Snapshot {
  const known = new Set([...before.values()].flat().flatMap((row) => row.match(UUID) ?? []));
  return new Map(
    [...snapshot].map(([table, rows]) => [
      table,
      rows
        .map((row) => {
          const values = Object.entries(JSON.parse(row) as object).filter(
            ([column]) => !sequences.has(`${table}.${column}`),
          );
          return JSON.stringify(Object.fromEntries(values))
            .replace(UUID, (id) => (known.has(id) ? id : "new"))
            .replace(TIME, "time")
            .replace(/-[0-9a-f]{8}(?=")/g, "-new");
        })
        .toSorted(),
    ]),
  );
}
