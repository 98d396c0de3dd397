import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { KnownPhotos } from "@/lib/contracts/dataset-import";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { latestCorrection, saveCorrection } from "@/server/corrections/service";
import { getDatabase } from "@/server/db/client";
import { classes as classTable } from "@/server/db/schema/datasets";
import { photos as photoTable } from "@/server/db/schema/photos";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { exportChoices, exportPhotos } from "../export/exports";
import { openSet } from "./open-set";
import { recogniseFormat } from "./recognise-format";
import { runImport } from "./run-import";
import { openSource } from "./source/open-source";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-second-"));
  process.env.FORAGE_DATA_DIR = path.join(folder, "data");
  await getDatabase().delete(photoTable);
  await getDatabase().delete(classTable);
  for (const [id, name] of ["egg", "bun"].entries()) {
    await getDatabase()
      .insert(classTable)
      .values({ id, name, displayName: name, kind: "ingredient", synonyms: [] });
  }
});
afterEach(() => {
  delete process.env.FORAGE_DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
});

const photo = () =>
  sharp({ create: { width: 200, height: 100, channels: 3, background: "#a63" } })
    .jpeg()
    .toBuffer();

/** A YOLO set in which all photos are the same. @param labels by path below `images` and `labels` */
async function putSet(
  name: string,
  className: string,
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  const place = path.join(folder, name);
  const put = (file: string, content: string | Buffer) => {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), content);
  };
  put("data.yaml", `names: [${className}]\n`);
  for (const [stem, text] of Object.entries(labels)) {
    put(`images/${stem}.jpg`, await photo());
    put(`labels/${stem}.txt`, text);
  }
  return place;
}

async function importSet(place: string, knownPhotos?: KnownPhotos) {
  const source = await openSource(place);
  const set = await openSet(source, await recogniseFormat(source));
  const name = path.basename(place);
  const log = path.join(folder, `log-${Math.random()}`);
  return runImport({ set, who: alone(LOCAL_USER_ID), name, log, knownPhotos, progress: () => undefined });
}

async function standing(): Promise<readonly string[]> {
  const [row] = await getDatabase().select().from(photoTable);
  const latest = row && (await latestCorrection(LOCAL_USER_ID, row.id));
  if (!latest) return [];
  return standingBoxes(latest)
    .map(({ classId, box }) => `${["egg", "bun"][classId]} ${Math.round(box.x1)}`)
    .toSorted();
}

// 40 px wide at 20 px, and at 140 px
const LEFT = "0 0.2 0.5 0.2 0.4\n";
const RIGHT = "0 0.8 0.5 0.2 0.4\n";

it("adds to the boxes that stand, unless told otherwise, and counts", async () => {
  await importSet(await putSet("eggs", "egg", { "train/x": LEFT }));
  const result = await importSet(await putSet("buns", "bun", { "train/x": RIGHT }));
  expect(result).toMatchObject({ photos: { changed: 1 }, earlier: { kept: 1, gone: 0, added: 1 } });
  expect(await standing()).toEqual(["bun 140", "egg 20"]);
});

it("replaces them when told to, and says how many stand no more", async () => {
  await importSet(await putSet("eggs", "egg", { "train/x": LEFT + RIGHT }));
  const result = await importSet(await putSet("buns", "bun", { "train/x": RIGHT }), "replace");
  expect(result).toMatchObject({ photos: { changed: 1 }, earlier: { kept: 0, gone: 2, added: 1 } });
  expect(await standing()).toEqual(["bun 140"]);
});

it("does not add a box of what is outlined already, nor take one away for an empty list", async () => {
  await importSet(await putSet("eggs", "egg", { "train/x": LEFT }));
  // 2 px further: 38 / 42 = 0.9
  const again = await importSet(await putSet("eggs-again", "egg", { "train/x": "0 0.21 0.5 0.2 0.4\n" }));
  expect(again).toMatchObject({ photos: { known: 1, changed: 0 } });
  expect((await importSet(await putSet("empty", "egg", { "train/x": "" }))).photos).toMatchObject({
    known: 1,
  });
  expect(await standing()).toEqual(["egg 20"]);
});

it("keeps what the model said and a person did", async () => {
  await importSet(await putSet("eggs", "egg", { "train/x": LEFT }));
  const [row] = await getDatabase().select().from(photoTable);
  const latest = await latestCorrection(LOCAL_USER_ID, row!.id);
  const { photoId, filter, labels } = latest!;
  const modelBoxes = [{ box: { x1: 80, y1: 10, x2: 100, y2: 30 }, score: 0.9, classId: 1 }];
  await saveCorrection(alone(LOCAL_USER_ID), {
    photoId,
    filter,
    modelId: "forage-n/3",
    backend: "server",
    modelBoxes,
    labels,
  });
  await importSet(await putSet("buns", "bun", { "train/x": RIGHT }));
  expect(await standing()).toEqual(["bun 140", "bun 80", "egg 20"]);
  expect(await latestCorrection(LOCAL_USER_ID, photoId)).toMatchObject({ modelId: "forage-n/3", modelBoxes });
});

it.each(["add", "replace"] as const)("puts a set's two labels of one photo together (%s)", async (way) => {
  const place = await putSet("twice", "egg", { "train/x": LEFT, "train/y": RIGHT, "train/z": LEFT });
  await importSet(place, way);
  expect(await standing()).toEqual(["egg 140", "egg 20"]);
});

it("exports the photo under each set it came with, once, and says that its split stays", async () => {
  await importSet(await putSet("eggs", "egg", { "train/x": LEFT }));
  const second = await importSet(await putSet("buns", "bun", { "test/x": RIGHT }));
  expect(second.problems).toEqual([
    {
      path: "images/test/x.jpg",
      reason: "it came with eggs first and counts there as train; that stays, though it is test here",
    },
  ]);
  for (const sources of [["eggs"], ["buns"], ["eggs", "buns"]]) {
    const target = { kind: "folder" as const, path: path.join(folder, `out-${sources.join("-")}`) };
    const params = { format: "yolo" as const, sources };
    expect(await exportPhotos({ ownerId: LOCAL_USER_ID, params, target })).toMatchObject({
      photos: 1,
      boxes: 2,
    });
    expect(readFileSync(path.join(target.path, "data.yaml"), "utf8")).toContain("train");
  }
  const splits = { train: 1, val: 0, test: 0, none: 0 };
  expect(await exportChoices(LOCAL_USER_ID)).toEqual([
    { source: "buns", several: 1, splits },
    { source: "eggs", several: 1, splits },
  ]);
});
