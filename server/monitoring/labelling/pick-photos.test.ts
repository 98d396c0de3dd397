import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { photos } from "@/server/db/schema/photos";
import { photoSignals, reviews } from "@/server/db/schema/reviews";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { savePhoto } from "@/server/photos/service";
import { reviewQueue } from "@/server/review/queue/review-queue";
import { keepLooks } from "../drift/looks";
import { setReference } from "../drift/reference";
import { agree, eraseSent, storeBatch } from "../recording/recording";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import { keepPicks, picksOf } from "./pick-photos";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const other = "00000000-0000-4000-8000-0000000000f1";
const MODEL = "forage-n/4";
const NOW = new Date("2026-11-30T12:00:00Z");
const never = new AbortController().signal;
const folder = mkdtempSync(path.join(tmpdir(), "forage-picks-"));
const savedFolder = process.env.FORAGE_DATA_DIR;
let database: TestDatabase;

beforeAll(async () => {
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await addPerson(other, "Other");
  await agree(me);
  await setReference(me, MODEL, { from: "2026-11-27", to: "2026-11-28" });
});
afterAll(async () => {
  await database.drop();
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await eraseSent(me);
  await getDatabase().execute(sql`delete from recording_erasures`);
  await getDatabase().delete(photos);
});

let shade = 0;
/** A photo of one grey that waits for review: its library order is that of the calls. */
async function aPhoto(
  light: number,
  { features = [1, ++shade], ownerId = me, isShared = true } = {},
): Promise<string> {
  const level = Math.round(light * 255);
  const bytes = await sharp({
    // no two are one file
    create: {
      width: 60 + (shade % 40),
      height: 40,
      channels: 3,
      background: { r: level, g: level, b: level },
    },
  })
    .jpeg()
    .toBuffer();
  const { photoId } = await savePhoto({ ownerId, name: `${light}.jpg`, bytes });
  await getDatabase()
    .update(photos)
    .set({ sharedAt: isShared ? new Date() : null })
    .where(eq(photos.id, photoId));
  await getDatabase()
    .insert(corrections)
    .values({
      ...{ id: randomUUID(), photoId, authorId: me, revision: 1, modelId: MODEL },
      ...{ filter: {}, modelBoxes: [], labels: [] },
    });
  await getDatabase()
    .insert(photoSignals)
    .values({
      ...{ photoId, revision: 1, modelId: MODEL, errors: [], features },
      ...{ disagreement: 0, uncertainty: 0, rarity: 0, priority: light },
    });
  return photoId;
}

/** A day of 60 detections whose brightness lies around one value. */
async function traffic(day: string, light: number): Promise<void> {
  const base = anEvent();
  const detections: DetectionEvent[] = Array.from({ length: 60 }, (_, at) =>
    anEvent({
      at: new Date(Date.parse(`${day}T08:00:00Z`) + at * 1_000).toISOString(),
      photo: { ...base.photo, brightness: light + (at % 10) / 100 },
    }),
  );
  const batch = { schema: EVENT_SCHEMA, detections, outcomes: [], sentAt: NOW.toISOString() } as const;
  await storeBatch(alone(me), { ...batch, outcomes: [] }, NOW);
}

async function drift(to: number): Promise<void> {
  await traffic("2026-11-28", 0.6);
  await traffic("2026-11-30", to);
  await keepSums(never, NOW);
  await keepLooks(never, NOW);
}
const queue = async () =>
  (await reviewQueue(alone(me), { limit: 10 })).cards.map(({ photoId, drift: column }) => ({
    photoId,
    column,
  }));

it("photos of what drifts stand first in the queue, with the reason, and the others as before", async () => {
  const bright = await aPhoto(0.65);
  const dark = await aPhoto(0.25);
  await drift(0.2);
  expect(await queue()).toEqual([
    { photoId: bright, column: null },
    { photoId: dark, column: null },
  ]);
  expect(await keepPicks(never, NOW)).toBe(1);
  expect(await queue()).toEqual([
    { photoId: dark, column: "brightness" },
    { photoId: bright, column: null },
  ]);
  expect(await picksOf(me)).toEqual({ columns: [{ column: "brightness", photos: 1 }] });
  // the same comparison is looked at once
  expect(await keepPicks(never, NOW)).toBe(0);
});

it("no two alike are chosen", async () => {
  await aPhoto(0.24, { features: [1, 0] });
  await aPhoto(0.25, { features: [1, 0.001] });
  await aPhoto(0.26, { features: [0, 1] });
  await drift(0.2);
  expect(await keepPicks(never, NOW)).toBe(2);
});

it("only the team's own shared photos that wait are chosen", async () => {
  await aPhoto(0.25, { isShared: false });
  await aPhoto(0.25, { ownerId: other });
  const decided = await aPhoto(0.25);
  const [correction] = await getDatabase().select().from(corrections).where(eq(corrections.photoId, decided));
  await getDatabase()
    .insert(reviews)
    .values({
      ...{ id: randomUUID(), photoId: decided, correctionId: correction?.id ?? "", reviewerId: me },
      ...{ verdict: "accepted" as const, reason: "" },
    });
  await drift(0.2);
  expect(await keepPicks(never, NOW)).toBe(0);
  expect(await picksOf(me)).toEqual({ columns: [] });
});

it("they no longer stand first when nothing drifts any more", async () => {
  await aPhoto(0.25);
  await drift(0.2);
  await keepPicks(never, NOW);
  await eraseSent(me);
  await keepSums(never, NOW);
  await keepLooks(never, NOW);
  await keepPicks(never, NOW);
  expect((await queue()).map(({ column }) => column)).toEqual([null]);
});

it("nothing is chosen where nothing drifts", async () => {
  await aPhoto(0.25);
  await drift(0.6);
  expect(await keepPicks(never, NOW)).toBe(0);
});
