import { sql } from "drizzle-orm";
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

it("answers with server/database-down when nobody listens", async () => {
  const { drizzle } = await import("drizzle-orm/node-postgres");
  const pg = await import("pg");
  const pool = new pg.default.Pool({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
  await expect(migrateDatabase(drizzle(pool))).rejects.toMatchObject({ code: "server/database-down" });
  await pool.end();
});
