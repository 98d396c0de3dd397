import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { ModelBox } from "@/lib/contracts/corrections";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { LEAST_SHOWN } from "@/lib/contracts/monitoring";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { getDatabase } from "@/server/db/client";
import { correctionDevices } from "@/server/db/schema/monitoring";
import { photos } from "@/server/db/schema/photos";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { savePhotoWhole } from "@/server/saves/service";
import { slicesOf } from "../overview/overview";
import { agree, eraseSent, storeBatch, withdraw } from "../recording/recording";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import { slicePhotosOf } from "./slice-photos";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const OTHER = "00000000-0000-4000-8000-0000000000f7";
const MODEL = "forage-n/4";
const never = new AbortController().signal;
const folder = mkdtempSync(path.join(tmpdir(), "forage-slice-photos-"));
const savedFolder = process.env.FORAGE_DATA_DIR;
let database: TestDatabase;

beforeAll(async () => {
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await addPerson(OTHER, "Other");
});
afterAll(async () => {
  await database.drop();
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const person of [me, OTHER]) await eraseSent(person);
  await getDatabase().execute(sql`delete from recording_erasures`);
  await getDatabase().delete(photos);
  await agree(me);
});

const box = { x1: 1, y1: 1, x2: 9, y2: 9 } as ModelBox["box"];
let width = 40;

interface Saved {
  readonly light: number;
  readonly wrong?: number;
  readonly device?: "phone" | "computer";
  readonly isShared?: boolean;
  readonly userId?: string;
}

/** A grey photo, saved with two boxes of the model, of which some are taken away. */
async function save({ light, wrong = 1, device, isShared = true, userId = me }: Saved): Promise<string> {
  const level = Math.round(light * 255);
  const size = { width: ++width, height: 30 };
  const bytes = await sharp({
    create: { ...size, channels: 3, background: { r: level, g: level, b: level } },
  })
    .png()
    .toBuffer();
  const found: ModelBox[] = [0, 1].map((classId) => ({ box, score: 0.8, classId }));
  const saved = await savePhotoWhole(
    { userId, teamId: me },
    { bytes, name: "a.png" },
    {
      id: randomUUID(),
      size,
      modelId: MODEL,
      backend: "wasm",
      filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
      modelBoxes: found,
      labels: found.slice(0, wrong).map(({ score, classId }) => ({
        id: `b${classId}`,
        box,
        classId,
        origin: { by: "model", modelId: MODEL, score, box, classId },
        state: "deleted",
      })),
      ...(device ? { seenOn: { device, browser: "firefox" } } : {}),
    },
  );
  await getDatabase()
    .update(photos)
    .set({ sharedAt: isShared ? new Date() : null })
    .where(eq(photos.id, saved.photoId));
  return saved.photoId;
}

/** Detections on a dark phone, so that the slice has enough to be shown. */
async function traffic(count: number, userId = me): Promise<void> {
  const base = anEvent();
  const detections: DetectionEvent[] = Array.from({ length: count }, (_, at) =>
    anEvent({
      device: "phone",
      browser: "firefox",
      at: new Date(Date.now() - at * 1_000).toISOString(),
      photo: { ...base.photo, brightness: 0.1 },
    }),
  );
  await storeBatch(
    { userId, teamId: me },
    { schema: EVENT_SCHEMA, detections, outcomes: [], sentAt: new Date().toISOString() },
  );
  await keepSums(never);
}

const asked = { ...alone(me), modelId: MODEL, share: "wrong" } as const;
const dark = { device: "phone", light: "0" } as const;

it("shared photos of a slice are shown, the worst first, and no others", async () => {
  await traffic(LEAST_SHOWN);
  const one = await save({ light: 0.1, device: "phone" });
  const two = await save({ light: 0.1, device: "phone", wrong: 2 });
  await save({ light: 0.1, device: "computer" });
  await save({ light: 0.9, device: "phone" });
  await save({ light: 0.1, device: "phone", wrong: 0 });
  await save({ light: 0.1, device: "phone", isShared: false });
  expect(await slicePhotosOf({ ...asked, where: dark })).toEqual({
    photos: [
      { id: two, bad: 2 },
      { id: one, bad: 1 },
    ],
    all: 2,
    unknown: 0,
  });
  expect((await slicePhotosOf({ ...asked, where: { device: "phone" } })).all).toBe(3);
});

it("on what a photo was looked at is kept with the leave for figures alone, and goes with them", async () => {
  await traffic(LEAST_SHOWN);
  await withdraw(me);
  await save({ light: 0.1, device: "phone" });
  expect(await slicePhotosOf({ ...asked, where: dark })).toMatchObject({ all: 0, unknown: 1 });
  await agree(me);
  await save({ light: 0.1, device: "phone" });
  expect((await slicePhotosOf({ ...asked, where: dark })).all).toBe(1);
  await eraseSent(me);
  expect(await getDatabase().select().from(correctionDevices)).toEqual([]);
});

it("of a slice with few detections nothing is shown to others than their person", async () => {
  await agree(OTHER);
  await traffic(LEAST_SHOWN - 1, OTHER);
  await save({ light: 0.1, device: "phone", userId: OTHER });
  expect(await slicePhotosOf({ ...asked, where: dark })).toEqual({ photos: [], all: 0, unknown: 0 });
  expect((await slicePhotosOf({ ...asked, userId: OTHER, where: dark })).all).toBe(1);
});

it("a person's teams are slices where more than one has detections", async () => {
  await traffic(LEAST_SHOWN);
  const kitchen = "00000000-0000-4000-8000-0000000000f8";
  await getDatabase().execute(sql`insert into teams (id, name) values (${kitchen}, 'Kitchen')`);
  await getDatabase().execute(
    sql`insert into memberships (team_id, user_id, role) values (${kitchen}, ${me}, 'viewer')`,
  );
  const teams = async () =>
    (await slicesOf({ ...alone(me), modelId: MODEL })).groups.find(({ dimension }) => dimension === "team");
  expect(await teams()).toBeUndefined();
  await storeBatch(
    { userId: me, teamId: kitchen },
    { schema: EVENT_SCHEMA, detections: [anEvent()], outcomes: [], sentAt: new Date().toISOString() },
  );
  await keepSums(never);
  expect((await teams())?.slices.map(({ value, events }) => [value, events])).toEqual([
    [expect.any(String), LEAST_SHOWN],
    ["Kitchen", 1],
  ]);
});
