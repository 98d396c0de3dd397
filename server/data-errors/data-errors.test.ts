import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Place } from "@/lib/core/data-errors/places";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { seedClasses } from "@/server/datasets/classes/classes";
import { createVersion } from "@/server/datasets/versions/create-version";
import { readVersionManifest } from "@/server/datasets/versions/read-version";
import { getDatabase } from "@/server/db/client";
import { keptLabels, photoLooks } from "@/server/db/schema/data-errors";
import {
  datasetChecks,
  datasetVersions,
  findingDecisions,
  splitAssignments,
} from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";
import { registeredModels } from "@/server/db/schema/registry";
import { trainingRuns } from "@/server/db/schema/training";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { championId, championManifest } from "@/server/models/service";
import { savePhoto } from "@/server/photos/service";
import { dataErrorsJob } from "./data-errors-job";
import { candidateJudges } from "./judges";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const context = localContext();
const me = context.user.id;
const api = createCallerFactory(appRouter)(context);
let testDatabase: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-data-errors-"));
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
  await seedClasses();
});
afterAll(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  const tables = [keptLabels, datasetChecks, datasetVersions, splitAssignments, findingDecisions, photos];
  for (const table of tables) await getDatabase().delete(table);
});

/** A photo-like picture of its own for each seed: coloured noise, smoothed. */
async function picture(seed: number): Promise<Buffer> {
  let state = seed * 7919 + 17;
  const small = Uint8Array.from({ length: 10 * 10 * 3 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  return sharp(small, { raw: { width: 10, height: 10, channels: 3 } })
    .resize(160, 160)
    .jpeg({ quality: 92 })
    .toBuffer();
}

const at = (x: number, y = 10) => ({ x1: x, y1: y, x2: x + 50, y2: y + 50 });
type Boxes = readonly (readonly [classId: number, x: number, y?: number])[];
const sees = (classId: number, x: number, score = 0.8): Place => ({
  box: at(x),
  classes: [{ classId, score }],
});

async function label(photoId: string, boxes: Boxes): Promise<void> {
  await api.corrections.save({
    photoId,
    modelId: null,
    backend: null,
    filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
    modelBoxes: [],
    labels: boxes.map(([classId, x, y], index) => {
      return { id: `b${index}`, box: at(x, y), classId, origin: { by: "person" }, state: "drawn" };
    }),
  });
}

/** An imported photo with labels, and what the champion is taken to have seen of it. */
async function put(
  seed: number,
  boxes: Boxes,
  places: readonly Place[] | null,
  split: "train" | "test" = "train",
) {
  const { photoId, sha256 } = await savePhoto({
    ownerId: me,
    name: `photo-${seed}.jpg`,
    bytes: await picture(seed),
  });
  const imported = { sharedAt: new Date(), importedFrom: "pantry", importedSplit: split };
  await getDatabase().update(photos).set(imported).where(eq(photos.id, photoId));
  await label(photoId, boxes);
  const features = Array.from({ length: 8 }, (_, axis) => Math.sin(seed * (axis + 1)));
  if (places)
    await getDatabase()
      .insert(photoLooks)
      .values({ photoId, modelId: await championId(), places, features });
  return { photoId, sha256 };
}

/** Six photos of class 0 and six of class 1, all right. */
async function usual(): Promise<void> {
  for (const classId of [0, 1])
    for (let seed = 0; seed < 6; seed++)
      await put(100 + classId * 10 + seed, [[classId, 10]], [sees(classId, 11)]);
}

const version = async () => (await createVersion({ note: "", createdBy: me })).version!;

async function find(number: number, signal = new AbortController().signal, onProgress = () => {}) {
  return dataErrorsJob.run({
    id: randomUUID(),
    params: { number },
    createdBy: me,
    teamId: me,
    checkpoint: null,
    signal,
    progress: onProgress,
    saveCheckpoint: async () => {},
  });
}

const open = (number: number) => api.dataErrors.doubts({ number }).then(({ doubts }) => doubts);
const boxesOf = async (number: number, sha256: string) =>
  (await readVersionManifest(number)).photos
    .find((photo) => photo.sha256 === sha256)
    ?.boxes.map(({ classId, x }) => [classId, x]);
const refusal = (code: string) => ({ cause: expect.objectContaining({ code }) });

describe("errors in a version", () => {
  it("are found by what the model saw, worst first, and say who judged", async () => {
    await usual();
    const renamed = await put(1, [[0, 10]], [sees(1, 10, 0.95)]);
    const missing = await put(2, [[0, 10]], [sees(0, 10), sees(1, 90, 0.9)]);
    const empty = await put(
      3,
      [
        [0, 10],
        [0, 90, 90],
      ],
      [sees(0, 10)],
    );
    const number = await version();
    expect(await find(number)).toMatchObject({ number, photos: 15, looked: 0, failed: 0, doubts: 3 });
    const doubts = await open(number);
    expect(doubts.map(({ kind, sha256 }) => [kind, sha256])).toEqual([
      ["wrong-class", renamed.sha256],
      ["missing-box", missing.sha256],
      ["empty-box", empty.sha256],
    ]);
    // imported, and the shipped model's training photos are not known here
    expect(doubts[0]).toMatchObject({ judge: await championId(), acquaintance: "unknown", state: "open" });
    expect(await api.dataErrors.overview({ number })).toMatchObject({
      summary: { photos: 15, labels: 16, unjudgedNames: 0, found: { "wrong-class": 1, "missing-box": 1 } },
      states: { "wrong-class": { open: 1, kept: 0, mended: 0, "left-out": 0 } },
    });
  });

  it("are mended by a correction of the reviewer's, which the next version has, and can be taken back", async () => {
    await usual();
    const renamed = await put(1, [[0, 10]], [sees(1, 10, 0.95)]);
    const number = await version();
    await find(number);
    const [doubt] = await open(number);
    const ask = { number, doubtId: doubt!.id, id: randomUUID() };
    const mended = await api.dataErrors.takeModels(ask);
    expect(mended).toEqual({ photoId: renamed.photoId, reviewId: ask.id });
    // sent again because the answer was lost
    expect(await api.dataErrors.takeModels(ask)).toEqual(mended);
    expect(await api.corrections.history({ photoId: renamed.photoId })).toHaveLength(2);
    expect(await open(number)).toEqual([]);
    const next = await version();
    expect([await boxesOf(number, renamed.sha256), await boxesOf(next, renamed.sha256)]).toEqual([
      [[0, 10]],
      [[1, 10]],
    ]);
    await find(next);
    expect(await open(next)).toEqual([]);
    const { history, states } = (await api.dataErrors.overview({ number }))!;
    expect(history.map((one) => one.found["wrong-class"])).toEqual([1, 0]);
    expect(states["wrong-class"]).toMatchObject({ open: 0, mended: 1 });
    await api.dataErrors.undo({ photoId: renamed.photoId, reviewId: ask.id });
    expect(await open(number)).toHaveLength(1);
    expect(await boxesOf(await version(), renamed.sha256)).toEqual([[0, 10]]);
  });

  it("are not asked again where a person kept the label, also in the next version, until it is taken back", async () => {
    await usual();
    await put(1, [[0, 10]], [sees(1, 10, 0.95)]);
    const number = await version();
    await find(number);
    const id = randomUUID();
    await api.dataErrors.keep({ number, doubtId: (await open(number))[0]!.id, id });
    expect(await open(number)).toEqual([]);
    await put(2, [[0, 10]], [sees(0, 10)]);
    const next = await version();
    expect(await find(next)).toMatchObject({ doubts: 1 });
    expect(await open(next)).toEqual([]);
    expect((await api.dataErrors.doubts({ number: next, state: "kept" })).doubts).toMatchObject([
      { decisionId: id },
    ]);
    await api.dataErrors.takeKeptBack({ id });
    expect(await open(next)).toHaveLength(1);
    await expect(api.dataErrors.takeKeptBack({ id: randomUUID() })).rejects.toMatchObject(
      refusal("request/not-found"),
    );
  });

  it("are settled by leaving the photo out", async () => {
    await usual();
    const { sha256 } = await put(1, [[0, 10]], [sees(1, 10, 0.95)]);
    const number = await version();
    await find(number);
    await api.versions.exclude({ sha256, code: "label-doubted", reason: "Not a food." });
    expect((await api.dataErrors.doubts({ number, state: "left-out" })).total).toBe(1);
    expect(await boxesOf(await version(), sha256)).toBeUndefined();
  });

  it("are not mended over what waits for review, nor where the label is gone", async () => {
    await usual();
    const { photoId, sha256 } = await put(1, [[0, 10]], [sees(1, 10, 0.95)]);
    const number = await version();
    await find(number);
    const [doubt] = await open(number);
    await label(photoId, [
      [0, 10],
      [0, 90],
    ]);
    const ask = () => api.dataErrors.takeModels({ number, doubtId: doubt!.id, id: randomUUID() });
    await expect(ask()).rejects.toMatchObject(refusal("doubt/waits-for-review"));
    expect(await boxesOf(number, sha256)).toEqual([[0, 10]]);
    const [newest] = await api.corrections.history({ photoId });
    await api.review.decide({ photoId, correctionId: newest!.id, verdict: "fixed", labels: [] });
    await expect(ask()).rejects.toMatchObject(refusal("doubt/changed"));
    await expect(
      api.dataErrors.keep({ number, doubtId: "0".repeat(24), id: randomUUID() }),
    ).rejects.toMatchObject(refusal("doubt/changed"));
  });

  it("are corrected with a person's own boxes, on the state that they looked at", async () => {
    await usual();
    const { photoId, sha256 } = await put(1, [[0, 10]], [sees(1, 10, 0.95)]);
    const number = await version();
    await find(number);
    const [newest] = await api.corrections.history({ photoId });
    const labels = [{ id: "n", box: at(30), classId: 1, origin: { by: "person" }, state: "drawn" } as const];
    await api.dataErrors.correct({ photoId, correctionId: newest!.id, id: randomUUID(), labels });
    expect(await boxesOf(await version(), sha256)).toEqual([[1, 30]]);
    await expect(
      api.dataErrors.correct({ photoId, correctionId: newest!.id, id: randomUUID(), labels }),
    ).rejects.toMatchObject(refusal("request/conflict"));
  });

  it("in copies that are labelled differently name both photos", async () => {
    await usual();
    const bytes = await picture(50);
    const first = await put(50, [[0, 10]], [sees(0, 10)]);
    const again = await sharp(bytes).jpeg({ quality: 70 }).toBuffer();
    const { photoId, sha256 } = await savePhoto({ ownerId: me, name: "again.jpg", bytes: again });
    const imported = { sharedAt: new Date(), importedFrom: "pantry", importedSplit: "train" as const };
    await getDatabase().update(photos).set(imported).where(eq(photos.id, photoId));
    await label(photoId, [[1, 10]]);
    await getDatabase()
      .insert(photoLooks)
      .values({ photoId, modelId: await championId(), places: [sees(1, 10)], features: [] });
    const number = await version();
    await find(number);
    const { doubts } = await api.dataErrors.doubts({ number, kind: "copies-differ" });
    expect(doubts).toHaveLength(1);
    expect([doubts[0]!.sha256, ...doubts[0]!.others].toSorted()).toEqual([first.sha256, sha256].toSorted());
    expect(doubts[0]!.copies).toHaveLength(1);
  });
});

describe("looking a version through", () => {
  it("stops when it is told to, keeps what was seen, and looks at no photo twice", async () => {
    for (let seed = 1; seed <= 3; seed++) await put(seed, [[0, 10]], null);
    const number = await version();
    const stop = new AbortController();
    let told = 0;
    const stopped = find(number, stop.signal, () => {
      // the first says how many there are
      if (++told === 2) stop.abort();
    });
    await expect(stopped).rejects.toMatchObject({ code: "detection/cancelled" });
    expect(await getDatabase().$count(photoLooks)).toBe(1);
    expect(await find(number)).toMatchObject({ photos: 3, looked: 2, failed: 0 });
    expect(await find(number)).toMatchObject({ looked: 0 });
  });

  it("goes on without a photo whose file is gone, and says so", async () => {
    await put(1, [[0, 10]], null);
    await put(2, [[0, 10]], [sees(0, 10)]);
    const number = await version();
    const [photo] = (await readVersionManifest(number)).photos.filter(({ name }) => name === "photo-1.jpg");
    rmSync(join(folder, "files", photo!.sha256.slice(0, 2), photo!.sha256));
    expect(await find(number)).toMatchObject({ photos: 2, looked: 0, failed: 1 });
  });

  it("is not there for a version that does not exist or was not looked through", async () => {
    await expect(api.dataErrors.find({ number: 9 })).rejects.toMatchObject(refusal("request/not-found"));
    await expect(api.dataErrors.overview({ number: 9 })).rejects.toMatchObject(refusal("request/not-found"));
    await put(1, [[0, 10]], [sees(0, 10)]);
    const number = await version();
    expect(await api.dataErrors.overview({ number })).toBeNull();
    await expect(api.dataErrors.doubts({ number })).rejects.toMatchObject(refusal("request/not-found"));
  });
});

describe("the browser of the data", () => {
  it("gives photos by class, size and split, by a cell of the matrix and by likeness", async () => {
    await usual();
    const renamed = await put(1, [[0, 10]], [sees(1, 10, 0.95)], "test");
    const number = await version();
    await find(number);
    const total = async (input: Partial<Parameters<typeof api.dataErrors.browse>[0]>) =>
      (await api.dataErrors.browse({ number, ...input })).total;
    expect(await total({})).toBe(13);
    expect(await total({ classId: 1 })).toBe(6);
    expect(await total({ split: "test" })).toBe(1);
    expect(await total({ source: "elsewhere" })).toBe(0);
    // 50 × 50 of 160 × 160 is a tenth
    expect([await total({ size: "medium" }), await total({ size: "large" })]).toEqual([13, 0]);
    const { photos: confused } = await api.dataErrors.browse({ number, cell: { truth: 0, found: 1 } });
    expect(confused.map(({ sha256 }) => sha256)).toEqual([renamed.sha256]);
    const { photos: alike } = await api.dataErrors.browse({ number, near: renamed.sha256 });
    expect(alike[0]?.sha256).toBe(renamed.sha256);
    expect(alike.length).toBe(13);
    const { points } = await api.dataErrors.map({ number });
    expect(points).toHaveLength(13);
    const { cells, classIds } = await api.dataErrors.confusion({ number });
    expect(cells).toContainEqual({ truth: 0, found: 1, count: 1, photos: 1 });
    expect(classIds.toSorted()).toEqual([0, 1]);
  });

  it("counts in the matrix what a page shows of the model that judged, by that model's own threshold", async () => {
    const { confidence } = (await championManifest()).defaults;
    expect(confidence).not.toBe(DEFAULT_FILTER.confidence);
    await put(1, [[0, 10]], [sees(0, 10, confidence)]);
    await put(2, [[1, 10]], [sees(1, 10, confidence - 0.01)]);
    const number = await version();
    await find(number);
    const { cells } = await api.dataErrors.confusion({ number });
    expect(cells).toContainEqual({ truth: 0, found: 0, count: 1, photos: 1 });
    expect(cells).toContainEqual({ truth: 1, found: null, count: 1, photos: 1 });
  });
});

describe("what a model trained here had to do with a photo", () => {
  it("is known from its version, near copies and the models before it included", async () => {
    const trained = await put(1, [[0, 10]], null);
    const tested = await put(2, [[0, 10]], null, "test");
    const number = await version();
    const { id: datasetVersionId } = (await api.versions.list()).find((one) => one.number === number)!;
    const runId = randomUUID();
    await getDatabase()
      .insert(trainingRuns)
      .values({
        ...{ id: runId, teamId: me, datasetVersionId, baseModelId: await championId(), createdBy: me },
        ...{ config: {}, note: "", steps: [], curves: {} },
      });
    const manifest = { ...(await championManifest()), id: "trained-n/1", name: "trained-n", version: 1 };
    await getDatabase().insert(registeredModels).values({
      id: manifest.id,
      teamId: me,
      origin: "trained",
      manifest,
      runId,
      datasetVersionId,
      createdBy: me,
    });
    try {
      const judges = await candidateJudges();
      expect(judges[0].modelId).toBe(await championId());
      const { acquaintance } = judges.find(({ modelId }) => modelId === "trained-n/1")!;
      const photo = (sha256: string, source: string, groupKey = sha256) => ({ sha256, source, groupKey });
      expect(acquaintance(photo(trained.sha256, "pantry"))).toBe("seen");
      expect(acquaintance(photo("a copy", "corrections", trained.sha256))).toBe("seen");
      // not in its training part; but it started from a model that was trained elsewhere
      expect(acquaintance(photo(tested.sha256, "pantry"))).toBe("unknown");
      expect(acquaintance(photo("new", "corrections"))).toBe("unseen");
    } finally {
      await getDatabase().delete(registeredModels);
      await getDatabase().delete(trainingRuns);
    }
  });
});
