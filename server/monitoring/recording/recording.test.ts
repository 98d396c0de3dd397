import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type DetectionEvent, type DetectionOutcome, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import { LoadShare } from "./load-share";
import { readBatch } from "./read-batch";
import { agree, eraseSent, readSent, recordingState, storeBatch, withdraw } from "./recording";
import { recordServerRun } from "./server-events";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const other = "00000000-0000-4000-8000-0000000000f1";
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(other, "Other");
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().execute(sql`delete from detection_events`);
  await getDatabase().execute(sql`delete from detection_days`);
  await getDatabase().execute(sql`delete from recording_consents`);
  await getDatabase().execute(sql`delete from recording_erasures`);
});

interface Sent {
  readonly detections?: readonly DetectionEvent[];
  readonly outcomes?: readonly DetectionOutcome[];
  readonly sentAt?: string;
}
const send = ({ detections = [], outcomes = [], sentAt = new Date().toISOString() }: Sent, who = me) =>
  storeBatch(alone(who), {
    schema: EVENT_SCHEMA,
    sentAt,
    detections: [...detections],
    outcomes: [...outcomes],
  });
const ofMine = async (who = me) => (await readSent(who, { cursor: null, limit: 100 })).events;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const DAY_MS = 86_400_000;

describe("without a person's leave", () => {
  it("nothing is stored", async () => {
    await expect(send({ detections: [anEvent()] })).rejects.toMatchObject({ code: "recording/not-agreed" });
    expect(await recordingState(me)).toMatchObject({ isAgreed: false, sent: 0 });
  });

  it("nothing is stored after it was taken back, and what was sent stays until it is erased", async () => {
    await agree(me);
    await send({ detections: [anEvent()] });
    await withdraw(me);
    await expect(send({ detections: [anEvent()] })).rejects.toMatchObject({ code: "recording/not-agreed" });
    expect((await recordingState(me)).sent).toBe(1);
  });

  it("that of another person does not count", async () => {
    await agree(other);
    await expect(send({ detections: [anEvent()] })).rejects.toMatchObject({ code: "recording/not-agreed" });
  });
});

describe("a detection that was sent", () => {
  beforeEach(() => agree(me));

  it("is shown to its person exactly as it was sent", async () => {
    const whole = anEvent({ at: ago(1_000) });
    const empty = anEvent({
      at: ago(2_000),
      sliders: null,
      sketch: null,
      latency: { ...whole.latency, queueMs: 4.25 },
      boxes: { ...whole.boxes, count: 0, byClass: [], topScore: null, meanScore: null },
    });
    await send({ detections: [whole, empty] });
    expect((await ofMine()).map(({ event }) => event)).toEqual([whole, empty]);
  });

  it("is shown to nobody else", async () => {
    await send({ detections: [anEvent()] });
    expect(await ofMine(other)).toEqual([]);
  });

  it("is stored once, however often it is sent, and by whatever clock", async () => {
    const event = anEvent({ at: ago(10_000) });
    expect(await send({ detections: [event] })).toMatchObject({ stored: 1, left: 0 });
    expect(await send({ detections: [event, event] })).toMatchObject({ stored: 0, left: 2 });
    // the clock was put right in between, or wrong
    expect(await send({ detections: [event], sentAt: ago(600_000) })).toMatchObject({ stored: 0, left: 1 });
    expect(await ofMine()).toHaveLength(1);
  });

  it("is stored once when it is sent twice at once", async () => {
    const event = anEvent();
    const answers = await Promise.all([send({ detections: [event] }), send({ detections: [event] })]);
    expect(answers.map(({ stored }) => stored).toSorted()).toEqual([0, 1]);
  });

  it("by a clock that is an hour slow counts for when it was", async () => {
    const hour = 3_600_000;
    await send({ detections: [anEvent({ at: ago(hour + 5_000) })], sentAt: ago(hour) });
    const [{ event } = { event: anEvent() }] = await ofMine();
    expect(Math.abs(Date.parse(event.at) - (Date.now() - 5_000))).toBeLessThan(5_000);
  });

  it.each([1, 30, 59, 61, 3_600])(
    "by a clock that is %s s fast is kept, and for when it was",
    async (seconds) => {
      const now = new Date("2026-11-30T23:59:50Z");
      const ahead = (ms: number) => new Date(now.getTime() + seconds * 1_000 - ms).toISOString();
      // detected 5 s before it was sent, a day ends between its clock and the right one
      const batch = {
        schema: EVENT_SCHEMA,
        detections: [anEvent({ at: ahead(5_000) })],
        outcomes: [],
      } as const;
      const sent = { ...batch, detections: [...batch.detections], outcomes: [], sentAt: ahead(0) };
      expect(await storeBatch(alone(me), sent, now)).toMatchObject({ stored: 1, left: 0 });
      expect((await ofMine())[0]?.event.at).toBe("2026-11-30T23:59:45.000Z");
      const { rows } = await getDatabase().execute(sql`select day::text from detection_days`);
      expect(rows).toEqual([{ day: "2026-11-30" }]);
    },
  );

  it("after its clock was set back is of now, not of a time to come", async () => {
    const now = new Date("2026-11-30T23:59:50Z");
    const detections = [anEvent({ at: "2026-12-01T00:00:20.000Z" })];
    await storeBatch(
      alone(me),
      { schema: EVENT_SCHEMA, detections, outcomes: [], sentAt: now.toISOString() },
      now,
    );
    expect((await ofMine())[0]?.event.at).toBe("2026-11-30T23:59:50.000Z");
  });

  it("keeps its time to the millisecond where only the way took time", async () => {
    const event = anEvent({ at: ago(5_000) });
    await send({ detections: [event], sentAt: ago(1_500) });
    expect((await ofMine())[0]?.event.at).toBe(event.at);
  });

  it("is left out when it is older than what is kept, or of a time to come", async () => {
    const detections = [anEvent({ at: ago(91 * DAY_MS) }), anEvent({ at: ago(-DAY_MS) }), anEvent()];
    expect(await send({ detections })).toMatchObject({ stored: 1, left: 2 });
  });

  it("of one person never takes the place of another's with the same id", async () => {
    await agree(other);
    const event = anEvent();
    await send({ detections: [event] });
    // its time tells them apart: the same id at the same moment is somebody's guess
    await send({ detections: [{ ...event, at: ago(4_000), modelId: "forage-n/9" }] }, other);
    expect((await ofMine())[0]?.event.modelId).toBe("forage-n/4");
    expect((await ofMine(other))[0]?.event.modelId).toBe("forage-n/9");
  });

  it("page by page comes whole and in order", async () => {
    const detections = Array.from({ length: 7 }, (_, index) =>
      anEvent({ at: ago(1_000 * Math.floor(index / 3)) }),
    );
    await send({ detections });
    const seen: string[] = [];
    let cursor: { at: string; id: string } | null = null;
    do {
      const page: Awaited<ReturnType<typeof readSent>> = await readSent(me, { cursor, limit: 2 });
      seen.push(...page.events.map(({ event }) => event.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen)).toEqual(new Set(detections.map(({ id }) => id)));
    expect(seen).toHaveLength(7);
  });
});

describe("what a person changed", () => {
  beforeEach(() => agree(me));
  const changes = { kept: 2, added: 1, deleted: 0, renamed: 1, moved: 0 };

  it("stands with the detection, with its batch or later", async () => {
    const [early, late] = [anEvent({ at: ago(5_000) }), anEvent({ at: ago(9_000) })];
    await send({
      detections: [early, late],
      outcomes: [{ detection: { id: early.id, at: early.at }, changes }],
    });
    await send({ outcomes: [{ detection: { id: late.id, at: late.at }, changes }] });
    expect((await ofMine()).map((one) => one.changes)).toEqual([changes, changes]);
  });

  it("of a later save replaces the earlier", async () => {
    const event = anEvent();
    const detection = { id: event.id, at: event.at };
    await send({ detections: [event], outcomes: [{ detection, changes }] });
    await send({ outcomes: [{ detection, changes: { ...changes, renamed: 0, kept: 3 } }] });
    expect((await ofMine())[0]?.changes).toEqual({ ...changes, renamed: 0, kept: 3 });
  });

  it("cannot be said of another person's detection", async () => {
    const event = anEvent();
    await send({ detections: [event] });
    await agree(other);
    const outcomes = [{ detection: { id: event.id, at: event.at }, changes }];
    expect(await send({ outcomes }, other)).toMatchObject({ stored: 0, left: 1 });
    expect((await ofMine())[0]?.changes).toBeNull();
  });
});

describe("erasing", () => {
  it("deletes all of a person's, of every day, and nobody else's", async () => {
    await agree(me);
    await agree(other);
    await send({
      detections: [anEvent(), anEvent({ at: ago(3 * DAY_MS) }), anEvent({ at: ago(40 * DAY_MS) })],
    });
    await send({ detections: [anEvent()] }, other);
    expect(await eraseSent(me)).toEqual({ removed: 3 });
    expect(await ofMine()).toEqual([]);
    expect(await ofMine(other)).toHaveLength(1);
    expect((await recordingState(me)).sent).toBe(0);
  });

  it("what a browser still keeps of before cannot bring back; what is detected later is kept", async () => {
    await agree(me);
    const event = anEvent({ at: ago(5_000) });
    await send({ detections: [event] });
    await eraseSent(me);
    expect(await send({ detections: [event] })).toMatchObject({ stored: 0, left: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await send({ detections: [anEvent()] })).toMatchObject({ stored: 1 });
  });
});

describe("sums that hold one person alone", () => {
  const team = "00000000-0000-4000-8000-0000000000c1";
  const never = new AbortController().signal;
  const then = new Date("2026-06-01T12:00:00Z");
  const later = new Date("2026-11-30T12:00:00Z");
  const inTeam = (userId: string, at: string) =>
    storeBatch(
      { userId, teamId: team },
      { schema: EVENT_SCHEMA, detections: [anEvent({ at })], outcomes: [], sentAt: then.toISOString() },
      then,
    );
  const summedDays = async () => {
    const { rows } = await getDatabase().execute<{ day: string }>(
      sql`select day::text, sum(events)::int as events from detection_sums where team_id = ${team} and dimension = '' group by 1 order by 1`,
    );
    return rows;
  };

  it("go with their detections, also when those went by age; days of several people stay", async () => {
    await getDatabase().execute(
      sql`insert into teams (id, name) values (${team}, 'Kitchen') on conflict do nothing`,
    );
    await agree(me);
    await agree(other);
    await inTeam(me, "2026-05-30T10:00:00.000Z");
    await inTeam(me, "2026-05-31T10:00:00.000Z");
    await inTeam(other, "2026-05-31T10:00:00.000Z");
    await inTeam(other, "2026-06-01T10:00:00.000Z");
    await keepSums(never, then);
    await keepSums(never, later);
    expect((await recordingState(me)).sent).toBe(0);
    expect(await summedDays()).toEqual([
      { day: "2026-05-30", events: 1 },
      { day: "2026-05-31", events: 2 },
      { day: "2026-06-01", events: 1 },
    ]);
    await eraseSent(me, later);
    expect(await summedDays()).toEqual([
      { day: "2026-05-31", events: 2 },
      { day: "2026-06-01", events: 1 },
    ]);
  });

  it("of days that are kept are made anew with what somebody else sent since", async () => {
    await agree(me);
    await agree(other);
    await getDatabase().execute(sql`delete from detection_sums`);
    await inTeam(me, "2026-06-01T09:00:00.000Z");
    await keepSums(never, then);
    await inTeam(other, "2026-06-01T10:00:00.000Z");
    await eraseSent(me, then);
    expect(await summedDays()).toEqual([]);
    await keepSums(never, then);
    expect(await summedDays()).toEqual([{ day: "2026-06-01", events: 1 }]);
  });
});

describe("a detection on the server", () => {
  const { photo, boxes, sketch, latency } = anEvent();
  const run = { modelId: "forage-n/4", timings: latency, figures: { photo, boxes, sketch, recordMs: 0.2 } };

  it("is recorded a moment later, for who agreed", async () => {
    await agree(me);
    const recorded = recordServerRun(run, alone(me), "api");
    await vi.waitFor(async () => expect(await ofMine()).toHaveLength(1), { timeout: 10_000 });
    const [{ event } = { event: anEvent() }] = await ofMine();
    expect(event).toMatchObject({
      ...recorded,
      source: "api",
      backend: "server",
      browser: "none",
      sliders: null,
    });
    expect(event.latency.recordMs).toBe(0.2);
  });
});

describe("under load", () => {
  it("a part is asked for, and all again when it is over", () => {
    let now = 0;
    const load = new LoadShare(100, () => now);
    for (let count = 0; count < 400; count++) load.add(1);
    expect(load.share).toBe(0.25);
    now += 60_000;
    // the minute before still counts: the share does not jump
    expect(load.share).toBe(0.25);
    now += 60_000;
    expect(load.share).toBe(1);
  });

  it("what stands for many counts as many", () => {
    const load = new LoadShare(100, () => 1);
    for (let count = 0; count < 100; count++) load.add(4);
    expect(load.share).toBe(0.25);
  });
});

describe("a body", () => {
  const batch = { schema: EVENT_SCHEMA, detections: [anEvent()], outcomes: [] };
  const sentAt = new Date().toISOString();
  const request = (body: BodyInit) =>
    new Request(`http://127.0.0.1/x?sentAt=${sentAt}`, { method: "POST", body });

  it("is read as JSON, and gzipped", async () => {
    expect(await readBatch(request(JSON.stringify(batch)))).toEqual({ ...batch, sentAt });
    expect(await readBatch(request(gzipSync(JSON.stringify(batch))))).toEqual({ ...batch, sentAt });
  });

  const event = batch.detections[0]!;
  it.each([
    ["no JSON", "{"],
    ["half a gzip", gzipSync(JSON.stringify(batch)).subarray(0, 60)],
    ["another schema", JSON.stringify({ ...batch, schema: 2 })],
    ["an event of another schema", JSON.stringify({ ...batch, detections: [{ ...event, schema: 2 }] })],
    [
      "a field that nobody agreed to",
      JSON.stringify({ ...batch, detections: [{ ...event, place: "home" }] }),
    ],
    [
      "a photo's brightness of 2",
      JSON.stringify({ ...batch, detections: [{ ...event, photo: { ...event.photo, brightness: 2 } }] }),
    ],
    [
      "a longer sketch",
      JSON.stringify({ ...batch, detections: [{ ...event, sketch: new Array(17).fill(0) }] }),
    ],
    ["an id that is none", JSON.stringify({ ...batch, detections: [{ ...event, id: "x" }] })],
    [
      "too many",
      JSON.stringify({
        ...batch,
        detections: Array.from({ length: 101 }, () => anEvent({ id: randomUUID() })),
      }),
    ],
  ])("with %s is refused", async (_, body) => {
    await expect(
      readBatch(request(body as BodyInit)).catch((error: unknown) => {
        throw error instanceof Error && error.name === "ZodError"
          ? Object.assign(error, { code: "request/invalid" })
          : error;
      }),
    ).rejects.toMatchObject({ code: "request/invalid" });
  });

  it("that unpacks to far more than it weighs is refused", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20, " "));
    await expect(readBatch(request(bomb))).rejects.toMatchObject({ code: "request/too-large" });
  });
});
