import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { agree, eraseSent, storeBatch } from "../recording/recording";
import { anEvent } from "../testing/an-event";
import { dayAt, keepSums } from "./keep-sums";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const other = "00000000-0000-4000-8000-0000000000f1";
const NOON = new Date("2026-11-30T12:00:00Z");
const never = new AbortController().signal;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(other, "Other");
  await agree(me);
  await agree(other);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().execute(
    sql`delete from detection_events; delete from detection_days; delete from detection_sums; delete from detection_feature_sums; delete from detection_class_sums; delete from recording_erasures`,
  );
});

const send = (detections: readonly DetectionEvent[], who = me) =>
  storeBatch(
    alone(who),
    { schema: EVENT_SCHEMA, sentAt: NOON.toISOString(), detections: [...detections], outcomes: [] },
    NOON,
  );
const at = (text: string) => ({ at: new Date(text).toISOString() });
async function rows(text: string): Promise<readonly unknown[]> {
  return (await getDatabase().execute(sql.raw(text))).rows;
}
/** The partition that each event lies in. */
const places = () =>
  rows(
    "select tableoid::regclass::text as place, count(*)::int as n from detection_events group by 1 order by 1",
  );

describe("partitions", () => {
  it("are made ahead, and hold the events of their day in UTC", async () => {
    await keepSums(never, NOON);
    await send([anEvent(at("2026-11-30T00:00:00Z")), anEvent(at("2026-11-29T23:59:59.999Z"))]);
    expect(await places()).toEqual([
      { place: "detection_events_20261129", n: 1 },
      { place: "detection_events_20261130", n: 1 },
    ]);
  });

  it("take what came for a day that had none", async () => {
    await send([anEvent(at("2026-11-03T10:00:00Z")), anEvent(at("2026-11-03T11:00:00Z"))]);
    expect(await places()).toEqual([{ place: "detection_events_rest", n: 2 }]);
    await keepSums(never, NOON);
    expect(await places()).toEqual([{ place: "detection_events_20261103", n: 2 }]);
  });

  it("go when they are older than is kept; the day's sums stay", async () => {
    await send([anEvent(at("2026-10-01T10:00:00Z")), anEvent(at("2026-11-30T10:00:00Z"))]);
    await keepSums(never, NOON);
    const later = new Date("2027-01-05T12:00:00Z");
    await keepSums(never, later);
    expect(await places()).toEqual([{ place: "detection_events_20261130", n: 1 }]);
    expect(
      await rows("select day::text, events from detection_sums where dimension = '' order by 1"),
    ).toEqual([
      { day: "2026-10-01", events: 1 },
      { day: "2026-11-30", events: 1 },
    ]);
    await keepSums(never, new Date("2028-11-01T12:00:00Z"));
    expect(await rows("select distinct day::text from detection_sums order by 1")).toEqual([
      { day: "2026-11-30" },
    ]);
  });
});

describe("the sums of a day", () => {
  const base = anEvent();
  const dark = { photo: { ...base.photo, brightness: 0.1 } };
  const none = { boxes: { ...base.boxes, count: 0, byClass: [], topScore: null, meanScore: null } };

  const DARK = {
    ...{
      dimension: "light",
      value: "0",
      events: 1,
      weight: 1,
      boxes: 0,
      boxless: 1,
      top_count: 0,
      unsure: 0,
    },
    ...{ judged: 0, corrected: 0, judged_boxes: 0, wrong_boxes: 0 },
  };
  const LIGHT = {
    ...{
      dimension: "light",
      value: "2",
      events: 2,
      weight: 5,
      boxes: 6,
      boxless: 0,
      top_count: 2,
      unsure: 1,
    },
    ...{ judged: 1, corrected: 1, judged_boxes: 3, wrong_boxes: 2 },
  };

  it("are by slice, with what was changed", async () => {
    const first = anEvent({ ...at("2026-11-30T09:10:00Z") });
    await send([
      first,
      anEvent({ ...at("2026-11-30T09:50:00Z"), sampleShare: 0.25, boxes: { ...base.boxes, topScore: 0.4 } }),
      anEvent({ ...at("2026-11-30T09:50:00Z"), ...dark, ...none }),
    ]);
    await storeBatch(
      alone(me),
      {
        schema: EVENT_SCHEMA,
        sentAt: NOON.toISOString(),
        detections: [],
        outcomes: [
          {
            detection: { id: first.id, at: first.at },
            changes: { kept: 1, added: 2, deleted: 1, renamed: 1, moved: 0 },
          },
        ],
      },
      NOON,
    );
    await keepSums(never, NOON);
    expect(
      await rows(
        `select dimension, value, second, second_value, events, weight, boxes, boxless, top_count, unsure, judged, corrected, judged_boxes, wrong_boxes
         from detection_sums where dimension = 'light' and second in ('', 'hour') order by value, second`,
      ),
    ).toEqual([
      // one dark photo with nothing on it
      { ...DARK, second: "", second_value: "" },
      { ...DARK, second: "hour", second_value: "9" },
      // brightness 0.5512 is in the third quarter; one of the two stands for four
      { ...LIGHT, second: "", second_value: "" },
      { ...LIGHT, second: "hour", second_value: "9" },
    ]);
  });

  it("add up to the same whole by every dimension and every two", async () => {
    await send([
      anEvent({ ...at("2026-11-30T09:10:00Z") }),
      anEvent({ ...at("2026-11-30T10:10:00Z"), device: "phone", ...none }),
      anEvent({ ...at("2026-11-30T11:10:00Z"), device: "phone", backend: "webgl", ...dark }),
    ]);
    await keepSums(never, NOON);
    const found = await rows(
      "select dimension, second, sum(events)::int as n, sum(boxes)::int as boxes from detection_sums group by 1, 2",
    );
    // the whole, 6 dimensions, 15 pairs of them
    expect(found).toHaveLength(22);
    expect(found).toEqual(found.map((one) => ({ ...(one as object), n: 3, boxes: 6 })));
    expect(
      await rows(
        "select value, second_value as backend, events from detection_sums where dimension = 'device' and second = 'backend' order by 1, 2",
      ),
    ).toEqual([
      { value: "computer", backend: "wasm", events: 1 },
      { value: "phone", backend: "wasm", events: 1 },
      { value: "phone", backend: "webgl", events: 1 },
    ]);
  });

  it("say where each feature's values lie, and how often each class was found", async () => {
    const events = [0.1, 0.2, 0.3, 0.4, 0.5].map((brightness) =>
      anEvent({ ...at("2026-11-30T09:00:00Z"), photo: { ...base.photo, brightness } }),
    );
    await send(events);
    await keepSums(never, NOON);
    const [brightness] = await rows(
      `select "values", mean, p10, p50, p90 from detection_feature_sums where feature = 'brightness'`,
    );
    // of five values the tenth part lies at 0.4 of the way from the first to the second
    expect(brightness).toMatchObject({ values: 5, mean: 0.3, p10: 0.14, p50: 0.3, p90: 0.46 });
    expect(
      await rows(
        "select class_id, events, boxes, round(scores::numeric, 2)::text as scores from detection_class_sums order by 1",
      ),
    ).toEqual([
      { class_id: 1, events: 5, boxes: 10, scores: "8.50" },
      { class_id: 7, events: 5, boxes: 5, scores: "3.10" },
    ]);
  });

  it("are made anew when something comes late or is erased, and of nobody else", async () => {
    await send([anEvent(at("2026-11-30T09:00:00Z"))]);
    await send([anEvent(at("2026-11-30T09:00:00Z"))], other);
    await keepSums(never, NOON);
    await send([anEvent(at("2026-11-30T08:00:00Z"))]);
    expect((await keepSums(never, NOON)).summed).toBe(1);
    const sums =
      "select team_id, sum(events)::int as n from detection_sums where dimension = '' group by 1 order by 2";
    expect(await rows(sums)).toEqual([
      { team_id: other, n: 1 },
      { team_id: me, n: 2 },
    ]);
    await eraseSent(me);
    await keepSums(never, NOON);
    expect(await rows(sums)).toEqual([{ team_id: other, n: 1 }]);
    expect((await keepSums(never, NOON)).summed).toBe(0);
  });
});

it("a day is one in UTC", () => {
  expect(dayAt(new Date("2026-11-30T23:59:59Z"), 1)).toBe("2026-12-01");
});
