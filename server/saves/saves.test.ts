import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SaveCorrectionInput, SavePhotoInput } from "@/lib/contracts/corrections";
import { saveConflictSchema } from "@/lib/contracts/corrections";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import type { AppError } from "@/lib/core/errors";
import { localContext, whoOf } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";
import { photoSignals, reviews } from "@/server/db/schema/reviews";
import { addPerson } from "@/server/db/testing/alone";
import { failWritesTo } from "@/server/db/testing/fail-writes";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { savePhoto } from "@/server/photos/service";
import { savePhotoWhole } from "./service";

let testDatabase: TestDatabase;
let folder: string;
const me = localContext();
/** A colleague in the same team. */
const other = { ...me, user: { ...me.user, id: randomUUID() } };
const callerFor = createCallerFactory(appRouter);
const api = callerFor(me);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-saves-"));
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
  await addPerson(other.user.id, "Another");
});
afterAll(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await getDatabase().delete(photos);
});

let seed = 0;
function jpeg(): Promise<Buffer> {
  seed++;
  const background = { r: (seed * 53) % 256, g: (seed * 97) % 256, b: (seed * 193) % 256 };
  return sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .jpeg()
    .toBuffer();
}
const upload = async () =>
  (await savePhoto({ ownerId: me.user.id, name: `photo-${seed}.jpg`, bytes: await jpeg() })).photoId;

const drawn = (id: string, x = 0, classId = 1) =>
  ({
    id,
    box: { x1: x, y1: 2, x2: x + 8, y2: 12 },
    classId,
    origin: { by: "person" },
    state: "drawn",
  }) as const;
const NO_MODEL = {
  modelId: null,
  backend: null,
  filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
  modelBoxes: [],
};
const input = (photoId: string, patch: Partial<SaveCorrectionInput> = {}): SaveCorrectionInput => ({
  photoId,
  ...NO_MODEL,
  labels: [],
  ...patch,
});

const counts = async () => {
  const database = getDatabase();
  return {
    corrections: await database.$count(corrections),
    classes: await database.$count(photoClasses),
    signals: await database.$count(photoSignals),
    reviews: await database.$count(reviews),
  };
};
const refusal = (code: string) => ({ cause: expect.objectContaining({ code }) });

describe("a save with an id", () => {
  it("is the same save when it is sent again, one after the other and at once", async () => {
    const photoId = await upload();
    const save = input(photoId, { id: randomUUID(), baseId: null, labels: [drawn("a")] });
    const first = await api.corrections.save(save);
    const again = await Promise.all([api.corrections.save(save), api.corrections.save(save)]);
    expect(again).toEqual([first, first]);
    expect(first.id).toBe(save.id);
    expect(await api.corrections.history({ photoId })).toHaveLength(1);
  });

  it("is the same save when it is sent again after somebody else saved", async () => {
    const photoId = await upload();
    const save = input(photoId, { id: randomUUID(), baseId: null });
    const first = await api.corrections.save(save);
    await api.corrections.save(input(photoId, { baseId: first.id }));
    expect(await api.corrections.save(save)).toEqual(first);
    expect(await api.corrections.history({ photoId })).toHaveLength(2);
  });

  it("does not pass for a save of another photo", async () => {
    const [one, two] = [await upload(), await upload()];
    const id = randomUUID();
    await api.corrections.save(input(one, { id }));
    await expect(api.corrections.save(input(two, { id }))).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await api.corrections.history({ photoId: two })).toEqual([]);
  });
});

describe("a save on top of a state", () => {
  it("is refused when another is the newest, with both states, and nothing is overwritten", async () => {
    const photoId = await upload();
    const base = await api.corrections.save(input(photoId, { baseId: null, labels: [drawn("a")] }));
    const theirs = await api.corrections.save(
      input(photoId, { baseId: base.id, labels: [drawn("a"), drawn("b", 20)] }),
    );
    const late = api.corrections.save(input(photoId, { baseId: base.id, labels: [] }));
    const error = await late.catch((thrown: { code: string; cause: AppError }) => thrown);
    expect(error).toMatchObject({ code: "CONFLICT", ...refusal("correction/outdated") });
    const { detail } = (error as { cause: AppError }).cause;
    expect(saveConflictSchema.parse(detail)).toEqual({ base, newest: theirs });
    expect(await api.corrections.history({ photoId })).toHaveLength(2);
  });

  it("is refused without a base on another person's state, as is bringing an earlier one back; on one's own it is not", async () => {
    const photoId = await upload();
    const otherId = randomUUID();
    await addPerson(otherId, "Another");
    const colleague = callerFor({ ...me, user: { ...me.user, id: otherId } });
    await api.corrections.save(input(photoId, { labels: [drawn("a")] }));
    const own = await api.corrections.save(input(photoId, { labels: [drawn("b")] }));
    for (const late of [
      colleague.corrections.save(input(photoId)),
      colleague.corrections.restore({ photoId, revision: 1 }),
      colleague.corrections.restore({ photoId, revision: 1, baseId: randomUUID() }),
    ])
      await expect(late).rejects.toMatchObject(refusal("correction/outdated"));
    expect(await colleague.corrections.restore({ photoId, revision: 1, baseId: own.id })).toMatchObject({
      revision: 3,
    });
    // the page that showed revision 2 does not put it over what the colleague brought back
    const late = api.corrections.restore({ photoId, revision: 2, baseId: own.id });
    await expect(late).rejects.toMatchObject(refusal("correction/outdated"));
    expect(await api.corrections.history({ photoId })).toHaveLength(3);
  });

  it("is refused when it was made as the first one and there is one already", async () => {
    const photoId = await upload();
    await api.corrections.save(input(photoId, { baseId: null }));
    await expect(api.corrections.save(input(photoId, { baseId: null }))).rejects.toMatchObject(
      refusal("correction/outdated"),
    );
  });

  it("is taken on top of an own save whose answer was lost", async () => {
    const photoId = await upload();
    const lost = randomUUID();
    await api.corrections.save(input(photoId, { id: lost, baseId: null }));
    const next = await api.corrections.save(input(photoId, { baseId: null, unanswered: [lost] }));
    expect(next.revision).toBe(2);
  });

  it("lets one of two at a time through", async () => {
    const photoId = await upload();
    const base = await api.corrections.save(input(photoId, { baseId: null }));
    const both = await Promise.allSettled(
      [1, 2].map((x) => api.corrections.save(input(photoId, { baseId: base.id, labels: [drawn("a", x)] }))),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await api.corrections.history({ photoId })).toHaveLength(2);
  });
});

/** How many connections wait for a row that another holds. */
async function lockWaits(): Promise<number> {
  const { rows } = await getDatabase().execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}

describe("a save is whole", () => {
  it.each(["photo_signals", "photo_classes", "photos"] as const)(
    "nothing of it stays when %s cannot be written, and the retry is the first save",
    async (table) => {
      const photoId = await upload();
      const save = input(photoId, { id: randomUUID(), baseId: null, labels: [drawn("a"), drawn("b", 20)] });
      vi.spyOn(console, "error").mockImplementation(() => {});
      const mend = await failWritesTo(table);
      await expect(api.corrections.save(save)).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
      await mend();
      expect(await counts()).toEqual({ corrections: 0, classes: 0, signals: 0, reviews: 0 });
      expect(await api.corrections.save(save)).toMatchObject({ revision: 1 });
      expect(await counts()).toEqual({ corrections: 1, classes: 1, signals: 1, reviews: 0 });
    },
  );

  it("on a photo that is being deleted is not found, and leaves nothing", async () => {
    const photoId = await upload();
    await api.corrections.save(input(photoId));
    let isSaving: Promise<unknown> = Promise.resolve();
    await getDatabase().transaction(async (transaction) => {
      await transaction.delete(photos).where(eq(photos.id, photoId));
      isSaving = api.corrections.save(input(photoId, { labels: [drawn("a")] })).catch((error) => error);
      await vi.waitFor(async () => expect(await lockWaits()).toBe(1), { timeout: 20_000 });
    });
    expect(await isSaving).toMatchObject({ code: "NOT_FOUND" });
    expect(await counts()).toEqual({ corrections: 0, classes: 0, signals: 0, reviews: 0 });
  });
});

describe("the first save of a photo, with the photo", () => {
  const files = () =>
    readdirSync(join(folder, "files"), { recursive: true }).filter((name) =>
      /[0-9a-f]{64}$/.test(String(name)),
    );
  const whole = (bytes: Uint8Array, patch: Partial<SavePhotoInput> = {}) =>
    savePhotoWhole(
      whoOf(me),
      { bytes, name: "a.jpg" },
      { ...NO_MODEL, labels: [drawn("a")], size: { width: 60, height: 40 }, baseId: null, ...patch },
    );

  it("keeps photo and boxes, once however often it is sent", async () => {
    const bytes = await jpeg();
    const id = randomUUID();
    const first = await whole(bytes, { id });
    expect(await whole(bytes, { id })).toEqual(first);
    expect((await api.library.list({})).items).toMatchObject([
      { id: first.photoId, boxCount: 1, revisions: 1 },
    ]);
  });

  it("keeps neither when the boxes cannot be written", async () => {
    const before = files().length;
    const bytes = await jpeg();
    const mend = await failWritesTo("corrections");
    await expect(whole(bytes)).rejects.toThrow();
    await mend();
    expect((await api.library.list({})).total).toBe(0);
    expect(files()).toHaveLength(before);
  });

  it("refuses boxes that were measured in another size", async () => {
    await expect(whole(await jpeg(), { size: { width: 40, height: 60 } })).rejects.toMatchObject({
      code: "request/conflict",
    });
    expect((await api.library.list({})).total).toBe(0);
  });

  it("is told when the photo was saved before, with what stands on it", async () => {
    const bytes = await jpeg();
    const before = await whole(bytes);
    await expect(whole(bytes, { labels: [] })).rejects.toMatchObject({
      code: "correction/outdated",
      detail: { base: null, newest: before },
    });
  });
});

describe("a decision is whole", () => {
  async function waiting(labels = [drawn("a")]) {
    const photoId = await upload();
    const { id } = await api.corrections.save(input(photoId, { labels }));
    await api.library.share({ photoId, isShared: true });
    return { photoId, correctionId: id };
  }
  const waits = async (photoId: string) =>
    (await api.review.queue({})).cards.some((card) => card.photoId === photoId);

  it.each(["reviews", "photo_signals"] as const)(
    "no fix without its verdict when %s cannot be written",
    async (table) => {
      const one = await waiting();
      vi.spyOn(console, "error").mockImplementation(() => {});
      const fix = { ...one, verdict: "fixed" as const, labels: [drawn("a"), drawn("b", 20)] };
      const mend = await failWritesTo(table);
      await expect(api.review.decide(fix)).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
      await mend();
      expect(await counts()).toMatchObject({ corrections: 1, reviews: 0 });
      expect(await waits(one.photoId)).toBe(true);
      await api.review.decide(fix);
      expect(await counts()).toMatchObject({ corrections: 2, reviews: 1 });
      expect(await waits(one.photoId)).toBe(false);
    },
  );

  it("no undoing without the boxes from before", async () => {
    const one = await waiting();
    vi.spyOn(console, "error").mockImplementation(() => {});
    const { id } = await api.review.decide({ ...one, verdict: "fixed", labels: [] });
    const mend = await failWritesTo("corrections");
    await expect(api.review.undo({ photoId: one.photoId, reviewId: id })).rejects.toMatchObject({
      code: "INTERNAL_SERVER_ERROR",
    });
    await mend();
    expect(await counts()).toMatchObject({ corrections: 2, reviews: 1 });
    await api.review.undo({ photoId: one.photoId, reviewId: id });
    const { latest } = await api.library.get({ photoId: one.photoId });
    expect(latest?.labels).toEqual([drawn("a")]);
    expect(await waits(one.photoId)).toBe(true);
  });

  it("accepting and fixing at the same time: one wins, the other is told", async () => {
    for (let round = 0; round < 3; round++) {
      const one = await waiting();
      const both = await Promise.allSettled([
        api.review.decide({ ...one, verdict: "accepted" }),
        callerFor(other).review.decide({ ...one, verdict: "fixed", labels: [] }),
      ]);
      const [lost] = both.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(lost).toMatchObject({ code: "CONFLICT", ...refusal("request/conflict") });
      const { latest } = await api.library.get({ photoId: one.photoId });
      expect(latest?.labels).toHaveLength(both[0]?.status === "fulfilled" ? 1 : 0);
    }
  });

  it("a fix of what another has accepted is told", async () => {
    const one = await waiting();
    await api.review.decide({ ...one, verdict: "accepted" });
    await expect(api.review.decide({ ...one, verdict: "fixed", labels: [] })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await counts()).toMatchObject({ corrections: 1, reviews: 1 });
  });

  it("sent again with its id is the same decision", async () => {
    const one = await waiting();
    const fix = { ...one, id: randomUUID(), verdict: "fixed" as const, labels: [] };
    const first = await api.review.decide(fix);
    expect(await api.review.decide(fix)).toEqual(first);
    expect(await counts()).toMatchObject({ corrections: 2, reviews: 1 });
  });
});
