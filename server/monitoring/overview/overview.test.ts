import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { LEAST_SHOWN, OTHERS } from "@/lib/contracts/monitoring";
import { getDatabase } from "@/server/db/client";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { keepLooks } from "../drift/looks";
import { evidenceOf, matrixOf } from "../drift/matrix";
import { setReference } from "../drift/reference";
import { agree, storeBatch } from "../recording/recording";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import { overviewOf, slicesOf } from "./overview";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ANNA = "00000000-0000-4000-8000-0000000000e1";
const BEN = "00000000-0000-4000-8000-0000000000e2";
const TEAM = "00000000-0000-4000-8000-0000000000e3";
const NOW = new Date("2026-11-30T12:00:00Z");
const MODEL = "forage-n/4";
const never = new AbortController().signal;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [id, name] of [
    [ANNA, "Anna"],
    [BEN, "Ben"],
  ] as const) {
    await addPerson(id, name);
    await agree(id);
  }
  await getDatabase().execute(sql`insert into teams (id, name) values (${TEAM}, 'Kitchen')`);
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ["events", "days", "sums", "feature_sums", "class_sums"])
    await getDatabase().execute(sql.raw(`delete from detection_${table}`));
  await getDatabase().execute(sql`delete from drift_looks`);
});

const events = (count: number, day: string, changes: Partial<DetectionEvent> = {}) =>
  Array.from({ length: count }, (_, minute) =>
    anEvent({ at: new Date(Date.parse(`${day}T08:00:00Z`) + minute * 1_000).toISOString(), ...changes }),
  );
const send = (userId: string, detections: readonly DetectionEvent[]) =>
  storeBatch(
    { userId, teamId: TEAM },
    { schema: EVENT_SCHEMA, detections: [...detections], outcomes: [], sentAt: NOW.toISOString() },
    NOW,
  );
const seenBy = (userId: string) => ({ teamId: TEAM, userId, modelId: null });
const phone = { device: "phone" } as const;

describe("of a team whose detections are one person's", () => {
  it("that person sees every day and slice, and nobody else does", async () => {
    await send(ANNA, [...events(1, "2026-11-29"), ...events(1, "2026-11-30", phone)]);
    await keepSums(never, NOW);
    const own = await overviewOf(seenBy(ANNA), NOW);
    expect([own.least, own.days.map(({ events: n }) => n)]).toEqual([1, [1, 1]]);
    expect((await slicesOf(seenBy(ANNA), NOW)).groups[0]?.slices).toHaveLength(2);
    const others = await overviewOf(seenBy(BEN), NOW);
    expect([others.least, others.days, others.features, others.classes, others.bands]).toEqual([
      ...[LEAST_SHOWN, [], [], [], []],
    ]);
    expect((await slicesOf(seenBy(BEN), NOW)).groups[0]).toMatchObject({ slices: [], hidden: 2 });
  });
});

describe("of a team with several people's detections", () => {
  it("a day and a slice are shown from the least count on, and the number of the others is told", async () => {
    await send(BEN, events(LEAST_SHOWN - 1, "2026-11-28"));
    await send(ANNA, [...events(LEAST_SHOWN, "2026-11-29"), ...events(1, "2026-11-29", phone)]);
    await keepSums(never, NOW);
    const { days, features, classes } = await overviewOf(seenBy(ANNA), NOW);
    expect(days.map(({ day }) => day)).toEqual(["2026-11-29"]);
    expect(new Set([...features, ...classes].map(({ day }) => day))).toEqual(new Set(["2026-11-29"]));
    const { groups, least } = await slicesOf(seenBy(ANNA), NOW);
    expect(least).toBe(LEAST_SHOWN);
    const device = groups.find(({ dimension }) => dimension === "device");
    expect(device?.slices.map(({ value }) => value)).toEqual(["computer"]);
    expect(device?.hidden).toBe(1);
  });

  const evidence = (column: string, userId = ANNA, startsOn = "2026-11-29") =>
    evidenceOf({ teamId: TEAM, userId, modelId: MODEL, period: "day", startsOn, column });

  it("the values behind a cell are shown where both sides have enough, rare names together", async () => {
    await setReference(TEAM, MODEL, { from: "2026-11-27", to: "2026-11-28" });
    await send(BEN, events(40, "2026-11-28"));
    await send(ANNA, [
      ...events(40, "2026-11-29", phone),
      ...events(2, "2026-11-29", { device: "tablet" }),
      ...events(3, "2026-11-30"),
    ]);
    await keepSums(never, NOW);
    await keepLooks(never, NOW);
    const device = await evidence("device");
    expect(device.bars).toEqual([
      { name: "computer", reference: 40, current: 0 },
      { name: "phone", reference: 0, current: 40 },
      { name: OTHERS, reference: 0, current: 2 },
    ]);
    expect(await evidence("device", ANNA, "2026-11-30")).toMatchObject({ bars: [], currentRows: 3 });
    await expect(evidence("nothing")).rejects.toMatchObject({ code: "monitoring/nothing-recorded" });
    await setReference(TEAM, MODEL, null);
  });

  it("the values are those that were compared, also when their detections have gone", async () => {
    await setReference(TEAM, MODEL, { from: "2026-11-27", to: "2026-11-28" });
    await send(BEN, events(40, "2026-11-28"));
    await send(ANNA, events(40, "2026-11-29", phone));
    await keepSums(never, NOW);
    await keepLooks(never, NOW);
    await getDatabase().execute(sql`delete from detection_events`);
    expect((await evidence("device")).referenceRows).toBe(40);
    await setReference(TEAM, MODEL, null);
  });
});

it("accuracy is told from scores where enough was judged before, beside what people said since", async () => {
  await setReference(TEAM, MODEL, { from: "2026-10-01", to: "2026-10-14" });
  const before = events(40, "2026-10-08");
  const now = events(40, "2026-11-29");
  /** Three boxes a photo, one of them wrong on every second. */
  const saved = (of: readonly DetectionEvent[], wrongEvery: number) =>
    of.map(({ id, at }, place) => {
      const deleted = place % wrongEvery === 0 ? 1 : 0;
      return {
        detection: { id, at },
        changes: { kept: 3 - deleted, added: 0, deleted, renamed: 0, moved: 0 },
      };
    });
  const at = { userId: ANNA, teamId: TEAM };
  const batch = { schema: EVENT_SCHEMA, sentAt: NOW.toISOString() } as const;
  await storeBatch(at, { ...batch, detections: [...before, ...now], outcomes: saved(before, 2) }, NOW);
  await keepSums(never, NOW);
  const { accuracy } = await slicesOf(seenBy(ANNA), NOW);
  // 20 of 120 boxes
  expect(accuracy.estimated?.value).toBeCloseTo(1 - 20 / 120, 9);
  expect(accuracy.judged).toBeNull();
  await storeBatch(at, { ...batch, detections: [], outcomes: saved(now, 1) }, NOW);
  const { judged } = (await slicesOf(seenBy(ANNA), NOW)).accuracy;
  expect(judged?.value).toBeCloseTo(2 / 3, 9);
  expect(judged?.photos).toBe(40);
  await setReference(TEAM, MODEL, null);
});

it("a model older than what is kept is compared with the oldest two weeks of that, and says so", async () => {
  await getDatabase().execute(sql`
    insert into detection_sums select ${TEAM}::uuid, d::date, ${MODEL}, '', '', '', '', 50, 50, 50, 0, 40, 50, 0, 200, 900, 0, 0, 0, 0
    from generate_series('2026-05-01'::date, '2026-11-30'::date, '1 day') d`);
  const matrix = await matrixOf({ teamId: TEAM, modelId: null, period: "day" }, NOW);
  // of 90 days that are kept, today is the last
  expect(matrix.reference).toEqual({
    ...{ from: "2026-09-02", to: "2026-09-15", isChosen: false, isMoved: true },
    ...{ isTraining: false, training: null },
  });
});
