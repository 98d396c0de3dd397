import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { projectPath } from "@/server/storage/project-root";
import { getDatabase } from "./client";
import { migrateDatabase } from "./migrate";
import { LOCAL_USER_ID } from "./schema/users";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The last migration of the time when Forage had one person. */
const LAST_OF_ONE_PERSON = "0021_share_week";

let testDatabase: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "forage-migrations-"));
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Empties the database and brings it to where it was before there were teams. */
async function goBack(): Promise<void> {
  cpSync(projectPath("server", "db", "migrations"), folder, { recursive: true });
  const file = join(folder, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8")) as { entries: { tag: string }[] };
  const last = journal.entries.findIndex(({ tag }) => tag === LAST_OF_ONE_PERSON);
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  const database = getDatabase();
  await database.execute(
    sql`drop schema public cascade; create schema public; drop schema drizzle cascade; set search_path to public`,
  );
  await migrate(database, { migrationsFolder: folder });
}

it("keeps every row of the one person as their team's", async () => {
  await goBack();
  const database = getDatabase();
  const me = sql`${LOCAL_USER_ID}::uuid`;
  await database.execute(sql`insert into users (id, name, kind) values (${me}, 'This computer', 'local')`);
  await database.execute(sql`insert into photos (id, owner_id, name, width, height, sha256, bytes, content_type,
    thumbnail_sha256, thumbnail_bytes, source_sha256)
    values (${me}, ${me}, 'a.jpg', 4, 3, 'a', 1, 'image/jpeg', 'b', 1, 'c')`);
  await database.execute(sql`insert into kitchens (user_id, is_pantry_on) values (${me}, true)`);
  await database.execute(sql`insert into plants (id, owner_id, name) values (${me}, ${me}, 'Basil')`);
  await database.execute(
    sql`insert into jobs (id, kind, queue, state, params, created_by) values (${me}, 'k', 'k', 'done', '{}', ${me})`,
  );
  await migrateDatabase(database);
  const { rows } = await database.execute(sql`select t.id, t.name, m.role, u.is_admin,
    (select count(*)::int from photos where owner_id = t.id) as photos,
    (select count(*)::int from kitchens where user_id = t.id and is_pantry_on) as kitchens,
    (select count(*)::int from plants where owner_id = t.id) as plants,
    (select count(*)::int from jobs where team_id = t.id) as jobs
    from teams t join memberships m on m.team_id = t.id join users u on u.id = m.user_id`);
  expect(rows).toEqual([
    {
      id: LOCAL_USER_ID,
      name: "This computer",
      role: "admin",
      is_admin: true,
      photos: 1,
      kitchens: 1,
      plants: 1,
      jobs: 1,
    },
  ]);
});
