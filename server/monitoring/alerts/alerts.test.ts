import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type AlertChannel, type AlertRule, USUAL_RULES } from "@/lib/contracts/alerts";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { USUAL_RETRAINING } from "@/lib/contracts/retraining";
import { createNumpyRandom } from "@/lib/core/monitoring/distributions/mersenne-twister";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { openPostOffice, type PostOffice } from "@/server/mail/testing/post-office";
import { getRetraining, saveRetraining } from "@/server/retraining/settings";
import { keepLooks } from "../drift/looks";
import { agree, storeBatch } from "../recording/recording";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import {
  keepAlerts,
  listAlertMessages,
  listAlerts,
  listRaised,
  removeAlert,
  saveAlert,
  silenceAlert,
  testAlert,
} from "./alerts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const other = "00000000-0000-4000-8000-0000000000f1";
const never = new AbortController().signal;
const RULE = "00000000-0000-4000-8000-0000000000a1";
const DAY_MS = 86_400_000;
/** The reference's first day. */
const FIRST = Date.parse("2026-10-01T09:00:00Z");
const dayOf = (day: number) => new Date(FIRST + day * DAY_MS);

let database: TestDatabase;
let office: PostOffice;
let web: Server;
let posted: { readonly path: string; readonly headers: Record<string, unknown>; readonly body: string }[] =
  [];
let answersWith = 200;

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(other, "Other");
  await agree(me);
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
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      posted.push({ path: request.url ?? "", headers: request.headers, body });
      response.writeHead(answersWith).end();
    });
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await office.close();
  await new Promise((resolve) => web.close(resolve));
  await database.drop();
});
beforeEach(async () => {
  posted = [];
  answersWith = 200;
  (office.mails as unknown[]).length = 0;
  await getDatabase().execute(
    sql`delete from detection_events; delete from detection_days; delete from detection_sums; delete from detection_feature_sums; delete from detection_class_sums; delete from drift_looks; delete from alert_messages; delete from alert_rules`,
  );
});

/** A public name that leads to the test's own server; every other check of addresses holds. */
const there = () => ({
  resolve: async () => ["93.184.216.34"],
  dial: () => ({ host: "127.0.0.1", port: (web.address() as AddressInfo).port }),
});

const EMAIL: AlertChannel = { kind: "email", to: "mira@example.org" };
const HOOK: AlertChannel = { kind: "webhook", url: "http://hooks.example/alerts?key=secret" };
const save = (rule: AlertRule, channels: readonly AlertChannel[] = [EMAIL, HOOK]) =>
  saveAlert(me, { id: RULE, name: "Kitchen drifts", rule, channels: [...channels], isOn: true });

/** A day's traffic through the door: brightness around a mean, tomatoes on a share of the photos. */
async function traffic(
  day: number,
  { bright = 0.6, tomatoes = 0.6, count = 60, ms = 120 } = {},
): Promise<void> {
  const random = createNumpyRandom(day + 1);
  const base = anEvent();
  const spread = () => (random.fraction() + random.fraction() + random.fraction() - 1.5) / 5;
  const detections: DetectionEvent[] = Array.from({ length: count }, (_, index) => {
    const hasTomato = random.fraction() < tomatoes;
    const light = Math.min(1, Math.max(0, bright + spread()));
    return anEvent({
      id: randomUUID(),
      at: new Date(FIRST + day * DAY_MS + index * 60_000).toISOString(),
      photo: {
        ...base.photo,
        brightness: light,
        contrast: 0.2 + spread() / 4,
        saturation: 0.4 + spread() / 2,
        sharpness: 0.05 + spread() / 20,
      },
      boxes: {
        ...base.boxes,
        byClass: hasTomato
          ? [
              [1, 2, 1.7],
              [7, 1, 0.6],
            ]
          : [[7, 1, 0.6]],
        topScore: Math.min(1, 0.85 + spread() / 3),
        meanScore: Math.min(1, 0.75 + spread() / 3),
      },
      latency: { ...base.latency, totalMs: ms * (1 + spread()) },
      sketch: base.sketch?.map((value) => Math.round(value + 40 * spread())) ?? null,
    });
  });
  const now = new Date(FIRST + day * DAY_MS + 3 * 3_600_000);
  await storeBatch(
    alone(me),
    { schema: EVENT_SCHEMA, sentAt: now.toISOString(), detections, outcomes: [] },
    now,
  );
}

/** Everything the job does at a day's end. */
async function evening(day: number): Promise<number> {
  const now = dayOf(day);
  await keepSums(never, now);
  await keepLooks(never, now);
  return keepAlerts(never, { now, ...there() });
}

describe("from detections to an alert", () => {
  it("photos become dark: it arrives by mail and webhook, once, says what moved, and when it is over", async () => {
    const rule: AlertRule = {
      reads: { kind: "feature", period: "day", column: "brightness" },
      ...{ raiseAt: 1, clearAt: 0, raiseAfter: 2, clearAfter: 1 },
    };
    await save(rule);
    await saveRetraining(alone(me), { ...USUAL_RETRAINING, isOn: true, onDrift: true });
    for (let day = 0; day < 14; day++) await traffic(day);
    // a week like the two before
    for (let day = 14; day < 21; day++) {
      await traffic(day);
      expect(await evening(day)).toBe(0);
    }
    await traffic(21, { bright: 0.25 });
    expect(await evening(21)).toBe(0);
    // the same day looked at again is no second day
    expect(await evening(21)).toBe(0);
    await traffic(22, { bright: 0.25 });
    expect(await evening(22)).toBe(1);
    expect(await evening(22)).toBe(0);
    // the team trains again for it
    const { drift } = await getRetraining(alone(me));
    expect(drift).toMatchObject({ rule: "Kitchen drifts", modelId: "forage-n/4" });
    expect(drift?.text).toContain("brightness drifted");

    expect(office.mails).toHaveLength(1);
    const mail = office.mails[0]?.raw ?? "";
    expect(mail).toMatch(/^Subject: Forage: Kitchen drifts\r$/m);
    expect(mail).toContain("brightness drifted (60 detections)");
    expect(mail).toContain("Since 2026-10-22");
    expect(mail).toContain("/studio/monitor");
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({ path: "/alerts?key=secret", headers: { host: "hooks.example" } });
    expect(JSON.parse(posted[0]?.body ?? "")).toMatchObject({
      kind: "raised",
      title: "Forage: Kitchen drifts",
    });
    expect((await listRaised(me)).map(({ name }) => name)).toEqual(["Kitchen drifts"]);

    await traffic(23);
    expect(await evening(23)).toBe(1);
    expect(office.mails[1]?.raw).toMatch(/^Subject: Forage: Kitchen drifts is over\r$/m);
    expect(await listRaised(me)).toEqual([]);
    // nobody's address stands in the list of what was told
    expect((await listAlertMessages(me)).map(({ channel }) => channel).toSorted()).toEqual([
      "email mira@example.org",
      "email mira@example.org",
      "webhook hooks.example",
      "webhook hooks.example",
    ]);
  });

  it("a class vanishes, and photos become slow", async () => {
    await saveAlert(me, {
      ...{ id: RULE, name: "Classes", channels: [HOOK], isOn: true },
      rule: { ...USUAL_RULES.classes, raiseAfter: 1 },
    });
    await saveAlert(me, {
      ...{ id: randomUUID(), name: "Slow", channels: [HOOK], isOn: true },
      rule: { ...USUAL_RULES.latency, raiseAfter: 1, reads: { kind: "latency", days: 1 } },
    });
    for (let day = 0; day < 14; day++) await traffic(day);
    await traffic(15);
    expect(await evening(15)).toBe(0);
    await traffic(16, { tomatoes: 0, ms: 360 });
    expect(await evening(16)).toBe(2);
    const bodies = posted.map(({ body }) => String(JSON.parse(body).text)).join("\n");
    expect(bodies).toContain("1 class is found far more or less often: class 1");
    expect(bodies).toMatch(/A photo takes (2\.[89]\d?|3(\.\d+)?) times as long as before: computer, wasm/);
  });

  it("with too few detections nothing is said", async () => {
    await save({ ...USUAL_RULES.feature, raiseAfter: 1 });
    for (let day = 0; day < 14; day++) await traffic(day);
    await traffic(15, { bright: 0.1, count: 20 });
    expect(await evening(15)).toBe(0);
    expect((await listAlerts(me))[0]?.state.is).toBe("quiet");
  });

  it("no heartbeat: it is said after so many hours, and a team that never recorded has none to miss", async () => {
    await save(USUAL_RULES.heartbeat, [EMAIL]);
    expect(await keepAlerts(never, { now: dayOf(0), ...there() })).toBe(0);
    await traffic(0);
    expect(await keepAlerts(never, { now: dayOf(1), ...there() })).toBe(0);
    expect(await keepAlerts(never, { now: dayOf(3), ...there() })).toBe(1);
    expect(office.mails[0]?.raw).toContain("No detection was recorded for 71 hours.");
  });
});

describe("a rule", () => {
  it("that is silent tells nothing, and nothing late", async () => {
    await save(USUAL_RULES.heartbeat, [EMAIL]);
    await traffic(0);
    await silenceAlert(me, { id: RULE, hours: 24 }, dayOf(3));
    expect(await keepAlerts(never, { now: dayOf(3), ...there() })).toBe(0);
    expect(await keepAlerts(never, { now: dayOf(5), ...there() })).toBe(0);
    expect(office.mails).toEqual([]);
    expect((await listRaised(me))[0]?.silentUntil).toBe(dayOf(4).toISOString());
  });

  it("of another team can be neither changed, silenced, tested nor removed", async () => {
    await save(USUAL_RULES.drift);
    const theirs = { id: RULE, name: "Mine now", rule: USUAL_RULES.drift, channels: [], isOn: true };
    const code = { code: "request/not-found" };
    await expect(saveAlert(other, theirs)).rejects.toMatchObject(code);
    await expect(silenceAlert(other, { id: RULE, hours: 1 })).rejects.toMatchObject(code);
    await expect(testAlert(other, RULE)).rejects.toMatchObject(code);
    await expect(removeAlert(other, RULE)).rejects.toMatchObject(code);
    expect((await listAlerts(me))[0]?.name).toBe("Kitchen drifts");
  });

  it("that is changed begins anew", async () => {
    await save(USUAL_RULES.heartbeat, [EMAIL]);
    await traffic(0);
    await keepAlerts(never, { now: dayOf(3), ...there() });
    await save({ ...USUAL_RULES.heartbeat, raiseAt: 100 }, [EMAIL]);
    expect((await listAlerts(me))[0]?.state.is).toBe("quiet");
  });
});

describe("telling", () => {
  afterEach(() => {
    answersWith = 200;
  });

  it("a test goes by every way, each in its own form", async () => {
    const channels: AlertChannel[] = [
      EMAIL,
      HOOK,
      { kind: "slack", url: "http://slack.example/services/x" },
      { kind: "ntfy", url: "http://ntfy.example/forage" },
    ];
    await save(USUAL_RULES.drift, channels);
    expect((await testAlert(me, RULE, there())).map(({ error }) => error)).toEqual([null, null, null, null]);
    expect(office.mails[0]?.raw).toContain("This is a test");
    const [hook, slack, ntfy] = posted;
    expect(JSON.parse(hook?.body ?? "")).toMatchObject({ kind: "test" });
    expect(JSON.parse(slack?.body ?? "")).toEqual({ text: expect.stringContaining("*Forage: test of") });
    expect(ntfy).toMatchObject({ path: "/forage", headers: { title: "Forage: test of Kitchen drifts" } });
    expect(ntfy?.body).toContain("Nothing is wrong.");
  });

  it.each(["http://127.0.0.1:9/", "http://localhost/hook", "http://10.0.0.1/", "http://[::1]/"])(
    "never goes to a private address: %s",
    async (url) => {
      await save(USUAL_RULES.drift, [{ kind: "webhook", url }]);
      const [result] = await testAlert(me, RULE);
      expect(result?.error).toMatch(/\w/);
      expect(posted).toEqual([]);
    },
  );

  it("that fails is tried again, five times at most, and says why", async () => {
    answersWith = 500;
    await save(USUAL_RULES.heartbeat, [HOOK]);
    await traffic(0);
    for (let time = 0; time < 8; time++) await keepAlerts(never, { now: dayOf(3), ...there() });
    expect(posted).toHaveLength(5);
    const [message] = await listAlertMessages(me);
    expect(message).toMatchObject({ sentAt: null, tries: 5 });
    expect(message?.error).toContain("hooks.example");
  });
});
