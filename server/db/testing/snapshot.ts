import pg from "pg";

/** Every row of a database as text, by table. */
export type Snapshot = ReadonlyMap<string, readonly string[]>;

/** Looks at a whole database on a connection of its own, so that it does not affect what is watched. */
export interface Observer {
  /** Changes with any row of any table. */
  fingerprint(): Promise<string>;
  snapshot(): Promise<Snapshot>;
  /** Puts every row back as it was when `observe` was called. Sequences continue. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Where the rows are kept, beside the tables that are looked at. */
const KEPT = "kept_rows";

/** Keeps every row as it is now. @returns by table, the columns that can be written */
async function keepRows(client: pg.Client, tables: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const copies = tables.map((name) => `create table ${KEPT}."${name}" as table "${name}";`);
  await client.query(`create schema ${KEPT}; ${copies.join(" ")}`);
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
     from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' group by 1`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/**
 * Counts the statements that touch each table, so that only those that were touched are read again. A counter is no part
 * of a transaction: it also moves for one that is rolled back, or that has not ended.
 */
async function countTouches(client: pg.Client, tables: readonly string[]): Promise<void> {
  const each = tables.map(
    (name) => `create sequence ${KEPT}."touched ${name}";
      create trigger "~touched" after insert or update or delete or truncate on "${name}"
        for each statement execute function ${KEPT}.touch();`,
  );
  await client.query(`create function ${KEPT}.touch() returns trigger language plpgsql security definer as $$
    begin perform nextval(format('${KEPT}.%I', 'touched ' || tg_table_name)); return null; end $$; ${each.join(" ")}`);
}

/** Touches of each table until now, and whether nobody else is in the middle of a change. */
async function readTouches(client: pg.Client) {
  const { rows } = await client.query<{ name: string; touches: string | null; isQuiet: boolean }>(
    `select substr(sequencename, 9) as name, last_value as touches, not exists (
       select from pg_stat_activity where datname = current_database() and backend_xid is not null
         and pid <> pg_backend_pid()) as "isQuiet"
     from pg_sequences where schemaname = '${KEPT}'`,
  );
  const touches = new Map(rows.map((row) => [row.name, row.touches ?? "0"]));
  return { touches, isQuiet: rows.every(({ isQuiet }) => isQuiet) };
}

export async function observe(url: string): Promise<Observer> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const hashOf = (name: string) =>
    `select '${name}' as name, md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as hash from "${name}" t`;
  const columns = await keepRows(
    client,
    tables.map(({ name }) => name),
  );
  await countTouches(
    client,
    tables.map(({ name }) => name),
  );
  const known = new Map<string, { readonly touches: string; readonly hash: string }>();
  const readHashes = async (): Promise<ReadonlyMap<string, string>> => {
    const { touches, isQuiet } = await readTouches(client);
    const touched = tables.filter(({ name }) => known.get(name)?.touches !== touches.get(name));
    if (touched.length > 0) {
      const text = touched.map(({ name }) => hashOf(name)).join(" union all ");
      for (const { name, hash } of (await client.query<{ name: string; hash: string }>(text)).rows)
        known.set(name, { touches: isQuiet ? (touches.get(name) ?? "0") : "open", hash });
    }
    return new Map([...known].map(([name, { hash }]) => [name, hash]));
  };
  const kept = await readHashes();
  const rowsOf = (name: string) => `select '${name}' as name, to_jsonb(t)::text as row from "${name}" t`;
  /** What was read of a table, for as long as nobody touches it: most of a database is never touched by a test. */
  const read = new Map<string, { readonly hash: string; readonly rows: readonly string[] }>();
  return {
    fingerprint: async () => JSON.stringify([...(await readHashes())].toSorted()),
    restore: async () => {
      const now = await readHashes();
      const changed = [...kept].filter(([name, hash]) => now.get(name) !== hash).map(([name]) => name);
      // only rows that differ: written anew, a whole table would leave its old rows and indexes behind each time
      const statements = changed.map(
        (name) =>
          `delete from "${name}" t where t::text not in (select k::text from ${KEPT}."${name}" k);
           insert into "${name}" (${columns.get(name)}) overriding system value select ${columns.get(name)}
             from ${KEPT}."${name}" k where k::text not in (select t::text from "${name}" t);`,
      );
      // as a replica: no trigger and no foreign key acts on rows that are put back
      await client.query(
        `begin; set local session_replication_role = replica; set local work_mem = '512MB'; ${statements.join(" ")} commit`,
      );
      // no counter moved for what was put back
      for (const name of changed) known.delete(name);
    },
    snapshot: async () => {
      const hashes = await readHashes();
      const changed = tables.filter(({ name }) => read.get(name)?.hash !== hashes.get(name));
      const byTable = new Map<string, string[]>(changed.map(({ name }) => [name, []]));
      if (changed.length > 0) {
        const text = changed.map(({ name }) => rowsOf(name)).join(" union all ");
        for (const { name, row } of (await client.query<{ name: string; row: string }>(text)).rows)
          byTable.get(name)?.push(row);
        const { touches } = await readTouches(client);
        for (const [name, rows] of byTable) {
          rows.sort();
          // a change between the two questions: what was read is not what the hash is of
          if (known.get(name)?.touches === (touches.get(name) ?? "0"))
            read.set(name, { hash: hashes.get(name) ?? "", rows });
          else read.delete(name);
        }
      }
      return new Map(tables.map(({ name }) => [name, byTable.get(name) ?? read.get(name)?.rows ?? []]));
    },
    close: () => client.end().catch(() => undefined),
  };
}

/** The tables in which two snapshots differ. */
export function differingTables(one: Snapshot, other: Snapshot): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) =>
      one.get(name) !== other.get(name) && JSON.stringify(one.get(name)) !== JSON.stringify(other.get(name)),
  );
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:?\d{2})?|Z)?/g;

/**
 * A snapshot without what differs in every run: new ids, times, and numbers from a sequence.
 * @param before what was there already keeps its ids
 * @param sequences columns to leave out, as `table.column`
 */
export function withoutChance(
  snapshot: Snapshot,
  before: Snapshot,
  sequences: ReadonlySet<string>,
): Snapshot {
  const { known, done } = rememberedOf(before, sequences);
  return new Map(
    [...snapshot].map(([table, rows]) => {
      const text = done.get(rows) ?? rows.map((row) => plainRow(table, row, known, sequences)).toSorted();
      done.set(rows, text);
      return [table, text];
    }),
  );
}

interface Remembered {
  /** Ids that were there before. */
  readonly known: ReadonlySet<string>;
  /** Rows that were already read, by the list they came in: an untouched table comes as the same list. */
  readonly done: WeakMap<readonly string[], readonly string[]>;
}

const remembered = new WeakMap<Snapshot, WeakMap<ReadonlySet<string>, Remembered>>();

function rememberedOf(before: Snapshot, sequences: ReadonlySet<string>): Remembered {
  const ofBefore = remembered.get(before) ?? new WeakMap<ReadonlySet<string>, Remembered>();
  remembered.set(before, ofBefore);
  const found = ofBefore.get(sequences) ?? {
    known: new Set([...before.values()].flat().flatMap((row) => row.match(UUID) ?? [])),
    done: new WeakMap(),
  };
  ofBefore.set(sequences, found);
  return found;
}

function plainRow(
  table: string,
  row: string,
  known: ReadonlySet<string>,
  sequences: ReadonlySet<string>,
): string {
  const values = Object.entries(JSON.parse(row) as object).filter(
    ([column]) => !sequences.has(`${table}.${column}`),
  );
  return JSON.stringify(Object.fromEntries(values))
    .replace(UUID, (id) => (known.has(id) ? id : "new"))
    .replace(TIME, "time")
    .replace(/-[0-9a-f]{8}(?=")/g, "-new");
}
