import { beforeEach, describe, expect, it } from "vitest";
import type { DetectionRun } from "@/lib/client/detection/detector";
import { type EventBatch, eventBatchSchema, MOST_EVENTS } from "@/lib/contracts/detection-events";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { createRecorder, type Recorder } from "./recorder";
import { browserOf, deviceOf } from "./this-device";
import type { WaitingItem } from "./waiting-db";

const RUN: DetectionRun = {
  candidates: {
    count: 0,
    boxes: new Float32Array(),
    scores: new Float32Array(),
    classIds: new Uint16Array(),
  },
  photo: { width: 40, height: 30 },
  modelId: "forage-n/4",
  backend: "wasm",
  timings: { decodeMs: 1.234, preprocessMs: 2, inferenceMs: 100, postprocessMs: 3, totalMs: 106.234 },
  features: new Float32Array(),
  figures: {
    photo: { width: 40, height: 30, brightness: 0.5, contrast: 0.2, saturation: 0.3, sharpness: 0.1 },
    boxes: {
      count: 0,
      unnamed: 0,
      byClass: [],
      topScore: null,
      meanScore: null,
      scores: new Array(10).fill(0),
      areas: new Array(8).fill(0),
      aspects: new Array(7).fill(0),
      positions: new Array(9).fill(0),
    },
    sketch: null,
    recordMs: 0.2,
  },
};
const AGREED_AT = "2026-11-01T12:00:00.000Z";
const ON = { isAgreed: true, agreedAt: AGREED_AT };
const OFF = { isAgreed: false, agreedAt: null };
const CHANGES = { kept: 1, added: 0, deleted: 0, renamed: 0, moved: 0 };

/** A browser: its storage, what arrives at the server, and what is to be done later. */
function setUp() {
  const stored = new Map<string, WaitingItem>();
  const remembered = new Map<string, string>();
  const arrived: EventBatch[] = [];
  const beacons: Blob[] = [];
  const tasks: { readonly task: () => void; readonly ms: number }[] = [];
  const server = { fails: null as AppError | null, sampleShare: 1, heardOfWithdrawal: 0 };
  const sentAts: string[] = [];
  const clock = { now: "2026-11-30T12:00:00.000Z" };
  let id = 0;
  const open = (): Recorder =>
    createRecorder({
      db: {
        readAll: async () => [...stored.values()],
        put: async (item) => void stored.set(item.key, item),
        remove: async (keys) => {
          for (const key of keys) stored.delete(key);
        },
      },
      memory: {
        read: (key) => remembered.get(key) ?? null,
        write: (key, value) => remembered.set(key, value),
      },
      memoryKey: () => "recording",
      send: async (body, sentAt) => {
        sentAts.push(sentAt);
        if (server.fails) throw server.fails;
        const batch = await unpacked(body);
        arrived.push(batch);
        return { stored: batch.detections.length, left: 0, sampleShare: server.sampleShare };
      },
      beacon: (body, sentAt) => sentAts.push(sentAt) > 0 && beacons.push(body) > 0,
      tellWithdrawn: async () => {
        if (server.fails) throw server.fails;
        server.heardOfWithdrawal++;
      },
      device: () => ({ device: "phone", browser: "safari" }),
      newId: () => `00000000-0000-4000-8000-${String(++id).padStart(12, "0")}`,
      now: () => new Date(clock.now),
      random: () => 0.5,
      later: (task, ms) => void tasks.push({ task, ms }),
    });
  return { stored, arrived, beacons, sentAts, clock, tasks, server, open, recorder: open() };
}

async function unpacked(body: Blob): Promise<EventBatch> {
  const bytes = new Uint8Array(await body.arrayBuffer());
  const isGzip = bytes[0] === 0x1f;
  const stream = isGzip ? body.stream().pipeThrough(new DecompressionStream("gzip")) : body.stream();
  return eventBatchSchema.parse(JSON.parse(await new Response(stream).text()));
}

let browser: ReturnType<typeof setUp>;
beforeEach(() => {
  browser = setUp();
});

describe("before the person agrees", () => {
  it("nothing is wanted, kept or sent", async () => {
    const { recorder, stored, arrived, beacons } = browser;
    expect(recorder.isWanted()).toBe(false);
    expect(recorder.record(RUN)).toBeUndefined();
    recorder.tellChanges({ id: "00000000-0000-4000-8000-000000000001", at: "2026-11-30T12:00:00Z" }, CHANGES);
    await recorder.open();
    await recorder.flush();
    recorder.leave();
    expect([stored.size, arrived.length, beacons.length]).toEqual([0, 0, 0]);
  });

  it("what would be sent can be seen all the same", () => {
    browser.recorder.followSliders(() => ({ ...DEFAULT_FILTER, hiddenClasses: [3, 4] }));
    expect(browser.recorder.eventOf(RUN)).toMatchObject({
      modelId: "forage-n/4",
      device: "phone",
      latency: { decodeMs: 1.23, recordMs: 0.2 },
      sliders: { confidence: 0.25, hiddenClasses: 2 },
    });
  });
});

describe("once the person has agreed", () => {
  beforeEach(() => browser.recorder.agree());

  it("a detection is sent, and then no longer kept", async () => {
    const { recorder, arrived, stored } = browser;
    const recorded = recorder.record(RUN);
    expect(stored.size).toBe(1);
    await recorder.flush();
    expect(arrived).toHaveLength(1);
    expect(arrived[0]?.detections[0]).toMatchObject(recorded ?? {});
    expect(stored.size).toBe(0);
  });

  it("it stays so after a reload", () => {
    expect(browser.open().isWanted()).toBe(true);
  });

  it("what could not be sent is sent by the next visit, detections before their changes", async () => {
    browser.server.fails = new AppError("server/offline");
    const recorded = browser.recorder.record(RUN);
    if (recorded) browser.recorder.tellChanges(recorded, CHANGES);
    await browser.recorder.flush();
    expect(browser.arrived).toEqual([]);
    browser.server.fails = null;
    await browser.open().open();
    expect(browser.arrived[0]?.detections).toHaveLength(1);
    expect(browser.arrived[0]?.outcomes).toEqual([{ detection: recorded, changes: CHANGES }]);
    expect(browser.stored.size).toBe(0);
  });

  it("a failure is tried again later, by itself", async () => {
    browser.server.fails = new AppError("server/offline");
    browser.recorder.record(RUN);
    await browser.recorder.flush();
    browser.server.fails = null;
    for (const { task } of browser.tasks.splice(0)) task();
    await browser.recorder.flush();
    expect(browser.arrived).toHaveLength(1);
  });

  it("more than one request takes go in several, and no more than a device keeps", async () => {
    browser.server.fails = new AppError("server/offline");
    for (let count = 0; count < 620; count++) browser.recorder.record(RUN);
    await browser.recorder.flush();
    browser.server.fails = null;
    await browser.recorder.flush();
    expect(browser.arrived.map(({ detections }) => detections.length)).toEqual(
      new Array(5).fill(MOST_EVENTS),
    );
    // the newest are kept
    expect(browser.arrived.at(-1)?.detections.at(-1)?.id).toMatch(/620$/);
    expect(browser.stored.size).toBe(0);
  });

  it("the end of the page hands over what waits, and the next visit sends it again as the same", async () => {
    const recorded = browser.recorder.record(RUN);
    browser.recorder.leave();
    const [beacon] = browser.beacons;
    expect((await unpacked(beacon ?? new Blob())).detections[0]?.id).toBe(recorded?.id);
    await browser.open().open();
    expect(browser.arrived[0]?.detections[0]?.id).toBe(recorded?.id);
  });

  it("under load only the part is recorded that the server asks for, and says which", async () => {
    browser.server.sampleShare = 0.6;
    browser.recorder.record(RUN);
    await browser.recorder.flush();
    // 0.5 is below 0.6
    browser.recorder.record(RUN);
    await browser.recorder.flush();
    expect(browser.arrived[1]?.detections[0]?.sampleShare).toBe(0.6);
    browser.server.sampleShare = 0.4;
    browser.recorder.record(RUN);
    await browser.recorder.flush();
    expect(browser.recorder.record(RUN)).toBeUndefined();
  });

  it("and stops, what waits is dropped, here and from an earlier visit", async () => {
    browser.server.fails = new AppError("server/offline");
    browser.recorder.record(RUN);
    const later = browser.open();
    await later.follow(OFF);
    await browser.recorder.follow(OFF);
    browser.server.fails = null;
    await browser.recorder.flush();
    browser.recorder.leave();
    expect([browser.stored.size, browser.arrived.length, browser.beacons.length]).toEqual([0, 0, 0]);
  });

  it("and stops while a batch is packed, it is not sent", async () => {
    browser.recorder.record(RUN);
    const sending = browser.recorder.flush();
    await browser.recorder.follow(OFF);
    await sending;
    expect(browser.arrived).toEqual([]);
  });

  it("and stopped in another tab, nothing leaves this one", async () => {
    browser.recorder.record(RUN);
    await browser.open().follow(OFF);
    browser.recorder.leave();
    await browser.recorder.flush();
    expect(browser.recorder.isWanted()).toBe(false);
    expect([browser.stored.size, browser.arrived.length, browser.beacons.length]).toEqual([0, 0, 0]);
  });

  it("and agreed again in another tab, what waited here before is not sent", async () => {
    browser.recorder.record(RUN);
    const other = browser.open();
    await other.follow(OFF);
    expect(browser.recorder.isWanted()).toBe(false);
    await other.agree();
    await browser.recorder.flush();
    expect(browser.recorder.isWanted()).toBe(true);
    expect(browser.arrived).toEqual([]);
  });

  it("and stopped elsewhere, the server's word holds here too", async () => {
    browser.server.fails = new AppError("recording/not-agreed");
    browser.recorder.record(RUN);
    await browser.recorder.flush();
    expect(browser.recorder.isWanted()).toBe(false);
    expect(browser.stored.size).toBe(0);
  });

  it("the end of the page tells the time at which it ends, not at which it was packed", async () => {
    browser.recorder.record(RUN);
    await new Promise((resolve) => setTimeout(resolve, 0));
    browser.clock.now = "2026-11-30T15:00:00.000Z";
    browser.recorder.leave();
    expect(browser.sentAts).toEqual(["2026-11-30T15:00:00.000Z"]);
  });

  it("and a detection ran on the server, the example is the event that the server made", () => {
    const event = browser.recorder.eventOf(RUN);
    expect(event).toBeDefined();
    const { figures: _, ...onServer } = RUN;
    expect(browser.recorder.eventOf({ ...onServer, backend: "server", event })).toBe(event);
    expect(browser.recorder.eventOf({ ...onServer, backend: "server" })).toBeUndefined();
  });

  it("what the server will never take does not wait for ever", async () => {
    browser.server.fails = new AppError("request/invalid");
    browser.recorder.record(RUN);
    await browser.recorder.flush();
    expect(browser.stored.size).toBe(0);
    expect(browser.recorder.isWanted()).toBe(true);
  });
});

describe("taken back", () => {
  const offline = new AppError("server/offline");
  beforeEach(() => browser.recorder.agree());

  it("the server hears of it, and nothing more is recorded", async () => {
    await browser.recorder.withdraw(AGREED_AT);
    expect(browser.server.heardOfWithdrawal).toBe(1);
    expect([browser.recorder.isWanted(), browser.recorder.isStopping()]).toEqual([false, false]);
  });

  it("without a connection, it stops at once, and the failure is told", async () => {
    browser.server.fails = offline;
    browser.recorder.record(RUN);
    await expect(browser.recorder.withdraw(AGREED_AT)).rejects.toBe(offline);
    expect([browser.recorder.isWanted(), browser.recorder.isStopping()]).toEqual([false, true]);
    expect(browser.stored.size).toBe(0);
  });

  it("a later visit tells the server before it believes that it is on", async () => {
    browser.server.fails = offline;
    await browser.recorder.withdraw(AGREED_AT).catch(() => undefined);
    const later = browser.open();
    // the server answers, and does not know
    browser.server.fails = null;
    await later.follow(ON);
    expect(browser.server.heardOfWithdrawal).toBe(1);
    expect([later.isWanted(), later.isStopping()]).toEqual([false, false]);
  });

  it("and not even the server's word turns it on again while it cannot be told", async () => {
    browser.server.fails = offline;
    await browser.recorder.withdraw(AGREED_AT).catch(() => undefined);
    const later = browser.open();
    await later.follow(ON);
    await later.open();
    expect([later.isWanted(), later.isStopping()]).toEqual([false, true]);
    expect(later.record(RUN)).toBeUndefined();
  });

  it("what the server said before it heard does not turn it on; a leave that was given later does", async () => {
    await browser.recorder.withdraw(AGREED_AT);
    const later = browser.open();
    await later.follow(ON);
    expect(later.isWanted()).toBe(false);
    await later.follow({ isAgreed: true, agreedAt: "2026-11-30T11:00:00.000Z" });
    expect(later.isWanted()).toBe(true);
  });

  it("whoever shows it hears when the server was told at last", async () => {
    browser.server.fails = offline;
    await browser.recorder.withdraw(AGREED_AT).catch(() => undefined);
    const seen: boolean[] = [];
    const end = browser.recorder.subscribe(() => seen.push(browser.recorder.isStopping()));
    browser.server.fails = null;
    await browser.recorder.flush();
    end();
    await browser.recorder.agree();
    expect(seen).toEqual([false]);
  });

  it("it is told again by itself, on any page", async () => {
    browser.server.fails = offline;
    await browser.recorder.withdraw(AGREED_AT).catch(() => undefined);
    browser.server.fails = null;
    await browser.open().flush();
    expect(browser.server.heardOfWithdrawal).toBe(1);
    // the first tab sees that this was done
    for (const { task } of browser.tasks.splice(0)) task();
    await browser.recorder.flush();
    expect(browser.server.heardOfWithdrawal).toBe(1);
  });

  it("and agreed again by the person, what waited to be told is not", async () => {
    browser.server.fails = offline;
    await browser.recorder.withdraw(AGREED_AT).catch(() => undefined);
    browser.server.fails = null;
    await browser.recorder.agree();
    await browser.recorder.flush();
    expect(browser.server.heardOfWithdrawal).toBe(0);
    expect(browser.recorder.isWanted()).toBe(true);
  });
});

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox"],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
    "chrome",
  ],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "edge"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
    "safari",
  ],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile/15E148 Safari/604.1", "chrome"],
  ["Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "other"],
  ["curl/8.0", "other"],
])("%s is %s", (userAgent, browserName) => {
  expect(browserOf(userAgent)).toBe(browserName);
});

it.each([
  [{ isTouch: true, shortEdgePx: 390 }, "phone"],
  [{ isTouch: true, shortEdgePx: 820 }, "tablet"],
  [{ isTouch: false, shortEdgePx: 390 }, "computer"],
])("%j is a %s", (what, device) => {
  expect(deviceOf(what)).toBe(device);
});
