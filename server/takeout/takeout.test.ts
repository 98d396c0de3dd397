import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { labelSchema } from "@/lib/contracts/corrections";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { correctionOf } from "@/server/assembly/testing/saves-world";
import { listClasses, seedClasses } from "@/server/datasets/classes/classes";
import { openSet } from "@/server/datasets/import/open-set";
import { recogniseFormat } from "@/server/datasets/import/recognise-format";
import { runImport } from "@/server/datasets/import/run-import";
import { openSource } from "@/server/datasets/import/source/open-source";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { photos } from "@/server/db/schema/photos";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { championManifest } from "@/server/models/service";
import { savePhoto } from "@/server/photos/service";
import { collectionPath } from "@/server/recipes/import/collection-file";
import { recipeImportJob } from "@/server/recipes/import/import-job";
import { addOwnPicture } from "@/server/recipes/pictures/pictures";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { writeTakeout } from "./write-takeout";

vi.setConfig({ hookTimeout: 240_000, testTimeout: 120_000 });
const me = localContext();
const OTHER = "00000000-0000-4000-8000-0000000000e2";
const other = { ...me, user: { ...me.user, id: OTHER }, team: { ...me.team, id: OTHER } };
const callerFor = createCallerFactory(appRouter);
const [api, otherApi] = [callerFor(me), callerFor(other)];
const savedFolder = process.env.FORAGE_DATA_DIR;
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(OTHER, "Another");
  await seedClasses((await championManifest()).classes);
  await seedRecipes();
});
afterAll(() => database.drop());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-takeout-"));
  process.env.FORAGE_DATA_DIR = folder;
});
afterEach(() => {
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  rmSync(folder, { recursive: true, force: true });
});

function picture(seed: number): Promise<Buffer> {
  const noise = { type: "gaussian" as const, mean: 60 + seed * 40, sigma: 30 };
  return sharp({ create: { width: 160, height: 120, channels: 3, background: "white", noise } })
    .jpeg()
    .toBuffer();
}

const label = (id: string, classId: number, x: number) =>
  ({
    id,
    classId,
    box: { x1: x, y1: 10, x2: x + 40, y2: 60 },
    origin: { by: "person" },
    state: "drawn",
  }) as const;

async function save(seed: number, labels: readonly ReturnType<typeof label>[]): Promise<void> {
  const { photoId } = await savePhoto({
    ownerId: me.team.id,
    name: `lunch ${seed}.jpg`,
    bytes: await picture(seed),
  });
  if (labels.length === 0) return;
  await api.corrections.save({ ...correctionOf(photoId, []), labels: [...labels] });
}

/** Boxes of each labelled photo by its name, to a hundredth of a pixel. */
async function boxesOf(teamId: string): Promise<Record<string, readonly number[][]>> {
  const rows = await getDatabase()
    .select({ name: photos.name, labels: corrections.labels })
    .from(corrections)
    .innerJoin(photos, eq(photos.id, corrections.photoId))
    .where(eq(photos.ownerId, teamId));
  const boxes = (labels: unknown) =>
    labelSchema
      .array()
      .parse(labels)
      .map(({ classId, box: { x1, y1, x2, y2 } }) => [
        classId,
        ...[x1, y1, x2, y2].map((edge) => Math.round(edge * 100) / 100),
      ]);
  return Object.fromEntries(rows.map(({ name, labels }) => [name, boxes(labels)]));
}

const takeOut = (signal = new AbortController().signal, onPhoto: () => void = () => undefined) => {
  const target = path.join(folder, "exports", "out.zip");
  const who = { userId: me.user.id, teamId: me.team.id };
  return writeTakeout({ who, team: "Me", path: target, signal, onPhoto }).then((written) => ({
    target,
    written,
  }));
};

async function importPhotos(place: string) {
  const source = await openSource(place);
  try {
    const set = await openSet(source, await recogniseFormat(source), {});
    return await runImport({
      set,
      who: alone(OTHER),
      name: "back",
      log: path.join(folder, "log"),
      progress: () => undefined,
    });
  } finally {
    await source.close();
  }
}

async function importRecipes(place: string) {
  const fileId = "6f1b0d8e-4a52-4e39-9c6e-2f0f6f6b1d13";
  mkdirSync(path.dirname(collectionPath(fileId)), { recursive: true });
  await copyFile(place, collectionPath(fileId));
  return recipeImportJob.run({
    id: fileId,
    params: { fileId, name: "out.zip" },
    createdBy: OTHER,
    teamId: OTHER,
    checkpoint: null,
    signal: new AbortController().signal,
    progress: () => undefined,
    saveCheckpoint: async () => undefined,
  });
}

describe("all that somebody has, as one archive", () => {
  it("comes back: photos with their boxes and recipes with their pictures, for somebody who has nothing", async () => {
    const [egg, other] = (await listClasses())
      .filter(({ kind }) => kind === "ingredient")
      .map(({ id }) => id);
    if (egg === undefined || other === undefined) throw new RangeError("no classes");
    await save(1, [label("a", egg, 20), label("b", other, 80)]);
    await save(2, [label("c", egg, 50)]);
    await save(3, []);
    const recipe = await api.recipes.saveOwn({
      title: "Tomato toast",
      servings: 2,
      ingredients: [{ foodId: "tomato", quantity: 2, unit: "pc", note: null, optional: false }],
      steps: ["Toast it."],
    });
    await addOwnPicture(recipe.slug, await picture(4), me.team.id);
    await api.recipes.stock.switch({ isOn: true });
    const { target, written } = await takeOut();
    expect(written).toMatchObject({
      photos: 2,
      boxes: 3,
      plainPhotos: 1,
      corrections: 2,
      recipes: 1,
      missing: [],
    });
    expect(written.bytes).toBe(statSync(target).size);

    expect(await importPhotos(target)).toMatchObject({ photos: { new: 2, failed: 0 }, boxes: 3 });
    const recipes = await importRecipes(target);
    expect(recipes).toMatchObject({ added: 1, failed: 0, pictures: 1, picturesFailed: 0 });

    expect(await boxesOf(OTHER)).toEqual(await boxesOf(me.team.id));
    const { cards } = await otherApi.recipes.list({ ownOnly: true });
    expect(cards.map(({ title }) => title)).toEqual(["Tomato toast"]);
  });

  it("holds nothing of another team", async () => {
    await save(5, []);
    const { written } = await writeTakeout({
      who: { userId: OTHER, teamId: "00000000-0000-4000-8000-0000000000ff" },
      team: "None",
      path: path.join(folder, "exports", "none.zip"),
      signal: new AbortController().signal,
      onPhoto: () => undefined,
    }).then((result) => ({ written: result }));
    expect(written).toMatchObject({ photos: 0, plainPhotos: 0, corrections: 0, recipes: 0, plants: 0 });
  });

  it("that is cancelled leaves no file", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(takeOut(controller.signal)).rejects.toThrow();
    const exports = path.join(folder, "exports");
    expect(existsSync(exports) ? readdirSync(exports) : []).toEqual([]);
  });

  it("is started for a team by its admin alone", async () => {
    const editor = callerFor({ ...me, team: { ...me.team, role: "editor" } });
    await expect(editor.takeout.start()).rejects.toMatchObject({ cause: { code: "request/forbidden" } });
    expect(await api.takeout.start()).toMatchObject({ kind: "takeout", state: "queued" });
  });
});
