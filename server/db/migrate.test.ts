import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getDatabase } from "./client";
import { migrateDatabase } from "./migrate";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

it("has the local user, and changes nothing the second time", async () => {
  await migrateDatabase(getDatabase());
  const { rows } = await getDatabase().execute(sql`select kind, count(*)::int as n from users group by kind`);
  expect(rows).toEqual([{ kind: "local", n: 1 }]);
});

it("gives every table of people's data an owner or an author", async () => {
  // classes of a photo and recipes have none of their own: they belong to the photo, and to everybody
  const { rows } = await getDatabase().execute(sql`
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name in ('owner_id', 'author_id') order by 1`);
  expect(rows.map((row) => row.table_name)).toEqual(expect.arrayContaining(["corrections", "photos"]));
});

it("is done once when several replicas start at the same time", async () => {
  const url = testDatabase.url.replace(/[^/]*$/, "");
  const name = `forage_race_${process.pid}`;
  await getDatabase().execute(sql.raw(`create database ${name}`));
  const pools = Array.from({ length: 4 }, () => new pg.Pool({ connectionString: `${url}${name}`, max: 1 }));
  try {
    await Promise.all(pools.map((pool) => migrateDatabase(drizzle(pool))));
    const [first] = pools;
    const { rows } = await drizzle(first as pg.Pool).execute(
      sql`select count(*)::int as n, count(distinct hash)::int as different from drizzle.__drizzle_migrations`,
    );
    expect(rows[0]?.n).toBeGreaterThan(0);
    expect(rows[0]?.n).toBe(rows[0]?.different);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
    await getDatabase().execute(sql.raw(`drop database ${name}`));
  }
});

it("answers with server/database-down when nobody listens", async () => {
  const pool = new pg.Pool({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
  await expect(migrateDatabase(drizzle(pool))).rejects.toMatchObject({ code: "server/database-down" });
  await pool.end();
});
