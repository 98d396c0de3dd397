import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { OWN_SOURCE } from "@/lib/contracts/review";
import { SHADOW_WEIGHT } from "@/lib/core/review/signals";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";
import { shadowDisagreements } from "@/server/db/schema/registry";
import { photoSignals, reviews, reviewWaiting } from "@/server/db/schema/reviews";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().delete(photos);
});

const db = () => getDatabase();
const listed = () => db().select().from(reviewWaiting);
/** What the list says is what the five tables say, whatever was written. */
async function isExact(): Promise<void> {
  const { rows } = await db().execute(sql`
    select 'list' as side, l.* from (table review_waiting except select photo_id, source, is_stale, priority, is_disputed, is_shadowed, error_kinds, class_ids from review_waiting_now) l
    union all
    select 'tables', t.* from (select photo_id, source, is_stale, priority, is_disputed, is_shadowed, error_kinds, class_ids from review_waiting_now except table review_waiting) t`);
  expect(rows).toEqual([]);
}

async function photo(more: Partial<typeof photos.$inferInsert> = {}): Promise<string> {
  const id = randomUUID();
  const sha256 = id.replaceAll("-", "").padEnd(64, "0");
  await db()
    .insert(photos)
    .values({
      id,
      ownerId: LOCAL_USER_ID,
      name: "a.jpg",
      width: 10,
      height: 10,
      sha256,
      bytes: 1,
      contentType: "image/jpeg",
      thumbnailSha256: sha256,
      thumbnailBytes: 1,
      sourceSha256: sha256,
      sharedAt: new Date(),
      ...more,
    });
  return id;
}

async function correction(photoId: string, revision: number): Promise<string> {
  const id = randomUUID();
  const empty = { filter: {}, modelBoxes: [], labels: [] };
  await db()
    .insert(corrections)
    .values({ id, photoId, authorId: LOCAL_USER_ID, revision, ...empty });
  return id;
}

const signals = (photoId: string, revision: number, more: object = {}) => ({
  photoId,
  revision,
  errors: [
    { kind: "missed", classId: 3, count: 1 },
    { kind: "missed", classId: 4, count: 2 },
  ],
  disagreement: 0.5,
  uncertainty: 0,
  rarity: 0,
  priority: 0.25,
  ...more,
});

const review = (photoId: string, correctionId: string, verdict: "accepted" | "withdrawn", at: number) =>
  db()
    .insert(reviews)
    .values({
      id: randomUUID(),
      photoId,
      correctionId,
      verdict,
      reason: "",
      reviewerId: LOCAL_USER_ID,
      createdAt: new Date(at),
    });

it("follows a photo from its first save to its deletion", async () => {
  const id = await photo();
  expect(await listed()).toEqual([]);
  const first = await correction(id, 1);
  expect(await listed()).toMatchObject([{ photoId: id, source: OWN_SOURCE, isStale: true }]);
  await db().insert(photoSignals).values(signals(id, 1));
  await db().insert(photoClasses).values({ photoId: id, classId: 9, boxCount: 1, editedCount: 0 });
  const [row] = await listed();
  expect(row).toMatchObject({ isStale: false, isDisputed: true, isShadowed: false, priority: 0.25 });
  expect(row?.errorKinds).toEqual(["missed"]);
  expect(row?.classIds.toSorted()).toEqual([3, 4, 9]);
  await isExact();

  await review(id, first, "accepted", 1_000);
  expect(await listed()).toEqual([]);
  await review(id, first, "withdrawn", 2_000);
  expect(await listed()).toHaveLength(1);

  await db().update(photos).set({ sharedAt: null });
  expect(await listed()).toEqual([]);
  await db().update(photos).set({ sharedAt: new Date() });
  await correction(id, 2);
  expect(await listed()).toMatchObject([{ isStale: true }]);
  await isExact();
  await db().delete(photos).where(eq(photos.id, id));
  expect(await listed()).toEqual([]);
});

it("adds what the candidate makes of a photo, with the weight the queue is told of", async () => {
  const id = await photo();
  await correction(id, 1);
  await db()
    .insert(photoSignals)
    .values(signals(id, 1, { disagreement: 0 }));
  await db().insert(shadowDisagreements).values({
    id: randomUUID(),
    photoId: id,
    championId: "a/1",
    candidateId: "a/2",
    championBoxes: [],
    candidateBoxes: [],
    disagreement: 0.5,
  });
  const [row] = await listed();
  expect(row).toMatchObject({ isDisputed: false, isShadowed: true });
  expect(row?.priority).toBeCloseTo(0.25 + SHADOW_WEIGHT * 0.5, 12);
  await isExact();
});

it("takes what was imported for decided until it is saved again", async () => {
  const id = await photo({ importedFrom: "a set" });
  await correction(id, 1);
  expect(await listed()).toEqual([]);
  await correction(id, 2);
  expect(await listed()).toMatchObject([{ source: "a set" }]);
});

it("follows many rows of one statement, and stays exact", async () => {
  const ids = await Promise.all([1, 2, 3, 4, 5].map(() => photo()));
  for (const id of ids) await correction(id, 1);
  await db()
    .insert(photoSignals)
    .values(ids.map((id, i) => signals(id, 1, { priority: i / 10, disagreement: i % 2 })));
  await db()
    .update(photoSignals)
    .set({ priority: sql`${photoSignals.priority} * 2` });
  await db()
    .update(photos)
    .set({ sharedAt: null })
    .where(eq(photos.id, ids[0] ?? ""));
  expect(await listed()).toHaveLength(4);
  await isExact();
});
