import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { seedClasses } from "@/server/datasets/classes/classes";
import { createVersion } from "@/server/datasets/versions/create-version";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { registeredModels } from "@/server/db/schema/registry";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { championManifest } from "@/server/models/service";
import { savePhoto } from "@/server/photos/service";
import { getFileStore } from "@/server/storage/service";
import { keepLooks } from "../drift/looks";
import { agree, storeBatch } from "../recording/recording";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import { readFigureRows, writeFigures } from "./repository";
import { keepFiguresOfFiles, trainingFiguresJob } from "./training-figures";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const context = localContext();
const me = context.user.id;
const api = createCallerFactory(appRouter)(context);
const never = new AbortController().signal;
const folder = mkdtempSync(path.join(tmpdir(), "forage-training-figures-"));
const savedFolder = process.env.FORAGE_DATA_DIR;
let database: TestDatabase;
const modelId = "trained-n/1";

const grey = (level: number, width: number) =>
  sharp({ create: { width, height: 40, channels: 3, background: { r: level, g: level, b: level } } })
    .png()
    .toBuffer();

async function put(level: number, at: number, split: "train" | "test"): Promise<void> {
  const { photoId } = await savePhoto({
    ownerId: me,
    name: `${at}.png`,
    bytes: await grey(level, 40 + at),
  });
  const imported = { sharedAt: new Date(), importedFrom: "pantry", importedSplit: split };
  await getDatabase().update(photos).set(imported).where(eq(photos.id, photoId));
  await api.corrections.save({
    photoId,
    modelId: null,
    backend: null,
    filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
    modelBoxes: [],
    labels: [
      {
        id: "b",
        box: { x1: 1, y1: 1, x2: 20, y2: 20 },
        classId: 0,
        origin: { by: "person" },
        state: "drawn",
      },
    ],
  });
}

beforeAll(async () => {
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await seedClasses();
  await agree(me);
});
afterAll(async () => {
  await database.drop();
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  rmSync(folder, { recursive: true, force: true });
});

const run = (signal = never) =>
  trainingFiguresJob.run({
    id: randomUUID(),
    params: { modelId },
    createdBy: me,
    teamId: me,
    checkpoint: null,
    signal,
    progress: () => {},
    saveCheckpoint: async () => {},
  });
const reference = async () => (await api.monitoring.overview({ modelId })).reference;

/** 60 detections of today on photos of about this brightness. */
async function traffic(light: number): Promise<void> {
  const base = anEvent();
  const detections: DetectionEvent[] = Array.from({ length: 60 }, (_, at) =>
    anEvent({
      modelId,
      at: new Date(Date.now() - at * 1_000).toISOString(),
      photo: { ...base.photo, brightness: light + (at % 10) / 100 },
    }),
  );
  await storeBatch(
    { userId: me, teamId: me },
    { schema: EVENT_SCHEMA, detections, outcomes: [], sentAt: new Date().toISOString() },
  );
}

it("a model whose training data is not here cannot be compared with it, and the page is told so", async () => {
  await traffic(0.1);
  await keepSums(never);
  const { trainingVersion, reference: days } = await api.monitoring.overview({ modelId });
  expect([trainingVersion, days?.training, days?.isTraining]).toEqual([null, null, false]);
  const refused = { cause: expect.objectContaining({ code: "monitoring/no-training-data" }) };
  await expect(api.monitoring.measureTraining({ modelId })).rejects.toMatchObject(refused);
  await expect(
    api.monitoring.setReference({ modelId, reference: { isTraining: true } }),
  ).rejects.toMatchObject(refused);
});

/** The champion's network as one that was trained here, on this version. */
async function register(number: number): Promise<void> {
  const { id: datasetVersionId } = (await api.versions.list()).find((one) => one.number === number)!;
  const shipped = await championManifest();
  const network = shipped.files.find(({ role }) => role === "onnx")!;
  await (await getFileStore()).put(await readFile(path.join("models", shipped.id, network.path)));
  const manifest = { ...shipped, id: modelId, name: "trained-n", version: 1, files: [network] };
  await getDatabase()
    .insert(registeredModels)
    .values({ id: modelId, teamId: me, origin: "trained", manifest, datasetVersionId, createdBy: me });
}

it("a model looks at the photos of the version that it learnt from, and at no others", async () => {
  for (const [at, level] of [100, 150, 200].entries()) await put(level, at, "train");
  await put(3, 90, "test");
  await register((await createVersion({ note: "", createdBy: me })).version!);
  expect(await run()).toEqual({ photos: 3, all: 3 });
  expect((await reference())?.training).toMatchObject({ version: 1, photos: 3, all: 3 });
  const rows = await readFigureRows(getDatabase(), { teamId: me, modelId });
  const seen = rows.map(({ photo }) => Math.round(photo.brightness * 255)).sort((a, b) => a - b);
  expect(seen).toEqual([100, 150, 200]);
});

it("days are compared with the training data by what a photo has, once somebody chose that", async () => {
  const [row] = await readFigureRows(getDatabase(), { teamId: me, modelId });
  const bright = Array.from({ length: 40 }, (_, at) => ({
    ...row!,
    photo: { ...row!.photo, brightness: 0.7 + at / 1_000 },
  }));
  await writeFigures(getDatabase(), { teamId: me, modelId }, { version: 1, all: 40, rows: bright });
  await api.monitoring.setReference({ modelId, reference: { isTraining: true } });
  expect(await reference()).toMatchObject({ isTraining: true, isChosen: false });
  await keepLooks(never);
  const { looks } = await api.monitoring.matrix({ modelId, period: "day" });
  const columns = looks.at(-1)?.finding.columns ?? [];
  expect(looks.at(-1)?.finding.isReference).toBe(false);
  const verdictOf = (name: string) => columns.find(({ column }) => column === name)?.verdict;
  // the detections are dark, the training photos are bright
  expect(verdictOf("brightness")).toBe("drift");
  expect(["device", "browser", "totalMs", "confidence"].map(verdictOf)).toEqual(Array(4).fill(undefined));
  const { bands } = await api.monitoring.overview({ modelId });
  const band = bands.find(({ feature }) => feature === "brightness");
  expect([band?.low, band?.middle, band?.high].map((one) => one?.toFixed(4))).toEqual([
    ...["0.7039", "0.7195", "0.7351"],
  ]);
  await api.monitoring.setReference({ modelId, reference: null });
  expect(await reference()).toMatchObject({ isTraining: false });
});

it("photos in files do as well, and one that is none is left out", async () => {
  const file = (name: string, bytes: Promise<Uint8Array>) => ({ path: name, read: () => bytes });
  const files = [file("a", grey(100, 50)), file("b", Promise.resolve(new Uint8Array([1, 2, 3])))];
  const options = { signal: never, onProgress: () => {} };
  expect(await keepFiguresOfFiles({ teamId: me, modelId }, files, options)).toEqual({ photos: 1, all: 2 });
  expect((await reference())?.training).toMatchObject({ version: null, photos: 1, all: 2 });
  const none = keepFiguresOfFiles({ teamId: me, modelId }, files.slice(1), options);
  await expect(none).rejects.toMatchObject({ code: "monitoring/no-training-data" });
});

it("a look that is stopped keeps nothing of its own", async () => {
  await expect(run(AbortSignal.abort())).rejects.toMatchObject({ code: "detection/cancelled" });
  expect((await reference())?.training).toMatchObject({ photos: 1 });
});
