import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { splitAssignments } from "@/server/db/schema/datasets";
import { photoClasses, photoSources, photos } from "@/server/db/schema/photos";
import { photoSignals } from "@/server/db/schema/reviews";
import { photoTally, tallies } from "@/server/db/schema/tallies";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection } from "@/server/db/transaction";
import { mendTallies, readTallies, readTally } from "./tallies";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().delete(photos);
  await getDatabase().delete(splitAssignments);
});

const db = () => getDatabase();
const owner = LOCAL_USER_ID;
const shaOf = (id: string) => id.replaceAll("-", "").padEnd(64, "0");

async function photo(more: Partial<typeof photos.$inferInsert> = {}): Promise<string> {
  const id = randomUUID();
  const sha256 = shaOf(id);
  const files = { sha256, bytes: 1, thumbnailSha256: sha256, thumbnailBytes: 1, sourceSha256: sha256 };
  const looks = { name: "a.jpg", width: 10, height: 10, contentType: "image/jpeg" } as const;
  await db()
    .insert(photos)
    .values({ id, ownerId: owner, ...looks, ...files, ...more });
  return id;
}

async function correct(photoId: string, revision = 1): Promise<void> {
  const empty = { filter: {}, modelBoxes: [], labels: [] };
  await db()
    .insert(corrections)
    .values({ id: randomUUID(), photoId, authorId: owner, revision, ...empty })
    .onConflictDoNothing();
}

const addClass = (photoId: string, classId: number) =>
  db().insert(photoClasses).values({ photoId, classId, boxCount: 1, editedCount: 0 }).onConflictDoNothing();
const addSource = (photoId: string, source: string) =>
  db().insert(photoSources).values({ photoId, source }).onConflictDoNothing();
const assign = (photoId: string, split: "train" | "val" | "test") =>
  db()
    .insert(splitAssignments)
    .values({ teamId: LOCAL_USER_ID, sha256: shaOf(photoId), split, source: "a", groupKey: "g" })
    .onConflictDoUpdate({ target: [splitAssignments.teamId, splitAssignments.sha256], set: { split } });
const sign = (photoId: string, features: number[] | null) =>
  db()
    .insert(photoSignals)
    .values({
      photoId,
      revision: 1,
      modelId: "m/1",
      errors: [{ kind: "missed", classId: 3, count: 1 }],
      disagreement: 0.5,
      uncertainty: 0,
      rarity: 0,
      priority: 0.2,
      features,
    })
    .onConflictDoUpdate({ target: photoSignals.photoId, set: { features } });

/** The same counts, each asked of the tables themselves. */
const COUNTED = sql`
  with waiting as (select w.*, p.owner_id from review_waiting w join photos p on p.id = w.photo_id where not w.is_stale)
  select 'photos/' || owner_id || '/' as key, count(*)::int as n from photos group by 1
  union all select 'shared/' || owner_id || '/', count(*)::int from photos where shared_at is not null group by 1
  union all select 'class/' || p.owner_id || '/' || class_id, count(*)::int
    from photo_classes k join photos p on p.id = k.photo_id group by 1
  union all select 'private/' || owner_id || '/', count(*)::int from photos p where shared_at is null
    and exists (select 1 from corrections c where c.photo_id = p.id) group by 1
  union all select 'corrected/' || owner_id || '/', count(*)::int from photos p where shared_at is not null
    and exists (select 1 from corrections c where c.photo_id = p.id) group by 1
  union all select 'measured/' || owner_id || '/m/1', count(*)::int from photos p join photo_signals s on s.photo_id = p.id
    where shared_at is not null and features is not null and exists (select 1 from corrections c where c.photo_id = p.id)
    group by 1
  union all select 'review/' || owner_id || '/all/', count(*)::int from waiting group by 1
  union all select 'review/' || owner_id || '/source/' || source, count(*)::int from waiting group by 1
  union all select 'review/' || owner_id || '/error/' || kind, count(*)::int from waiting, unnest(error_kinds) kind group by 1
  union all select 'review/' || owner_id || '/class/' || class_id, count(*)::int from waiting, unnest(class_ids) class_id
    group by 1
  union all select 'review/' || owner_id || '/disagreement/' || case when is_disputed then 'person' else 'none' end,
    count(*)::int from waiting group by 1
  union all select 'export/' || p.owner_id || '/' || coalesce(a.split, p.imported_split, 'none') || '/'
      || case when (select count(distinct source) from (select source from photo_sources o where o.photo_id = p.id
          union select coalesce(p.imported_from, 'corrections') where s.source is not null) every) > 1 then 'several' else 'one' end
      || '/' || coalesce(s.source, p.imported_from, 'corrections'), count(*)::int
    from photos p left join photo_sources s on s.photo_id = p.id left join split_assignments a on a.team_id = p.owner_id and a.sha256 = p.sha256
    where exists (select 1 from corrections c where c.photo_id = p.id) group by 1`;

async function isExact(): Promise<void> {
  const counted = await db().execute<{ key: string; n: number }>(COUNTED);
  const wanted = Object.fromEntries(counted.rows.map(({ key, n }) => [key, n]));
  expect(Object.fromEntries(await readTallies(connection(), ""))).toEqual(wanted);
}

it("counts what the tables hold after every kind of change", async () => {
  const [one, two] = [await photo(), await photo({ importedFrom: "a/set", importedSplit: "val" })];
  const steps: readonly (() => Promise<unknown>)[] = [
    () => correct(one),
    () => correct(two),
    () => addClass(one, 3),
    () => addClass(two, 3),
    () => addSource(two, "a/set"),
    () => addSource(two, "b"),
    () => assign(one, "train"),
    () => assign(one, "test"),
    () => db().update(photos).set({ sharedAt: new Date() }),
    () => sign(one, null),
    () => sign(one, [1, 2]),
    () => correct(one, 2),
    () => db().update(photos).set({ sharedAt: null }).where(eq(photos.id, one)),
    () => db().delete(photoClasses).where(eq(photoClasses.photoId, one)),
    () => db().delete(splitAssignments),
    () => db().delete(photoSources).where(eq(photoSources.source, "b")),
    () => db().delete(photos).where(eq(photos.id, one)),
    () => db().delete(photos),
  ];
  for (const step of steps) {
    await step();
    await isExact();
  }
  expect(await db().select().from(photoTally)).toEqual([]);
});

it("stays exact when many change the same photos at once", async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => photo({ sharedAt: new Date() })));
  await Promise.all(
    ids.flatMap((id, n) => [
      correct(id),
      addClass(id, n % 3),
      addClass(id, 5),
      addSource(id, "a"),
      addSource(id, "b"),
      assign(id, "val"),
      sign(id, n % 2 ? [1] : null),
      ...(n % 4 === 0 ? [db().update(photos).set({ sharedAt: null }).where(eq(photos.id, id))] : []),
    ]),
  );
  await isExact();
  await Promise.all(
    ids.slice(0, 6).map((id) =>
      db()
        .delete(photos)
        .where(inArray(photos.id, [id])),
    ),
  );
  await isExact();
});

it("counts the same while changes are added up", async () => {
  const [id] = [await photo(), await photo()];
  const extra = sql`insert into ${tallies} (key, change) select ${`photos/${owner}/`}, case when n % 2 = 0 then 1 else -1 end
    from generate_series(1, 3000) n`;
  await db().execute(extra);
  const counts = await Promise.all(
    Array.from({ length: 12 }, () => readTally(connection(), `photos/${owner}/`)),
  );
  expect(new Set(counts)).toEqual(new Set([2]));
  expect((await db().select().from(tallies)).length).toBeLessThan(100);
  await db().delete(photos).where(eq(photos.id, id));
  await isExact();
});

it("counts a library that was there before the counts", async () => {
  const ids = [await photo({ sharedAt: new Date() }), await photo({ importedFrom: "a" })];
  for (const id of ids) await correct(id);
  await addClass(ids[0] ?? "", 3);
  await db().delete(photoTally);
  await db().delete(tallies);
  const migration = readFileSync(path.join(import.meta.dirname, "migrations", "0015_tallies.sql"), "utf8");
  const filling = migration
    .split("--> statement-breakpoint")
    .filter((statement) => /^\s*INSERT INTO/.test(statement));
  for (const statement of filling) await db().execute(sql.raw(statement));
  await isExact();
});

it("mends what is off, and finds nothing where all is right", async () => {
  const id = await photo();
  expect(await mendTallies(connection())).toBe(0);
  await db().update(photoTally).set({ keys: [] }).where(eq(photoTally.photoId, id));
  await db().execute(sql`insert into ${tallies} (key, change) values (${`photos/${owner}/`}, -1)`);
  expect(await mendTallies(connection())).toBe(1);
  await isExact();
});
