import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SettleInput } from "@/lib/contracts/opinions";
import type { ReviewInput } from "@/lib/contracts/review";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { opinionRules } from "@/server/db/schema/review-people";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { deleted, drawn, found, type Person, person, waitingPhoto } from "../testing/review-team";
import { trainablePhotos } from "../trainable/trainable-photos";
import { placeOf } from "./wanted";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
let ann: Person;
let ben: Person;
let cem: Person;
let editor: Person;
const TEAM = LOCAL_USER_ID;
const [APPLE, PEAR] = [1, 2] as const;

beforeAll(async () => {
  database = await createTestDatabase();
  [ann, ben, cem] = [await person("Ann"), await person("Ben"), await person("Cem")];
  editor = await person("Eda", "editor");
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().delete(photos);
  await getDatabase().delete(opinionRules);
});

type Boxes = NonNullable<Parameters<typeof waitingPhoto>[2]>;
async function forTwo(boxes: Boxes = { modelBoxes: [found(0)] }) {
  const one = await waitingPhoto(ann.api, TEAM, boxes);
  await ann.api.review.askOpinions({ photoIds: [one.photoId], isAsked: true });
  return one;
}
type Photo = { photoId: string; correctionId: string };
const accept = ({ api }: Person, one: Photo) => api.review.decide({ ...one, verdict: "accepted" });
const reject = ({ api }: Person, one: Photo, reason = "blurred") =>
  api.review.decide({ ...one, verdict: "rejected", reason });
type Labels = Extract<ReviewInput, { verdict: "fixed" }>["labels"];
const fix = ({ api }: Person, one: Photo, labels: Labels) =>
  api.review.decide({ ...one, verdict: "fixed", labels });

const queued = async ({ api }: Person) => (await api.review.queue({})).cards.map(({ photoId }) => photoId);
async function trained(): Promise<string[][]> {
  const all: string[][] = [];
  for await (const { boxes } of trainablePhotos())
    all.push(boxes.map(({ classId, box }) => `${classId}@${box.x1}`).toSorted());
  return all;
}
async function settle(
  { api }: Person,
  photoId: string,
  choice: Pick<Extract<SettleInput, { verdict: "boxes" }>, "takes"> | { readonly reason: string },
) {
  const { first, second } = await api.review.opinions({ photoId });
  const about = { photoId, first: first.id, second: second.id };
  if ("reason" in choice) return api.review.settle({ ...about, verdict: "rejected", reason: choice.reason });
  return api.review.settle({ ...about, verdict: "boxes", takes: [...choice.takes], agreed: "first" });
}

describe("the first opinion", () => {
  it("decides nothing: the photo waits for another person, who sees nothing of it", async () => {
    const one = await forTwo();
    expect(await fix(ann, one, [drawn("a", 50, PEAR)])).toMatchObject({ verdict: "fixed", opinion: "first" });
    expect(await trained()).toEqual([]);
    expect(await queued(ann)).toEqual([]);
    expect(await queued(ben)).toEqual([one.photoId]);
    const { correction } = await ben.api.review.item({ photoId: one.photoId });
    expect(correction).toMatchObject({ id: one.correctionId, revision: 1, labels: [] });
    for (const who of [ann, ben, cem])
      await expect(who.api.review.opinions({ photoId: one.photoId })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    expect(await ben.api.corrections.revisions({ photoId: one.photoId })).toHaveLength(1);
  });

  it("is taken back by its person alone, and given once", async () => {
    const one = await forTwo();
    const given = await accept(ann, one);
    await expect(accept(ann, one)).rejects.toMatchObject({ code: "CONFLICT" });
    const undoing = ben.api.review.undo({ photoId: one.photoId, reviewId: given.id });
    await expect(undoing).rejects.toMatchObject({ code: "NOT_FOUND" });
    await ann.api.review.undo({ photoId: one.photoId, reviewId: given.id });
    expect(await queued(ann)).toEqual([one.photoId]);
  });

  it("sent twice under one id is one opinion", async () => {
    const one = await forTwo();
    const id = crypto.randomUUID();
    const answers = await Promise.all(
      [1, 2].map(() => ann.api.review.decide({ ...one, id, verdict: "accepted" })),
    );
    expect(answers[0]).toEqual(answers[1]);
    await expect(ben.api.review.decide({ ...one, id, verdict: "accepted" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  it("lapses with another save: the new boxes are looked at anew, by both", async () => {
    const one = await forTwo();
    await accept(ann, one);
    const again = { photoId: one.photoId, correctionId: "" };
    const filter = {
      confidence: 0.25,
      iou: 0.7,
      confidenceByClass: {},
      hiddenClasses: [],
      maxDetections: 300,
    };
    const none = { modelId: null, backend: null, filter, modelBoxes: [], labels: [drawn("x", 80)] };
    again.correctionId = (
      await editor.api.corrections.save({ photoId: one.photoId, baseId: one.correctionId, ...none })
    ).id;
    await expect(accept(ben, one)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await queued(ann)).toEqual([one.photoId]);
    expect(await accept(ben, again)).toMatchObject({ opinion: "first" });
    expect(await accept(ann, again)).toMatchObject({ opinion: "agreed" });
    expect(await trained()).toEqual([["1@80"]]);
  });
});

describe("two opinions", () => {
  it("that agree become the verdict", async () => {
    const one = await forTwo();
    await accept(ann, one);
    expect(await accept(ben, one)).toMatchObject({ opinion: "agreed" });
    expect(await trained()).toEqual([["1@0"]]);
    expect(await queued(cem)).toEqual([]);
    expect(await ann.api.review.toSettle()).toEqual([]);
  });

  it("that agree within an overlap of 0.75 keep the edited box", async () => {
    const one = await forTwo({ labels: [drawn("a", 0)] });
    await accept(ann, one);
    // 9 of 11 px
    expect(await fix(ben, one, [drawn("a", 1)])).toMatchObject({ opinion: "agreed" });
    expect(await trained()).toEqual([["1@1"]]);
  });

  it("that both reject are a rejection, and one rejection against an acceptance is settled by hand", async () => {
    const [one, two] = [await forTwo(), await forTwo()];
    await reject(ann, one);
    expect(await reject(ben, one, "private")).toMatchObject({ opinion: "agreed" });
    await reject(ann, two);
    expect(await accept(ben, two)).toMatchObject({ opinion: "differs" });
    expect(await trained()).toEqual([]);
    await settle(cem, two.photoId, { reason: "blurred" });
    expect(await ann.api.review.toSettle()).toEqual([]);
    expect(await trained()).toEqual([]);
  });

  it("that differ train nothing until somebody settles them, difference by difference", async () => {
    const one = await forTwo({ modelBoxes: [found(0), found(50)] });
    // Ann: without the box at 0, a pear at 100. Ben: as it was, and a fig where Ann has a pear.
    await fix(ann, one, [deleted("d", 0), drawn("a", 100, PEAR)]);
    expect(await fix(ben, one, [drawn("b", 100, 3)])).toMatchObject({ opinion: "differs" });
    expect(await trained()).toEqual([]);
    expect(await queued(cem)).toEqual([]);
    expect((await cem.api.review.people()).toSettle).toBe(1);
    expect(await cem.api.review.toSettle()).toMatchObject([{ photoId: one.photoId, people: ["Ann", "Ben"] }]);
    // in reading order: only Ben's at 0, then pear or fig at 100
    await settle(cem, one.photoId, { takes: ["second", "first"] });
    expect(await trained()).toEqual([["1@0", "1@50", "2@100"]]);
    const [newest] = await ann.api.corrections.revisions({ photoId: one.photoId });
    expect(newest).toMatchObject({ author: "Cem", review: { verdict: "fixed", reviewer: "Cem" } });
    expect((await ann.api.review.opinions({ photoId: one.photoId })).isOpen).toBe(false);
  });

  it("are settled once, by reviewers alone, and with a choice for each difference", async () => {
    const one = await forTwo();
    await accept(ann, one);
    await fix(ben, one, [deleted("d", 0)]);
    const open = settle(ann, one.photoId, { takes: [] });
    await expect(open).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(settle(editor, one.photoId, { takes: ["first"] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const both = await Promise.allSettled([
      settle(ann, one.photoId, { takes: ["first"] }),
      settle(cem, one.photoId, { takes: ["second"] }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("that settle on what was there accept it, without another state", async () => {
    const one = await forTwo();
    await accept(ann, one);
    await fix(ben, one, [deleted("d", 0)]);
    expect(await settle(cem, one.photoId, { takes: ["first"] })).toMatchObject({ verdict: "accepted" });
    expect(await ann.api.corrections.revisions({ photoId: one.photoId })).toHaveLength(1);
  });

  it("are settled anew after the settling is taken back, with the boxes from before", async () => {
    const one = await forTwo();
    await accept(ann, one);
    await fix(ben, one, [deleted("d", 0)]);
    const { id } = await settle(cem, one.photoId, { takes: ["second"] });
    expect(await trained()).toEqual([[]]);
    await cem.api.review.undo({ photoId: one.photoId, reviewId: id });
    expect(await trained()).toEqual([]);
    expect(await cem.api.review.toSettle()).toHaveLength(1);
    const pair = await cem.api.review.opinions({ photoId: one.photoId });
    expect(standingBoxes(pair.correction).map(({ box }) => box.x1)).toEqual([0]);
    await settle(cem, one.photoId, { takes: ["first"] });
    expect(await trained()).toEqual([["1@0"]]);
  });

  it("stay once both are in: what they agreed on is taken back and settled by hand", async () => {
    const one = await forTwo();
    const first = await accept(ann, one);
    const second = await accept(ben, one);
    const undo = (who: Person, reviewId: string) => who.api.review.undo({ photoId: one.photoId, reviewId });
    await expect(undo(ann, first.id)).rejects.toMatchObject({ code: "CONFLICT" });
    await undo(ben, second.id);
    expect(await trained()).toEqual([]);
    expect(await queued(ben)).toEqual([]);
    await settle(cem, one.photoId, { takes: [] });
    expect(await trained()).toEqual([["1@0"]]);
  });

  it("keep an imported photo out of training while the first of two is in", async () => {
    const one = await waitingPhoto(ann.api, TEAM, { labels: [drawn("a", 0)] });
    await getDatabase().update(photos).set({ importedFrom: "a/set" });
    const filter = {
      confidence: 0.25,
      iou: 0.7,
      confidenceByClass: {},
      hiddenClasses: [],
      maxDetections: 300,
    };
    const more = { modelId: null, backend: null, filter, modelBoxes: [], labels: [drawn("a", 40)] };
    const { id } = await editor.api.corrections.save({
      photoId: one.photoId,
      baseId: one.correctionId,
      ...more,
    });
    expect(await trained()).toEqual([["1@0"]]);
    await ann.api.review.askOpinions({ photoIds: [one.photoId], isAsked: true });
    await accept(ann, { photoId: one.photoId, correctionId: id });
    expect(await trained()).toEqual([]);
    await accept(ben, { photoId: one.photoId, correctionId: id });
    expect(await trained()).toEqual([["1@40"]]);
  });
});

describe("which photos two people review", () => {
  it("are those of a share, the same ones each time, and those with a class", async () => {
    const some = [];
    for (let i = 0; i < 6; i++) some.push(await waitingPhoto(ann.api, TEAM, { labels: [drawn("a", 0)] }));
    const pears = await waitingPhoto(ann.api, TEAM, { labels: [drawn("a", 0, PEAR)] });
    await ann.api.review.setOpinionRule({ share: 0.5, classIds: [PEAR] });
    const listed = new Map((await ben.api.review.photos()).map((one) => [one.photoId, one.opinions]));
    for (const { photoId } of some) expect(listed.get(photoId)).toBe(placeOf(photoId) < 0.5 ? 0 : null);
    expect(listed.get(pears.photoId)).toBe(0);
    for (const one of [...some, pears]) {
      const wanted = listed.get(one.photoId) === 0;
      expect((await accept(ann, one)).opinion).toBe(wanted ? "first" : null);
    }
  });

  it("share: about as many as it says", () => {
    const places = Array.from({ length: 4_000 }, () => placeOf(crypto.randomUUID()));
    // 10 % of 4,000 is 400, standard deviation 19: five of them
    const chosen = places.filter((place) => place < 0.1).length;
    expect(Math.abs(chosen - 400)).toBeLessThan(95);
    expect(places.every((place) => place >= 0 && place < 1)).toBe(true);
  });

  it("are none while one person alone may review", async () => {
    const lone = await person("Lou", "elsewhere");
    const one = await waitingPhoto(lone.api, lone.id);
    await lone.api.review.setOpinionRule({ share: 1, classIds: [] });
    expect(await accept(lone, one)).toMatchObject({ opinion: null });
    expect(await queued(lone)).toEqual([]);
  });
});

it("agreement is measured of the team's own pairs, with the photos that differ", async () => {
  const [one, two] = [await forTwo({ labels: [drawn("a", 0)] }), await forTwo({ labels: [drawn("a", 0)] })];
  for (const who of [ann, ben]) await accept(who, one);
  await accept(ann, two);
  await fix(ben, two, [drawn("a", 0, PEAR)]);
  const measured = await cem.api.review.agreement();
  // apples: 1 both, 2 and 1 drawn
  expect(measured.classes[0]).toMatchObject({ classId: APPLE, both: 1, photos: 2, isFew: true });
  expect(measured.classes[0]?.f1.value).toBeCloseTo(2 / 3, 12);
  expect(measured.people).toMatchObject([{ differing: [two.photoId] }]);
  expect(new Set(measured.people[0]?.people)).toEqual(new Set([ann.id, ben.id]));
  const stranger = await person("Sly", "elsewhere");
  expect((await stranger.api.review.agreement()).people).toEqual([]);
});
