import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SaveCorrectionInput } from "@/lib/contracts/corrections";
import type { TrainablePhoto } from "@/lib/contracts/review";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { type Context, localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { inTeam } from "@/server/db/own-team";
import { datasetVersionPhotos, datasetVersions } from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";
import { settings, shadowDisagreements } from "@/server/db/schema/registry";
import { photoSignals } from "@/server/db/schema/reviews";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { getSharedPhoto, openPhotoImage, savePhoto } from "@/server/photos/service";
import { trainablePhotos } from "./trainable/trainable-photos";

let testDatabase: TestDatabase;
let folder: string;
const me: Context = localContext();
const otherId = randomUUID();
const other: Context = { ...me, user: { ...me.user, id: otherId }, team: { ...me.team, id: otherId } };
/** The other person, at work in my team. */
const colleague: Context = { ...other, team: me.team };
const callerFor = createCallerFactory(appRouter);
const api = callerFor(me);
const MODEL = "forage-n/0";
const [APPLE, PEAR, FIG] = [1, 2, 3];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-review-"));
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
  await getDatabase().delete(settings);
});

const box = (x: number) => ({ x1: x, y1: 2, x2: x + 8, y2: 12 });
const found = (x: number, classId = APPLE, score = 0.9) => ({ box: box(x), score, classId });
const drawn = (id: string, x: number, classId = APPLE) =>
  ({ id, box: box(x), classId, origin: { by: "person" }, state: "drawn" }) as const;
const deleted = (id: string, x: number, classId = APPLE) =>
  ({
    id,
    box: box(x),
    classId,
    origin: { by: "model", modelId: MODEL, score: 0.9, box: box(x), classId },
    state: "deleted",
  }) as const;

let seed = 0;
async function upload(owner = me): Promise<string> {
  seed++;
  const background = { r: (seed * 53) % 256, g: (seed * 97) % 256, b: (seed * 193) % 256 };
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return (await savePhoto({ ownerId: owner.team.id, name: `photo-${seed}.jpg`, bytes })).photoId;
}

type Boxes = Partial<Pick<SaveCorrectionInput, "modelBoxes" | "labels" | "features">>;
function save(photoId: string, boxes: Boxes = {}, owner = me) {
  const filter = { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] };
  const empty = { modelBoxes: [], labels: [] };
  return callerFor(owner).corrections.save({
    ...empty,
    ...{ photoId, modelId: MODEL, backend: "wasm", filter },
    ...boxes,
  });
}

async function saved(boxes: Boxes = {}, { owner = me, isShared = true } = {}) {
  const photoId = await upload(owner);
  const correction = await save(photoId, boxes, owner);
  if (isShared) await callerFor(owner).library.share({ photoId, isShared: true });
  return { photoId, correctionId: correction.id };
}

const queued = async (filter: object = {}) =>
  (await api.review.queue({ filter })).cards.map(({ photoId }) => photoId);

/** What a team may train on; mine when none is named. */
function trainable({ team } = me): Promise<TrainablePhoto[]> {
  return inTeam({ teamId: team.id }, async () => {
    const all: TrainablePhoto[] = [];
    for await (const photo of trainablePhotos()) all.push(photo);
    return all;
  });
}

describe("consent", () => {
  it("keeps a photo private until its owner shares it, and private again when taken back", async () => {
    const { photoId } = await saved({}, { isShared: false });
    expect(await api.review.queue({})).toMatchObject({ cards: [], waiting: 0, privatePhotos: 1 });
    await expect(api.review.item({ photoId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await api.library.share({ photoId, isShared: true });
    expect(await queued()).toEqual([photoId]);
    await api.library.share({ photoId, isShared: false });
    expect(await queued()).toEqual([]);
    await expect(getSharedPhoto(me.team.id, photoId)).rejects.toMatchObject({ code: "request/not-found" });
  });

  it("lets nobody share another's photo", async () => {
    const { photoId } = await saved({}, { isShared: false });
    await expect(callerFor(other).library.share({ photoId, isShared: true })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await callerFor(other).library.shareAll({ isShared: true });
    expect(await api.library.sharing()).toEqual({ byDefault: false, shared: 0, private: 1 });
  });

  it("shares new photos by default once that is set, and leaves the old ones as they are", async () => {
    await saved({}, { isShared: false });
    await api.library.shareByDefault({ byDefault: true });
    await saved({}, { isShared: false });
    expect(await api.library.sharing()).toEqual({ byDefault: true, shared: 1, private: 1 });
    await api.library.shareAll({ isShared: true });
    expect(await api.library.sharing()).toMatchObject({ shared: 2, private: 0 });
  });

  it("takes a private or deleted photo out of what training may learn from", async () => {
    const ours = await saved();
    const theirs = await saved({}, { owner: other });
    await api.review.decide({ ...ours, verdict: "accepted" });
    await callerFor(other).review.decide({ ...theirs, verdict: "accepted" });
    // each team its own
    expect(await trainable()).toMatchObject([{ photoId: ours.photoId }]);
    expect(await trainable(other)).toMatchObject([{ photoId: theirs.photoId }]);
    await api.library.delete({ photoId: ours.photoId });
    await callerFor(other).library.share({ photoId: theirs.photoId, isShared: false });
    expect([...(await trainable()), ...(await trainable(other))]).toEqual([]);
  });

  it("says in a version that held it that a photo was deleted", async () => {
    const { photoId } = await saved();
    const [row] = await getDatabase().select().from(photos).where(eq(photos.id, photoId));
    const versionId = randomUUID();
    await getDatabase()
      .insert(datasetVersions)
      .values({
        id: versionId,
        teamId: me.team.id,
        number: 1,
        manifestSha256: "a".repeat(64),
        reportSha256: "c".repeat(64),
        note: "",
        summary: {},
        createdBy: me.user.id,
      });
    const held = { versionId, split: "train", source: "corrections" } as const;
    await getDatabase()
      .insert(datasetVersionPhotos)
      .values([
        { ...held, sha256: row?.sha256 ?? "" },
        { ...held, sha256: "b".repeat(64) },
      ]);
    await api.library.delete({ photoId });
    const marks = await getDatabase().select().from(datasetVersionPhotos);
    expect(marks.map(({ sha256, deletedAt }) => [sha256, deletedAt !== null]).toSorted()).toEqual(
      [
        [row?.sha256, true],
        ["b".repeat(64), false],
      ].toSorted(),
    );
  });
});

describe("the queue", () => {
  it("puts the photo first on which person and model differ", async () => {
    const agreed = await saved({ modelBoxes: [found(0)] });
    const missed = await saved({ labels: [drawn("a", 0)] });
    const cards = (await api.review.queue({})).cards;
    expect(cards.map(({ photoId }) => photoId)).toEqual([missed.photoId, agreed.photoId]);
    expect(cards[0]).toMatchObject({
      errors: [{ kind: "missed", classId: APPLE, count: 1 }],
      signals: { disagreement: 1, novelty: null, shadow: null },
    });
    expect(cards[1]?.signals.disagreement).toBe(0);
  });

  it("puts boxes near the threshold before sure ones, and a confirmed one counts as sure", async () => {
    const sure = await saved({ modelBoxes: [found(0, APPLE, 0.95)] });
    const unsure = await saved({ modelBoxes: [found(0, APPLE, 0.26)] });
    const confirmed = await saved({
      modelBoxes: [found(0, APPLE, 0.26)],
      labels: [{ ...deleted("a", 0), state: "confirmed" }],
    });
    const signals = new Map((await api.review.queue({})).cards.map((card) => [card.photoId, card.signals]));
    expect(signals.get(unsure.photoId)?.uncertainty).toBeGreaterThan(0.45);
    expect(signals.get(sure.photoId)?.uncertainty).toBe(0);
    expect(signals.get(confirmed.photoId)?.uncertainty).toBe(0);
    expect((await queued())[0]).toBe(unsure.photoId);
  });

  it("puts seldom labelled classes first", async () => {
    const known = await saved({ modelBoxes: [found(0, APPLE)] });
    await api.review.decide({ ...known, verdict: "accepted" });
    const common = await saved({ modelBoxes: [found(0, APPLE)] });
    const rare = await saved({ modelBoxes: [found(0, FIG)] });
    const { cards } = await api.review.queue({});
    expect(cards.map(({ photoId }) => photoId)).toEqual([rare.photoId, common.photoId]);
    // one labelled photo: 20 / 21
    expect(cards.map(({ signals }) => signals.rarity)).toEqual([1, expect.closeTo(20 / 21)]);
    expect((await api.review.item({ photoId: common.photoId })).labelledPhotos).toEqual([
      { classId: APPLE, count: 1 },
    ]);
  });

  it("puts photos first that look like nothing labelled", async () => {
    const known = await saved({ features: [1, 0, 0] });
    await api.review.decide({ ...known, verdict: "accepted" });
    const alike = await saved({ features: [2, 0, 0.02] });
    const unlike = await saved({ features: [0, 1, 0] });
    const { cards } = await api.review.queue({});
    expect(cards.map(({ photoId }) => photoId)).toEqual([unlike.photoId, alike.photoId]);
    expect(cards[0]?.signals.novelty).toBe(1);
    expect(cards[1]?.signals.novelty).toBeLessThan(0.01);
  });

  it("is put in order again when a photo becomes labelled, and when that is taken back", async () => {
    const one = await saved({ modelBoxes: [found(0, FIG)], features: [1, 0] });
    const alike = await saved({ modelBoxes: [found(0, FIG)], features: [1, 0.01] });
    const unlike = await saved({ modelBoxes: [found(0, PEAR)], features: [0, 1] });
    const signals = async () =>
      new Map((await api.review.queue({})).cards.map((card) => [card.photoId, card.signals]));
    const { id } = await api.review.decide({ ...one, verdict: "accepted" });
    const after = await signals();
    expect([...after.keys()]).toEqual([unlike.photoId, alike.photoId]);
    expect(after.get(alike.photoId)).toMatchObject({ rarity: expect.closeTo(20 / 21) });
    expect(after.get(alike.photoId)?.novelty).toBeLessThan(0.01);
    expect(after.get(unlike.photoId)).toMatchObject({ rarity: 1, novelty: 1 });
    await api.review.undo({ photoId: one.photoId, reviewId: id });
    const back = await signals();
    expect(back.get(alike.photoId)).toMatchObject({ rarity: 1, novelty: null });
  });

  it("does not compare features of two models", async () => {
    const known = await saved({ features: [1, 0] });
    await api.review.decide({ ...known, verdict: "accepted" });
    await getDatabase().update(photoSignals).set({ modelId: "other/1" });
    await saved({ features: [0, 1] });
    expect((await api.review.queue({})).cards[0]?.signals.novelty).toBeNull();
  });

  it("keeps the features of a photo that is saved again without a new run", async () => {
    const { photoId } = await saved({ features: [1, 0] });
    await save(photoId);
    const [row] = await getDatabase().select().from(photoSignals);
    expect(row).toMatchObject({ revision: 2, features: [1, 0] });
  });

  it("is raised by a candidate that differs from the champion", async () => {
    const plain = await saved({ modelBoxes: [found(0)] });
    const disputed = await saved({ modelBoxes: [found(0)] });
    await getDatabase()
      .insert(shadowDisagreements)
      .values({
        id: randomUUID(),
        photoId: disputed.photoId,
        championId: MODEL,
        candidateId: "forage-n/9",
        championBoxes: [found(0)],
        candidateBoxes: [found(30, PEAR)],
        disagreement: 0.5,
      });
    expect(await queued()).toEqual([disputed.photoId, plain.photoId]);
    expect(await queued({ disagreements: ["shadow"] })).toEqual([disputed.photoId]);
    expect((await api.review.item({ photoId: disputed.photoId })).shadow).toMatchObject({
      candidateId: "forage-n/9",
      disagreement: 0.5,
    });
  });

  it("filters by class, error, source and dispute, and counts what each would leave", async () => {
    const missed = await saved({ labels: [drawn("a", 0, PEAR)] });
    const falseAlarm = await saved({ modelBoxes: [found(0, FIG)], labels: [deleted("a", 0, FIG)] });
    const quiet = await saved({ modelBoxes: [found(0)] });
    await getDatabase().update(photos).set({ importedFrom: "market" }).where(eq(photos.id, quiet.photoId));
    await save(quiet.photoId, { modelBoxes: [found(0)] }); // revision 1 of an imported photo needs no review
    expect(await queued({ classIds: [PEAR] })).toEqual([missed.photoId]);
    // no box of a fig is left, but the model found one
    expect(await queued({ classIds: [FIG] })).toEqual([falseAlarm.photoId]);
    expect(await queued({ errorKinds: ["falseAlarm"] })).toEqual([falseAlarm.photoId]);
    expect(await queued({ sources: ["market"] })).toEqual([quiet.photoId]);
    expect(await queued({ disagreements: ["none"] })).toEqual([quiet.photoId]);
    expect(await queued({ errorKinds: ["missed"], sources: ["market"] })).toEqual([]);
    const { waiting, total, facets } = await api.review.queue({ filter: { errorKinds: ["missed"] } });
    expect([waiting, total]).toEqual([3, 1]);
    expect(facets).toEqual({
      classes: [APPLE, PEAR, FIG].map((value) => ({ value, count: 1 })),
      errorKinds: [
        { value: "falseAlarm", count: 1 },
        { value: "missed", count: 1 },
      ],
      sources: [
        { value: "corrections", count: 2 },
        { value: "market", count: 1 },
      ],
      disagreements: [
        { value: "person", count: 2 },
        { value: "none", count: 1 },
      ],
    });
  });

  it("catches up on photos whose signals are missing or old", async () => {
    const { photoId } = await saved({ labels: [drawn("a", 0)] });
    await getDatabase().delete(photoSignals);
    expect(await queued()).toEqual([photoId]);
    await getDatabase().update(photoSignals).set({ revision: 0 });
    expect(await queued()).toEqual([photoId]);
  });
});

describe("a review", () => {
  it("accepts: the photo leaves the queue and may be learnt from, with what stands on it", async () => {
    const one = await saved({
      modelBoxes: [found(0), found(20, PEAR)],
      labels: [deleted("a", 0), drawn("b", 40, FIG)],
    });
    expect(await trainable()).toEqual([]);
    await api.review.decide({ ...one, verdict: "accepted" });
    expect(await queued()).toEqual([]);
    const [photo] = await trainable();
    expect(photo).toMatchObject({
      ...one,
      source: "corrections",
      importedSplit: null,
      width: 60,
      height: 40,
    });
    expect(photo?.boxes).toEqual([
      { classId: FIG, box: box(40) },
      { classId: PEAR, box: box(20) },
    ]);
  });

  it("rejects with a reason, which the history tells", async () => {
    const one = await saved();
    await expect(api.review.decide({ ...one, verdict: "rejected", reason: "  " })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await api.review.decide({ ...one, verdict: "rejected", reason: "blurred" });
    expect(await queued()).toEqual([]);
    expect(await trainable()).toEqual([]);
    const [revision] = await api.corrections.revisions({ photoId: one.photoId });
    expect(revision?.review).toMatchObject({ verdict: "rejected", reason: "blurred" });
  });

  it("fixes: a revision of the reviewer's own on a colleague's photo, nothing overwritten", async () => {
    const one = await saved({ modelBoxes: [found(0)] }, { owner: colleague });
    await api.review.decide({ ...one, verdict: "fixed", labels: [drawn("a", 30, PEAR)] });
    const history = await api.corrections.revisions({ photoId: one.photoId });
    expect(history.map(({ correction }) => correction.revision)).toEqual([2, 1]);
    expect(history[0]).toMatchObject({
      author: "This computer",
      changes: { added: 1, removed: 0, relabelled: 0, moved: 0 },
      review: { verdict: "fixed" },
    });
    expect(history[1]).toMatchObject({ author: "Another", review: null });
    expect((await trainable())[0]?.boxes.map(({ classId }) => classId)).toEqual([PEAR, APPLE]);
    expect(await queued()).toEqual([]);
  });

  it("is about what was looked at: a save or another's decision in between is a conflict", async () => {
    const one = await saved();
    await save(one.photoId, { labels: [drawn("a", 0)] });
    const conflict = { code: "CONFLICT" };
    await expect(api.review.decide({ ...one, verdict: "accepted" })).rejects.toMatchObject(conflict);
    await expect(api.review.decide({ ...one, verdict: "fixed", labels: [] })).rejects.toMatchObject(conflict);
    expect(await api.corrections.history({ photoId: one.photoId })).toHaveLength(2);
    const { correction } = await api.review.item({ photoId: one.photoId });
    const now = { photoId: one.photoId, correctionId: correction.id };
    const both = await Promise.allSettled([
      api.review.decide({ ...now, verdict: "accepted" }),
      api.review.decide({ ...now, verdict: "rejected", reason: "private" }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("is taken back, and only while it is the last word", async () => {
    const one = await saved({ labels: [drawn("a", 0)] });
    const first = await api.review.decide({ ...one, verdict: "accepted" });
    await api.review.undo({ photoId: one.photoId, reviewId: first.id });
    expect(await queued()).toEqual([one.photoId]);
    expect(await trainable()).toEqual([]);
    await expect(api.review.undo({ photoId: one.photoId, reviewId: first.id })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await api.review.decide({ ...one, verdict: "rejected", reason: "private" });
    expect(await queued()).toEqual([]);
  });

  it("of a fix is taken back with its boxes, as one more revision", async () => {
    const one = await saved({ labels: [drawn("a", 0)] });
    const fixed = await api.review.decide({ ...one, verdict: "fixed", labels: [] });
    await api.review.undo({ photoId: one.photoId, reviewId: fixed.id });
    const [newest] = await api.corrections.history({ photoId: one.photoId });
    expect(newest).toMatchObject({ revision: 3, restoredFrom: 1, labels: [drawn("a", 0)] });
    expect(await queued()).toEqual([one.photoId]);
  });

  it("is asked for again after another save", async () => {
    const one = await saved();
    await api.review.decide({ ...one, verdict: "accepted" });
    await save(one.photoId, { labels: [drawn("a", 0)] });
    expect(await queued()).toEqual([one.photoId]);
    expect(await trainable()).toEqual([]);
  });
});

describe("what training may learn from", () => {
  it("holds imported photos as they came, until a later correction has been decided about", async () => {
    const one = await saved({ labels: [drawn("a", 0)] });
    const imported = { importedFrom: "market", importedSplit: "test" } as const;
    await getDatabase().update(photos).set(imported).where(eq(photos.id, one.photoId));
    expect(await queued()).toEqual([]);
    expect(await trainable()).toMatchObject([{ ...one, source: "market", importedSplit: "test" }]);
    const second = await save(one.photoId, { labels: [drawn("a", 0, PEAR)] });
    expect(await queued()).toEqual([one.photoId]);
    expect((await trainable())[0]?.correctionId).toBe(one.correctionId);
    const now = { photoId: one.photoId, correctionId: second.id };
    await api.review.decide({ ...now, verdict: "accepted" });
    expect((await trainable())[0]?.correctionId).toBe(second.id);
  });

  it("holds the same content in each team as that team saved it", async () => {
    const mine = await saved({ labels: [drawn("a", 0)] });
    const [row] = await getDatabase().select().from(photos).where(eq(photos.id, mine.photoId));
    const image = await openPhotoImage(me.user.id, mine.photoId, "full");
    const bytes = new Uint8Array(await new Response(image.stream).arrayBuffer());
    const theirs = await savePhoto({ ownerId: other.user.id, name: "same.jpg", bytes });
    await getDatabase()
      .update(photos)
      .set({ sha256: row?.sha256 ?? "" })
      .where(eq(photos.id, theirs.photoId));
    const { id } = await save(theirs.photoId, { labels: [drawn("a", 0, PEAR)] }, other);
    await callerFor(other).library.share({ photoId: theirs.photoId, isShared: true });
    await api.review.decide({ ...mine, verdict: "accepted" });
    await callerFor(other).review.decide({ photoId: theirs.photoId, correctionId: id, verdict: "accepted" });
    expect((await trainable()).map(({ photoId }) => photoId)).toEqual([mine.photoId]);
    expect((await trainable(other)).map(({ photoId }) => photoId)).toEqual([theirs.photoId]);
  });
});

describe("a photo's history", () => {
  it("tells what changed from one state to the next", async () => {
    const photoId = await upload();
    await save(photoId, { modelBoxes: [found(0), found(20)] });
    await save(photoId, { modelBoxes: [found(0), found(20)], labels: [deleted("a", 0), drawn("b", 40)] });
    const [second, first] = await api.corrections.revisions({ photoId });
    expect(first).toMatchObject({ changes: { added: 0, removed: 0 }, errors: [] });
    expect(second).toMatchObject({
      changes: { added: 1, removed: 1, relabelled: 0, moved: 0 },
      errors: [
        { kind: "missed", classId: APPLE, count: 1 },
        { kind: "falseAlarm", classId: APPLE, count: 1 },
      ],
    });
  });

  it("brings any state back as a new one and keeps those in between", async () => {
    const photoId = await upload();
    await save(photoId, { labels: [drawn("a", 0)] });
    await save(photoId, { labels: [] });
    const restored = await api.corrections.restore({ photoId, revision: 1 });
    expect(restored).toMatchObject({ revision: 3, restoredFrom: 1, labels: [drawn("a", 0)] });
    const history = await api.corrections.history({ photoId });
    expect(history.map(({ labels }) => labels.length)).toEqual([1, 0, 1]);
    expect((await api.library.list({})).items[0]).toMatchObject({ boxCount: 1, revisions: 3 });
    await expect(api.corrections.restore({ photoId, revision: 9 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(callerFor(other).corrections.restore({ photoId, revision: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("the library", () => {
  it("lists each photo with the boxes that stand on it", async () => {
    await saved({ modelBoxes: [found(0), found(20)], labels: [deleted("a", 0), drawn("b", 40, PEAR)] });
    expect((await api.library.list({})).items[0]?.boxes).toEqual([
      { classId: PEAR, box: box(40), state: "drawn" },
      { classId: APPLE, box: box(20), state: "detected" },
    ]);
  });

  it("finds by the time of saving, from the first moment to before the last", async () => {
    const { photoId } = await saved();
    const savedAt = (await api.library.list({})).items[0]?.savedAt ?? "";
    const later = new Date(Date.parse(savedAt) + 1).toISOString();
    const total = async (input: object) => (await api.library.list(input)).total;
    expect(await total({ from: savedAt, until: later })).toBe(1);
    expect(await total({ until: savedAt })).toBe(0);
    expect(await total({ from: later })).toBe(0);
    expect(photoId).toBeDefined();
  });
});
