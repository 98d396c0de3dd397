import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { USUAL_RETRAINING } from "@/lib/contracts/retraining";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { LEAST_NEW_PHOTOS } from "@/lib/core/retraining/due";
import { localContext, whoOf } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { seedClasses } from "@/server/datasets/classes/classes";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { openPostOffice, type PostOffice } from "@/server/mail/testing/post-office";
import { keepAlerts, saveAlert } from "@/server/monitoring/alerts/alerts";
import { keepLooks } from "@/server/monitoring/drift/looks";
import { keepPicks } from "@/server/monitoring/labelling/pick-photos";
import { storeBatch } from "@/server/monitoring/recording/recording";
import { keepSums } from "@/server/monitoring/sums/keep-sums";
import { anEvent } from "@/server/monitoring/testing/an-event";
import { lookAtAll } from "@/server/retraining/look-at-teams";
import { savePhotoWhole } from "@/server/saves/service";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const MODEL = "forage-n/4";
const DAY_MS = 86_400_000;
const never = new AbortController().signal;
const context = localContext();
const who = whoOf(context);
const api = createCallerFactory(appRouter)(context);
const folder = mkdtempSync(path.join(tmpdir(), "forage-drift-journey-"));
const saved = { ...process.env };
const posted: string[] = [];
let database: TestDatabase;
let office: PostOffice;
let web: Server;

beforeAll(async () => {
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await seedClasses();
  office = await openPostOffice({ user: "forage", password: "x" });
  Object.assign(process.env, {
    FORAGE_SMTP_HOST: "127.0.0.1",
    FORAGE_SMTP_PORT: String(office.port),
    FORAGE_SMTP_SECURITY: "none",
    FORAGE_SMTP_FROM: "Forage <forage@example.org>",
    FORAGE_SMTP_USER: "forage",
    FORAGE_SMTP_PASSWORD: "x",
  });
  web = createServer((request, response) => {
    request.on("data", (part) => posted.push(String(part)));
    request.on("end", () => response.end());
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await office.close();
  await new Promise((resolve) => web.close(resolve));
  await database.drop();
  process.env = saved;
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date();
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
const dayAgo = (days: number) => daysAgo(days).toISOString().slice(0, 10);

/** A day's detections on photos of about this brightness. */
async function traffic(days: number, bright: number): Promise<void> {
  const base = anEvent();
  const detections: DetectionEvent[] = Array.from({ length: 60 }, (_, at) =>
    anEvent({
      at: new Date(daysAgo(days).getTime() - at * 1_000).toISOString(),
      photo: { ...base.photo, brightness: bright + (at % 10) / 100 },
    }),
  );
  await storeBatch(who, { schema: EVENT_SCHEMA, sentAt: now.toISOString(), detections, outcomes: [] }, now);
}

/** A grey photo that the team shares, saved with a box of the model. @returns its id */
async function share(light: number, at: number): Promise<string> {
  const level = Math.round(light * 255);
  const size = { width: 60 + at, height: 40 };
  const bytes = await sharp({
    create: { ...size, channels: 3, background: { r: level, g: level, b: level } },
  })
    .png()
    .toBuffer();
  const { photoId } = await savePhotoWhole(
    who,
    { bytes, name: `${at}.png` },
    {
      id: randomUUID(),
      size,
      modelId: MODEL,
      backend: "wasm",
      filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
      modelBoxes: [{ box: { x1: 1, y1: 1, x2: 30, y2: 30 }, score: 0.6, classId: 0 }],
      labels: [],
      // no two alike by what the model sees in them
      features: [Math.cos(at), Math.sin(at)],
    },
  );
  await api.library.share({ photoId, isShared: true });
  return photoId;
}

const queue = async () => (await api.review.queue({ limit: 50 })).cards;

it("drift appears, an alert arrives, the queue is refilled, photos are labelled, and a retraining is begun", async () => {
  await api.monitoring.recording.agree();
  await api.monitoring.setReference({ modelId: MODEL, reference: { from: dayAgo(9), to: dayAgo(8) } });
  await api.retraining.save({ ...USUAL_RETRAINING, isOn: true, onDrift: true });
  await saveAlert(who.teamId, {
    id: randomUUID(),
    name: "Kitchen drifts",
    rule: {
      reads: { kind: "feature", period: "day", column: "brightness" },
      ...{ raiseAt: 1, clearAt: 0, raiseAfter: 1, clearAfter: 1 },
    },
    channels: [
      { kind: "email", to: "mira@example.org" },
      { kind: "webhook", url: "http://hooks.example/alerts" },
    ],
    isOn: true,
  });
  const bright = await share(0.65, 0);
  const dark: string[] = [];
  for (let at = 1; at <= LEAST_NEW_PHOTOS; at++) dark.push(await share(0.25, at));
  const there = {
    resolve: async () => ["93.184.216.34"],
    dial: () => ({ host: "127.0.0.1", port: (web.address() as AddressInfo).port }),
  };
  /** What the job does, in its order. */
  const turn = async () => {
    await keepSums(never, now);
    await keepLooks(never, now);
    const picked = await keepPicks(never, now);
    return { picked, told: await keepAlerts(never, { now, ...there }) };
  };

  // a day like those compared with
  await traffic(9, 0.6);
  await traffic(1, 0.6);
  expect(await turn()).toEqual({ picked: 0, told: 0 });
  await lookAtAll(never, now);
  expect((await api.retraining.get()).decisions).toEqual([]);

  // it becomes dark
  await traffic(0, 0.2);
  const { picked, told } = await turn();
  expect(told).toBe(1);
  expect(office.mails[0]?.raw).toContain("brightness drifted");
  expect(posted.map((body) => JSON.parse(body) as unknown)).toMatchObject([
    { kind: "raised", title: "Forage: Kitchen drifts" },
  ]);
  expect(picked).toBeGreaterThan(0);
  const first = await queue();
  expect(first[0]).toMatchObject({ drift: "brightness" });
  expect(dark).toContain(first[0]?.photoId);
  expect(first.find(({ photoId }) => photoId === bright)?.drift ?? null).toBeNull();

  // nothing is trained on what nobody has looked at
  await lookAtAll(never, now);
  expect((await api.retraining.get()).decisions).toMatchObject([{ cause: "drift", outcome: "too-few-new" }]);
  for (const { photoId } of first.filter(({ photoId: id }) => dark.includes(id))) {
    const item = await api.review.item({ photoId });
    await api.review.decide({ photoId, correctionId: item.correction.id, verdict: "accepted" });
  }
  expect((await queue()).map(({ photoId }) => photoId)).toEqual([bright]);

  await lookAtAll(never, now);
  const { decisions, fresh } = await api.retraining.get();
  expect(fresh.photos).toBe(LEAST_NEW_PHOTOS);
  expect(decisions[0]).toMatchObject({ cause: "drift", outcome: "preparing" });
});
