import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { photoPresence, reviewLeases } from "@/server/db/schema/review-people";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { type Person, person, waitingPhoto } from "../testing/review-team";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
let ann: Person;
let ben: Person;
let stranger: Person;

beforeAll(async () => {
  database = await createTestDatabase();
  [ann, ben, stranger] = [await person("Ann"), await person("Ben"), await person("Sly", "elsewhere")];
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().delete(photos);
  await getDatabase().delete(reviewLeases);
  await getDatabase().delete(photoPresence);
});

const TEAM = LOCAL_USER_ID;
async function waiting(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await waitingPhoto(ann.api, TEAM)).photoId);
  return ids;
}

/** An open page of somebody. */
function page({ api }: Person) {
  const pageId = randomUUID();
  return {
    take: (wanted: readonly string[], count = 1, more: { front?: string; takeOver?: string } = {}) =>
      api.review.hold({ pageId, wanted: [...wanted], count, front: null, ...more }),
    leave: () => api.review.leave({ pageId }),
  };
}
const queued = async ({ api }: Person, whose: ("mine" | "nobody" | "somebody")[] = []) =>
  (await api.review.queue({ filter: { whose } })).cards.map(({ photoId }) => photoId);
/** As if the page had been silent for longer than a lease. */
const silence = () =>
  getDatabase()
    .update(reviewLeases)
    .set({ until: new Date(Date.now() - 1) });

describe("taking photos", () => {
  it("gives eight callers at once eight different photos, and a ninth none", async () => {
    const ids = await waiting(8);
    const pages = Array.from({ length: 8 }, (_, i) => page(i % 2 ? ann : ben));
    const answers = await Promise.all(pages.map((one) => one.take(ids)));
    const held = answers.flatMap((answer) => answer.held);
    expect(held).toHaveLength(8);
    expect(new Set(held)).toEqual(new Set(ids));
    expect((await page(ben).take(ids)).held).toEqual([]);
  });

  it("gives no photo to two of eight callers that each want several, again and again", async () => {
    const ids = await waiting(12);
    for (let round = 0; round < 5; round++) {
      const pages = Array.from({ length: 8 }, (_, i) => page(i % 2 ? ann : ben));
      const held = (await Promise.all(pages.map((one) => one.take(ids, 3)))).flatMap((one) => one.held);
      expect(new Set(held).size).toBe(held.length);
      expect(held).toHaveLength(12);
      await Promise.all(pages.map((one) => one.leave()));
    }
  });

  it("takes the most wanted first, keeps what it has, and gives up what it no longer names", async () => {
    const [one, two, three] = await waiting(3) as [string, string, string]; // biome-ignore format: short
    const [mine, theirs] = [page(ann), page(ben)];
    expect((await mine.take([two, one], 2)).held).toEqual([two, one]);
    expect(await theirs.take([one, two, three], 2)).toEqual({
      held: [three],
      others: expect.arrayContaining([
        { photoId: one, userId: ann.id },
        { photoId: two, userId: ann.id },
      ]),
    });
    expect((await mine.take([one], 1)).held).toEqual([one]);
    expect((await theirs.take([three, two], 2)).held).toEqual([three, two]);
  });

  it("is free again after a silence, and can be taken over before on demand", async () => {
    const [one] = (await waiting(1)) as [string];
    const [mine, theirs] = [page(ann), page(ben)];
    await mine.take([one]);
    expect((await theirs.take([one])).held).toEqual([]);
    expect((await theirs.take([one], 1, { takeOver: one })).held).toEqual([one]);
    expect(await mine.take([one])).toEqual({ held: [], others: [{ photoId: one, userId: ben.id }] });
    await silence();
    expect((await mine.take([one])).held).toEqual([one]);
  });

  it("keeps a photo in hand out of another's queue, and leaves it in one's own", async () => {
    const [one, two] = (await waiting(2)) as [string, string];
    await page(ann).take([one]);
    expect(await queued(ben)).toEqual([two]);
    expect(new Set(await queued(ann))).toEqual(new Set([one, two]));
  });

  it("takes and shows nothing of another team", async () => {
    const [one] = (await waiting(1)) as [string];
    const theirs = page(stranger);
    expect((await theirs.take([one], 1, { front: one, takeOver: one })).held).toEqual([]);
    expect(await queued(stranger)).toEqual([]);
    expect((await ann.api.review.people()).present).toEqual([]);
    await expect(stranger.api.review.item({ photoId: one })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(stranger.api.review.opinions({ photoId: one })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await stranger.api.review.photos()).toEqual([]);
    expect(await stranger.api.review.assign({ photoIds: [one], userIds: [stranger.id] })).toEqual({
      photos: 0,
    });
    expect(await stranger.api.review.askOpinions({ photoIds: [one], isAsked: true })).toEqual({ photos: 0 });
    const decision = { photoId: one, correctionId: randomUUID(), verdict: "accepted" } as const;
    await expect(stranger.api.review.decide(decision)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await stranger.api.review.queue({})).waiting).toBe(0);
    expect((await ann.api.review.queue({})).waiting).toBe(1);
  });

  it("does not end a deleted photo's page, nor wait for a save of the photo", async () => {
    const [one] = (await waiting(1)) as [string];
    await getDatabase().transaction(async (save) => {
      await save.select().from(photos).where(eq(photos.id, one)).for("update");
      expect((await page(ann).take([one])).held).toEqual([one]);
    });
    await getDatabase().delete(photos);
    expect((await page(ann).take([one])).held).toEqual([]);
  });
});

describe("presence", () => {
  it("shows who has which photo in front, until they leave or are silent", async () => {
    const [one, two] = (await waiting(2)) as [string, string];
    const [mine, theirs] = [page(ann), page(ben)];
    await mine.take([one], 1, { front: one });
    await theirs.take([one], 0, { front: one });
    const present = async () =>
      (await ben.api.review.people()).present.map(({ photoId, userId }) => [photoId, userId]);
    expect(new Set((await present()).map(([, user]) => user))).toEqual(new Set([ann.id, ben.id]));
    await mine.take([two], 1, { front: two });
    expect(await present()).toContainEqual([two, ann.id]);
    await mine.leave();
    expect(await present()).toEqual([[one, ben.id]]);
    await getDatabase().update(photoPresence).set({ until: sql`now() - interval '1 second'` });
    expect(await present()).toEqual([]);
  });

  it("names the people of the team, and says who may review", async () => {
    const viewer = await person("Vic", "viewer");
    const { me, people } = await viewer.api.review.people();
    expect(me).toBe(viewer.id);
    expect(people.find(({ id }) => id === viewer.id)?.mayReview).toBe(false);
    expect(people.find(({ id }) => id === ben.id)).toEqual({ id: ben.id, name: "Ben", mayReview: true });
    expect(people.some(({ id }) => id === stranger.id)).toBe(false);
    const taking = viewer.api.review.hold({ pageId: randomUUID(), wanted: [], count: 0, front: null });
    await expect(taking).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("assigning", () => {
  it("spreads photos evenly, and offers each to its person alone unless asked for", async () => {
    const ids = await waiting(5);
    expect(await ann.api.review.assign({ photoIds: ids, userIds: [ann.id, ben.id] })).toEqual({ photos: 5 });
    const [mine, theirs] = [await queued(ann), await queued(ben)];
    expect([mine.length, theirs.length]).toEqual([3, 2]);
    expect(await queued(ann, ["mine"])).toEqual(mine);
    expect(await queued(ann, ["nobody"])).toEqual([]);
    expect(new Set(await queued(ann, ["somebody"]))).toEqual(new Set(theirs));
    await ben.api.review.assign({ photoIds: ids, userIds: [] });
    expect(await queued(ann, ["nobody"])).toHaveLength(5);
  });

  it("refuses people who may not review here, and passes photos over that no longer wait", async () => {
    const [one] = (await waiting(1)) as [string];
    const viewer = await person("Vera", "viewer");
    for (const userId of [viewer.id, stranger.id]) {
      const assigning = ann.api.review.assign({ photoIds: [one], userIds: [userId] });
      await expect(assigning).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
    expect(await ann.api.review.assign({ photoIds: [randomUUID()], userIds: [ben.id] })).toEqual({
      photos: 0,
    });
  });
});
