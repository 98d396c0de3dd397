import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CorrectionInput } from "@/lib/contracts/corrections";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import type { Context } from "@/server/api/context";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { championManifest } from "@/server/models/service";
import { openPhotoImage, savePhoto } from "@/server/photos/service";

let testDatabase: TestDatabase;
let folder: string;
const me: Context = localContext();
const otherId = randomUUID();
const other: Context = { ...me, user: { ...me.user, id: otherId }, team: { ...me.team, id: otherId } };
const callerFor = createCallerFactory(appRouter);
const api = callerFor(me);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-library-"));
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
  rmSync(join(folder, "files"), { recursive: true, force: true });
});

const storedFiles = () =>
  readdirSync(join(folder, "files"), { recursive: true }).filter((name) =>
    /[0-9a-f]{64}$/.test(String(name)),
  );

function jpeg(seed: number, width = 60, height = 40): Promise<Buffer> {
  const background = { r: (seed * 53) % 256, g: (seed * 97) % 256, b: (seed * 193) % 256 };
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

async function save(seed: number, name = `photo-${seed}.jpg`, owner = me): Promise<string> {
  return (await savePhoto({ ownerId: owner.user.id, name, bytes: await jpeg(seed) })).photoId;
}

const box = (x: number) => ({ x1: x, y1: 2, x2: x + 8, y2: 12 });

function correction(photoId: string, overrides: Partial<CorrectionInput> = {}): CorrectionInput {
  return {
    photoId,
    modelId: "forage-n/0",
    backend: "wasm",
    filter: { ...DEFAULT_FILTER, confidenceByClass: { 3: 0.5 }, hiddenClasses: [] },
    modelBoxes: [],
    labels: [],
    ...overrides,
  };
}

const drawn = (id: string, classId: number, x = 0) =>
  ({ id, box: box(x), classId, origin: { by: "person" }, state: "drawn" }) as const;

describe("photos", () => {
  it("keeps a photo and its thumbnail, once per owner however often it is saved", async () => {
    const bytes = await jpeg(1);
    const uploads = await Promise.all(
      Array.from({ length: 4 }, () => savePhoto({ ownerId: me.user.id, name: "a.jpg", bytes })),
    );
    expect(new Set(uploads.map(({ photoId }) => photoId)).size).toBe(1);
    expect(uploads.filter(({ alreadyStored }) => !alreadyStored)).toHaveLength(1);
    expect(storedFiles()).toHaveLength(2);
    expect((await savePhoto({ ownerId: me.user.id, name: "b.jpg", bytes })).alreadyStored).toBe(true);
  });

  it("takes the same pixels with other metadata for the same photo", async () => {
    const bytes = await jpeg(2);
    const tagged = Buffer.concat([bytes.subarray(0, 2), comment("taken on Sunday"), bytes.subarray(2)]);
    const first = await savePhoto({ ownerId: me.user.id, name: "a.jpg", bytes });
    const second = await savePhoto({ ownerId: me.user.id, name: "b.jpg", bytes: tagged });
    expect([second.photoId, second.alreadyStored]).toEqual([first.photoId, true]);
  });

  it("stores no bad photo", async () => {
    const cut = (await jpeg(3)).subarray(0, 200);
    await expect(savePhoto({ ownerId: me.user.id, name: "cut.jpg", bytes: cut })).rejects.toMatchObject({
      code: "photo/truncated",
    });
    expect((await api.library.list({})).total).toBe(0);
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\photos\\apple.jpg", "apple.jpg"],
    ["\u202egpj.apple\u0000", "gpj.apple"],
    ["  ", "photo"],
    ["", "photo"],
    ["🍎".repeat(300), "🍎".repeat(200)],
  ])("names %j %j", async (name, wanted) => {
    const photoId = await save(4, name);
    expect((await api.library.get({ photoId })).photo.name).toBe(wanted);
  });

  it("deletes the photo, its history and its files, and nobody else's", async () => {
    const mine = await save(5);
    const theirs = await save(5, "same.jpg", other);
    await api.corrections.save(correction(mine, { labels: [drawn("a", 1)] }));
    await api.library.delete({ photoId: mine });
    await expect(api.library.get({ photoId: mine })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(api.corrections.history({ photoId: mine })).rejects.toMatchObject({ code: "NOT_FOUND" });
    // the other owner's photo has the same content: its files stay
    expect(storedFiles()).toHaveLength(2);
    const image = await openPhotoImage(other.user.id, theirs, "thumb");
    await image.stream.cancel();
    await callerFor(other).library.delete({ photoId: theirs });
    expect(storedFiles()).toHaveLength(0);
  });

  it("never loses a file to a delete beside a save of the same content", async () => {
    for (let round = 0; round < 5; round++) {
      const theirs = await save(6, "same.jpg", other);
      const [, photoId] = await Promise.all([callerFor(other).library.delete({ photoId: theirs }), save(6)]);
      const image = await openPhotoImage(me.user.id, photoId, "full");
      await image.stream.cancel();
      await api.library.delete({ photoId });
    }
  });

  it("hides one owner's photos from another", async () => {
    const photoId = await save(7);
    const stranger = callerFor(other);
    const attempts = await Promise.allSettled([
      stranger.library.get({ photoId }),
      stranger.library.delete({ photoId }),
      stranger.corrections.history({ photoId }),
      stranger.corrections.save(correction(photoId)),
      openPhotoImage(other.user.id, photoId, "full"),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({
        status: "rejected",
        reason: { message: expect.stringMatching(/nothing here|not-found/) },
      });
    }
    expect((await stranger.library.list({})).total).toBe(0);
  });
});

function comment(text: string): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from([0xff, 0xfe, 0, body.length + 2]), body]);
}

describe("corrections", () => {
  it("gives back exactly what was saved", async () => {
    const photoId = await save(10);
    const input = correction(photoId, {
      modelBoxes: [{ box: { x1: 0.125, y1: 1.5, x2: 20.75, y2: 30 }, score: 0.62, classId: 2 }],
      labels: [
        drawn("drawn", 1, 30),
        {
          id: "moved",
          box: box(5),
          classId: 4,
          origin: { by: "model", modelId: "forage-n/0", score: 0.62, box: box(0), classId: 2 },
          state: "edited",
        },
      ],
    });
    const saved = await api.corrections.save(input);
    expect(saved).toMatchObject({ ...input, revision: 1 });
    expect((await api.library.get({ photoId })).latest).toEqual(saved);
  });

  it("appends and never changes what was saved before, also when two save at a time", async () => {
    const photoId = await save(11);
    const first = await api.corrections.save(correction(photoId, { labels: [drawn("a", 1)] }));
    await Promise.all(
      [2, 3, 4].map((classId) =>
        api.corrections.save(correction(photoId, { labels: [drawn("a", classId)] })),
      ),
    );
    const history = await api.corrections.history({ photoId });
    expect(history.map(({ revision }) => revision)).toEqual([4, 3, 2, 1]);
    expect(history.at(-1)).toEqual(first);
  });

  it.each([
    ["a box outside the photo", { labels: [{ ...drawn("a", 1), box: { x1: 0, y1: 0, x2: 61, y2: 10 } }] }],
    ["a swapped box", { labels: [{ ...drawn("a", 1), box: { x1: 9, y1: 0, x2: 3, y2: 10 } }] }],
    ["two boxes with one id", { labels: [drawn("a", 1), drawn("a", 2)] }],
    ["a score above 1", { modelBoxes: [{ box: box(0), score: 1.01, classId: 1 }] }],
    ["NaN", { modelBoxes: [{ box: { ...box(0), x1: Number.NaN }, score: 0.5, classId: 1 }] }],
  ])("refuses %s and keeps nothing", async (_name, overrides) => {
    const photoId = await save(12);
    await expect(api.corrections.save(correction(photoId, overrides))).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect(await api.corrections.history({ photoId })).toEqual([]);
  });

  it("accepts a box that touches the photo's edge", async () => {
    const photoId = await save(13);
    const edge = { ...drawn("a", 1), box: { x1: 0, y1: 0, x2: 60, y2: 40 } };
    await expect(api.corrections.save(correction(photoId, { labels: [edge] }))).resolves.toMatchObject({
      revision: 1,
    });
  });
});

describe("the library", () => {
  it("counts what stands: live labels and model boxes nobody spoke for", async () => {
    const photoId = await save(20);
    const fromModel = (x: number, classId: number) =>
      ({ by: "model", modelId: "forage-n/0", score: 0.9, box: box(x), classId }) as const;
    await api.corrections.save(
      correction(photoId, {
        modelBoxes: [0, 20, 40].map((x) => ({ box: box(x), score: 0.9, classId: 2 })),
        labels: [
          { id: "gone", box: box(0), classId: 2, origin: fromModel(0, 2), state: "deleted" },
          { id: "renamed", box: box(20), classId: 5, origin: fromModel(20, 2), state: "edited" },
          drawn("new", 5, 30),
        ],
      }),
    );
    const { items, classes } = await api.library.list({});
    // class 2: the box at 40; class 5: the renamed and the drawn one
    expect(items).toMatchObject([
      {
        id: photoId,
        boxCount: 3,
        editedCount: 2,
        revisions: 1,
        modelId: "forage-n/0",
        classCounts: [
          { classId: 5, count: 2 },
          { classId: 2, count: 1 },
        ],
      },
    ]);
    expect(classes).toEqual([
      { classId: 2, count: 1 },
      { classId: 5, count: 1 },
    ]);
  });

  it("pages through everything once, newest save first, whatever is saved in between", async () => {
    const ids: string[] = [];
    for (let seed = 30; seed < 37; seed++) ids.unshift(await save(seed));
    const first = await api.library.list({ limit: 3 });
    await save(40);
    const second = await api.library.list({ limit: 3, cursor: first.nextCursor ?? "" });
    const third = await api.library.list({ limit: 3, cursor: second.nextCursor ?? "" });
    expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids);
    expect([first.total, third.total, third.nextCursor]).toEqual([7, 8, null]);
  });

  it("brings a photo to the front when it is corrected", async () => {
    const [old] = [await save(41), await save(42)];
    await api.corrections.save(correction(old));
    expect((await api.library.list({})).items[0]?.id).toBe(old);
  });

  it("finds by class, by class name and by file name", async () => {
    const { classes } = await championManifest();
    const [banana, carrot] = ["banana", "carrot"].map(
      (name) => classes.find((known) => known.name === name)?.id ?? -1,
    );
    const withBanana = await save(50, "breakfast.jpg");
    const withCarrot = await save(51, "100%_lunch.jpg");
    await api.corrections.save(correction(withBanana, { labels: [drawn("a", banana ?? 0)] }));
    await api.corrections.save(correction(withCarrot, { labels: [drawn("a", carrot ?? 0)] }));
    const found = async (input: Parameters<typeof api.library.list>[0]) =>
      (await api.library.list(input)).items.map(({ id }) => id);
    expect(await found({ classIds: [banana ?? 0] })).toEqual([withBanana]);
    expect(await found({ classIds: [banana ?? 0, carrot ?? 0] })).toHaveLength(2);
    expect(await found({ search: "BANAN" })).toEqual([withBanana]);
    expect(await found({ search: "lunch" })).toEqual([withCarrot]);
    // LIKE's wildcards are ordinary characters
    expect(await found({ search: "0%_l" })).toEqual([withCarrot]);
    expect(await found({ search: "_" })).toEqual([withCarrot]);
    expect(await found({ search: "xyz" })).toEqual([]);
    expect(await found({ search: "banana", classIds: [carrot ?? 0] })).toEqual([]);
  });

  it.each(["x", "", Buffer.from('["2026-01-01",1]').toString("base64url")])(
    "refuses the cursor %j",
    async (cursor) => {
      await expect(api.library.list({ cursor })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    },
  );
});
