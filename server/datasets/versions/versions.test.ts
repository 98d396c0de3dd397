import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { EXPORT_FORMATS } from "@/lib/core/datasets/formats/known-formats";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { localContext } from "@/server/api/context";
import { correctionHistory, saveCorrection } from "@/server/corrections/service";
import { getDatabase } from "@/server/db/client";
import {
  classes,
  datasetChecks,
  datasetVersions,
  findingDecisions,
  photoChecks,
  splitAssignments,
} from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";
import { reviews } from "@/server/db/schema/reviews";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection } from "@/server/db/transaction";
import { deletePhoto } from "@/server/library/delete-photo";
import { countVersionPhotos } from "@/server/models/lineage/repository";
import { savePhoto } from "@/server/photos/service";
import { addClass, mergeClass, renameClass, seedClasses } from "../classes/classes";
import { excludePhoto, standingDecisions, takeBack, waiveFinding } from "../findings/findings";
import { openYoloSplit } from "../service";
import { createVersion } from "./create-version";
import { diffVersions } from "./diff-versions";
import { exportTrainingSet, exportVersion } from "./export-version";
import {
  getVersion,
  listVersions,
  readVersionManifest,
  verifyVersion,
  versionsHolding,
} from "./read-version";
import { showFindings } from "./show-version";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const me = localContext().user.id;
let testDatabase: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-versions-"));
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
});
afterAll(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

const CLASSES: readonly ModelClass[] = ["egg", "bun", "pear"].map((name, id) => {
  return { id, name, displayName: name, kind: "ingredient", synonyms: [] };
});

beforeEach(async () => {
  const tables = [
    datasetChecks,
    datasetVersions,
    splitAssignments,
    findingDecisions,
    photoChecks,
    photos,
    classes,
  ];
  for (const table of tables) await getDatabase().delete(table);
  rmSync(join(folder, "files"), { recursive: true, force: true });
  await seedClasses(CLASSES);
});

/** A photo-like picture of its own for each seed: coloured noise, smoothed. */
async function picture(seed: number, edge = 96): Promise<Buffer> {
  let state = seed * 7919 + 17;
  const small = Uint8Array.from({ length: 10 * 10 * 3 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  return sharp(small, { raw: { width: 10, height: 10, channels: 3 } })
    .resize(edge, edge)
    .jpeg({ quality: 92 })
    .toBuffer();
}

type Boxes = readonly (readonly [classId: number, x1: number, y1?: number])[];
interface Put {
  readonly boxes?: Boxes;
  readonly split?: "train" | "val" | "test" | null;
  readonly source?: string;
  readonly edge?: number;
}

async function label(photoId: string, boxes: Boxes): Promise<void> {
  await saveCorrection(alone(me), {
    photoId,
    modelId: null,
    backend: null,
    filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
    modelBoxes: [],
    labels: boxes.map(([classId, x1, y1 = 5], index) => {
      const box = { x1, y1, x2: x1 + 20, y2: y1 + 20 };
      return { id: `b${index}`, box, classId, origin: { by: "person" }, state: "drawn" };
    }),
  });
}

/** A photo as an import leaves it: shared, with its set and split, and one correction of a person's labels. */
async function put(seed: number, { boxes = [[0, 10]], split = "train", source = "pantry", edge }: Put = {}) {
  const bytes = await picture(seed, edge);
  const { photoId, sha256 } = await savePhoto({ ownerId: me, name: `photo-${seed}.jpg`, bytes });
  await getDatabase()
    .update(photos)
    .set({ sharedAt: new Date(), importedFrom: source, importedSplit: split })
    .where(eq(photos.id, photoId));
  await label(photoId, boxes);
  return { photoId, sha256 };
}

const create = (isCheckOnly = false) => createVersion({ note: "a note", createdBy: me, isCheckOnly });
const placeOf = async (number: number) =>
  new Map(
    (await readVersionManifest(number)).photos.map((one) => [
      one.sha256,
      one.heldOutFor ? "held out" : one.split,
    ]),
  );

describe("a version", () => {
  it("asked for again because its answer was lost is answered as before, with one check", async () => {
    await put(90, { boxes: [[0, 10]] });
    const ask = { note: "", createdBy: me, checkId: randomUUID() };
    const first = await createVersion(ask);
    expect(first.outcome).toBe("created");
    expect(await createVersion(ask)).toEqual(first);
    expect(await createVersion({ ...ask, checkId: randomUUID() })).toMatchObject({ outcome: "unchanged" });
    const checks = await getDatabase().select().from(datasetChecks).where(eq(datasetChecks.id, ask.checkId));
    expect(checks).toHaveLength(1);
  });

  it("holds the shared photos with their boxes, and is named by its content", async () => {
    const first = await put(1, {
      boxes: [
        [1, 30],
        [0, 10],
      ],
    });
    await put(2, { split: "test", source: "plants" });
    const unshared = await put(3);
    await getDatabase().update(photos).set({ sharedAt: null }).where(eq(photos.id, unshared.photoId));
    expect(await create()).toMatchObject({ outcome: "created", version: 1, photos: 2, boxes: 3, errors: 0 });
    const manifest = await readVersionManifest(1);
    expect(manifest.photos.find(({ sha256 }) => sha256 === first.sha256)).toMatchObject({
      photoId: first.photoId,
      split: "train",
      source: "pantry",
      boxes: [
        { classId: 0, x: 10, y: 5, width: 20, height: 20 },
        { classId: 1, x: 30, y: 5, width: 20, height: 20 },
      ],
    });
    expect(await getVersion(1)).toMatchObject({
      number: 1,
      parent: null,
      summary: {
        splits: { train: 1, val: 0, test: 1 },
        classes: [{ id: 0, boxes: { train: 1, test: 1 } }, { id: 1 }],
      },
    });
    expect(await verifyVersion(1)).toMatchObject({ isWhole: true, photos: 2 });
    expect(await create()).toMatchObject({ outcome: "unchanged", version: 1 });
    expect(await listVersions()).toHaveLength(1);
  });

  it("says when there is nothing to make one of, and when its files are not what they were", async () => {
    await expect(create()).rejects.toMatchObject({ code: "dataset/empty" });
    const { sha256 } = await put(4);
    await put(5);
    await create();
    const { manifestSha256 } = await getVersion(1);
    const fileOf = (name: string) => join(folder, "files", name.slice(0, 2), name);
    writeFileSync(fileOf(sha256), "something else");
    expect(await verifyVersion(1)).toMatchObject({ isWhole: false, damaged: [sha256], missing: [] });
    const text = readFileSync(fileOf(manifestSha256), "utf8");
    writeFileSync(fileOf(manifestSha256), text.replace('"train"', '"valid"'));
    await expect(verifyVersion(1)).rejects.toMatchObject({ code: "dataset/damaged" });
    await expect(readVersionManifest(1)).rejects.toMatchObject({ code: "dataset/damaged" });
    await expect(readVersionManifest(2)).rejects.toMatchObject({ code: "request/not-found" });
  });

  it("keeps the splits of the one before, and holds out copies of test photos", async () => {
    const tested = await put(10, { split: "test" });
    const trained = await put(11);
    await create();
    await getDatabase().update(photos).set({ importedSplit: "train" }).where(eq(photos.id, tested.photoId));
    const copy = await put(10, { split: "train", edge: 80 });
    await create();
    expect(await placeOf(2)).toEqual(
      new Map([
        [tested.sha256, "test"],
        [trained.sha256, "train"],
        [copy.sha256, "held out"],
      ]),
    );
    expect((await getVersion(2)).summary).toMatchObject({
      photos: 2,
      heldOut: 1,
      warnings: expect.any(Number),
    });
    // a model of this version learnt from one photo and was measured on one: the copy is neither
    expect(await countVersionPhotos(connection(), (await getVersion(2)).id)).toEqual({
      train: 1,
      val: 0,
      test: 1,
      heldOut: 1,
      deleted: 0,
    });
    const { findings } = await showFindings({ of: 2, code: "near-duplicate-held-out", cursor: 0, limit: 9 });
    expect(
      findings[0]?.shown.map(({ sha256, isHeldOut }) => [sha256 === copy.sha256, isHeldOut]).sort(),
    ).toEqual([
      [false, false],
      [true, true],
    ]);
    // the test photo is deleted: its copy still does not train
    await deletePhoto(me, tested.photoId);
    await put(12);
    await create();
    expect((await placeOf(3)).get(copy.sha256)).toBe("held out");
  });

  it("says so when a photo was deleted, and leaves it out from then on", async () => {
    const { photoId, sha256 } = await put(20);
    await put(21);
    await create();
    await deletePhoto(me, photoId);
    expect((await getVersion(1)).deletedPhotos).toBe(1);
    expect(await verifyVersion(1)).toMatchObject({ isWhole: true, deleted: 1 });
    expect((await readVersionManifest(1)).photos).toHaveLength(2);
    expect(await create()).toMatchObject({ outcome: "created", version: 2, photos: 1 });
    expect((await versionsHolding(sha256)).map(({ number }) => number)).toEqual([1]);
    expect(await getDatabase().select().from(photoChecks).where(eq(photoChecks.sha256, sha256))).toEqual([]);
    const diff = await diffVersions({ before: 1, after: 2, cursor: 0, limit: 10 });
    expect(diff).toMatchObject({
      photos: { removed: 1, same: 1 },
      items: [{ sha256, isDeleted: true, image: null }],
    });
  });

  it("counts merged and renamed classes under ids that stay", async () => {
    await put(25, {
      boxes: [
        [0, 10],
        [1, 40],
        [2, 70],
      ],
    });
    await create();
    await renameClass({ classId: 0, name: "hen egg" });
    await mergeClass(1, 2);
    await addClass({ name: "plum", kind: "ingredient" });
    await create();
    const [before, after] = [await readVersionManifest(1), await readVersionManifest(2)];
    expect(before.classes.map(({ id, name }) => [id, name])).toEqual([
      [0, "egg"],
      [1, "bun"],
      [2, "pear"],
    ]);
    expect(after.classes.map(({ id, name, mergedInto }) => [id, name, mergedInto])).toEqual([
      [0, "hen egg", null],
      [1, "bun", 2],
      [2, "pear", null],
      [3, "plum", null],
    ]);
    expect(after.photos[0]?.boxes.map(({ classId }) => classId)).toEqual([0, 2, 2]);
    const { classes: compared, boxes } = await diffVersions({ before: 1, after: 2, cursor: 0, limit: 10 });
    expect(boxes).toMatchObject({ relabelled: 1, kept: 2 });
    expect(compared).toEqual([
      { id: 0, displayName: "Hen egg", nameBefore: "egg", before: 1, after: 1 },
      { id: 1, displayName: "bun", nameBefore: null, before: 1, after: 0 },
      { id: 2, displayName: "pear", nameBefore: null, before: 1, after: 2 },
    ]);
  });

  it("stops when asked, and leaves no version", async () => {
    await put(28);
    const stopped = createVersion({ note: "", createdBy: me, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: "detection/cancelled" });
    expect(await listVersions()).toEqual([]);
  });
});

describe("the quality gate", () => {
  it("blocks a version on an error, until it is waived or its photo excluded", async () => {
    const bad = await put(30, {
      boxes: [
        [0, 10],
        [9, 40],
      ],
    });
    await put(31);
    expect(await create()).toMatchObject({ outcome: "blocked", version: null, errors: 1 });
    expect(await listVersions()).toEqual([]);
    const key = { photo: bad.sha256, code: "label-class-unknown", subject: "40 5 60 25" } as const;
    const waiver = await waiveFinding({ key, reason: "an odd fruit" }, me);
    expect(await create()).toMatchObject({ outcome: "created", errors: 0, boxes: 2 });
    await takeBack(waiver.id);
    await excludePhoto({ sha256: bad.sha256, code: "label-class-unknown", reason: "no fruit at all" }, me);
    expect(await create()).toMatchObject({ outcome: "created", version: 2, photos: 1 });
    expect((await standingDecisions()).all).toHaveLength(1);
  });

  it("does not take a waiver of another box, nor of a photo that cannot be read", async () => {
    const bad = await put(32, { boxes: [[9, 40]] });
    await waiveFinding(
      { key: { photo: bad.sha256, code: "label-class-unknown", subject: "0 5 20 25" }, reason: "another" },
      me,
    );
    expect(await create()).toMatchObject({ outcome: "blocked" });
    const key = { photo: bad.sha256, code: "photo-unreadable", subject: "" } as const;
    await expect(waiveFinding({ key, reason: "no matter" }, me)).rejects.toMatchObject({
      code: "request/invalid",
    });
  });

  it("finds a photo whose file is gone, and looks at it again when it is back", async () => {
    const { sha256 } = await put(33);
    const file = join(folder, "files", sha256.slice(0, 2), sha256);
    const bytes = readFileSync(file);
    rmSync(file);
    expect(await create(true)).toMatchObject({ outcome: "checked", errors: 1 });
    writeFileSync(file, bytes);
    expect(await create(true)).toMatchObject({ outcome: "checked", errors: 0 });
    expect(await listVersions()).toEqual([]);
  });
});

describe("diffVersions", () => {
  it("tells added, removed and changed photos apart, box by box", async () => {
    const changed = await put(40, {
      boxes: [
        [0, 10],
        [1, 40],
        [2, 70],
      ],
    });
    const gone = await put(41);
    await put(42);
    await create();
    await label(changed.photoId, [
      [0, 12],
      [2, 40],
      [1, 70, 60],
    ]);
    await getDatabase()
      .insert(reviews)
      .values({
        id: randomUUID(),
        photoId: changed.photoId,
        correctionId: (await correctionHistory(me, changed.photoId))[0]?.id ?? "",
        verdict: "accepted",
        reason: "",
        reviewerId: me,
      });
    await getDatabase().update(photos).set({ sharedAt: null }).where(eq(photos.id, gone.photoId));
    const added = await put(43);
    await create();
    const diff = await diffVersions({ before: 1, after: 2, cursor: 0, limit: 2 });
    expect(diff.photos).toEqual({ added: 1, removed: 1, changed: 1, split: 0, same: 1 });
    expect(diff.items[0]).toMatchObject({
      sha256: changed.sha256,
      image: changed.photoId,
      boxes: {
        moved: [{ from: { classId: 0, x: 10 }, to: { classId: 0, x: 12 } }],
        relabelled: [{ from: { classId: 1 }, to: { classId: 2 } }],
        removed: [{ classId: 2, x: 70, y: 5 }],
        added: [{ classId: 1, x: 70, y: 60 }],
      },
    });
    expect(diff.items[1]).toMatchObject({ sha256: added.sha256, change: "added" });
    const rest = await diffVersions({ before: 1, after: 2, cursor: diff.nextCursor ?? -1, limit: 2 });
    expect(rest.items.map(({ sha256 }) => sha256)).toEqual([gone.sha256]);
    expect(rest.nextCursor).toBeNull();
  });
});

describe("the exported training set", () => {
  it("is a YOLO set with a frozen test set a source, and goes on after it was cut off", async () => {
    const trained = await put(50, { boxes: [[1, 10]] });
    const tested = await put(51, { split: "test", source: "Ünder plants/2", boxes: [[2, 30]] });
    await put(51, { split: "train", edge: 80 });
    await put(52, { split: "val", boxes: [] });
    await create();
    const out = join(folder, "out");
    const written = await exportTrainingSet(1, out);
    expect(written).toMatchObject({
      photos: 3,
      splits: { train: 1, val: 1, test: 1 },
      heldOut: 1,
      deleted: 0,
    });
    expect(readdirSync(join(out, "images", "train"))).toEqual([`${trained.sha256}.jpg`]);
    // 96 px: centre (10 + 10) / 96 and (5 + 10) / 96, size 20 / 96
    expect(readFileSync(join(out, "labels", "train", `${trained.sha256}.txt`), "utf8")).toBe(
      "1 0.2083333 0.15625 0.2083333 0.2083333\n",
    );
    const yaml = readFileSync(join(out, "data.yaml"), "utf8");
    expect(yaml).toBe(
      'train: images/train\nval: images/val\ntest: images/test\nnames:\n  0: "egg"\n  1: "bun"\n  2: "pear"\n',
    );
    const [set] = written.sets;
    expect(set).toEqual({ source: "Ünder plants/2", folder: join("sets", "nder-plants-2"), photos: 1 });
    const split = await openYoloSplit(join(out, set?.folder ?? ""), "test");
    expect(split.photos.map((file) => file.split("/").at(-1))).toEqual([`${tested.sha256}.jpg`]);
    expect(await split.readLabels(split.photos[0] ?? "", { width: 96, height: 96 })).toMatchObject([
      { classIndex: 2 },
    ]);
    expect(split.otherNames).toEqual([[], [], []]);
    rmSync(join(out, "images", "train", `${trained.sha256}.jpg`));
    await exportTrainingSet(1, out);
    expect(existsSync(join(out, "images", "train", `${trained.sha256}.jpg`))).toBe(true);
  });

  it("is written in every other format too, with the same photos and boxes", async () => {
    await put(60, {
      boxes: [
        [1, 10],
        [2, 40],
      ],
    });
    await put(61, { split: "test" });
    await create();
    for (const format of EXPORT_FORMATS.filter((one) => one !== "yolo")) {
      const out = join(folder, format);
      expect(await exportVersion(1, format, out)).toMatchObject({
        photos: 2,
        boxes: 3,
        splits: { train: 1, test: 1 },
      });
      expect(readdirSync(out, { recursive: true }).length).toBeGreaterThan(3);
    }
  });

  it("leaves out what was deleted, and refuses a folder that holds something else", async () => {
    const gone = await put(55);
    await put(56);
    await create();
    await deletePhoto(me, gone.photoId);
    const out = join(folder, "second");
    expect(await exportTrainingSet(1, out)).toMatchObject({ photos: 1, deleted: 1 });
    await put(57);
    await create();
    await expect(exportTrainingSet(2, out)).rejects.toMatchObject({ code: "dataset/folder-not-empty" });
  });

  it("stops on a photo that is not what its hash says", async () => {
    const { sha256 } = await put(58);
    await create();
    writeFileSync(join(folder, "files", sha256.slice(0, 2), sha256), "other");
    await expect(exportTrainingSet(1, join(folder, "third"))).rejects.toMatchObject({
      code: "dataset/damaged",
    });
  });
});
