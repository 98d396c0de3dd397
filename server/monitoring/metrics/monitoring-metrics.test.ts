import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { USUAL_RULES } from "@/lib/contracts/alerts";
import { EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { jobMetrics } from "@/server/jobs/metrics";
import { enqueueJob } from "@/server/jobs/service";
import { projectPath } from "@/server/storage/project-root";
import { saveAlert } from "../alerts/alerts";
import { keepLooks } from "../drift/looks";
import { setReference } from "../drift/reference";
import { agree, storeBatch } from "../recording/recording";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import { monitoringMetrics } from "./monitoring-metrics";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const few = "00000000-0000-4000-8000-0000000000f1";
const NOW = new Date("2026-11-30T12:00:00Z");
const MODEL = "forage-n/4";
const never = new AbortController().signal;
let database: TestDatabase;
let text: string;

async function send(who: string, day: string, count: number): Promise<void> {
  const detections = Array.from({ length: count }, (_, at) =>
    anEvent({ at: new Date(Date.parse(`${day}T08:00:00Z`) + at * 1_000).toISOString() }),
  );
  const outcomes = detections.map(({ id, at }) => ({
    detection: { id, at },
    changes: { kept: 2, added: 0, deleted: 1, renamed: 0, moved: 0 },
  }));
  const batch = { schema: EVENT_SCHEMA, detections, outcomes, sentAt: NOW.toISOString() } as const;
  await storeBatch(alone(who), { ...batch, outcomes }, NOW);
}

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(few, "Few");
  await agree(me);
  await agree(few);
  await send(me, "2026-11-28", 40);
  await send(me, "2026-11-30", 40);
  await send(few, "2026-11-30", 3);
  await setReference(me, MODEL, { from: "2026-11-27", to: "2026-11-28" });
  await keepSums(never, NOW);
  await keepLooks(never, NOW);
  const rule = { id: "00000000-0000-4000-8000-0000000000a1", name: "Kitchen", rule: USUAL_RULES.drift };
  await saveAlert(me, { ...rule, channels: [], isOn: true });
  await enqueueJob("monitor", {}, alone(me));
  ({ text } = await monitoringMetrics(NOW));
});
afterAll(() => database.drop());

const lineOf = (name: string) =>
  text
    .split("\n")
    .find((line) => line.startsWith(`${name} `))
    ?.split(" ")[1];
const mine = `{team="${me}",model="${MODEL}"}`;

describe("the figures for Prometheus", () => {
  it("are those of the last seven days, from the sums", () => {
    expect(lineOf(`forage_monitoring_detections${mine}`)).toBe("80");
    // one of three boxes was deleted each time
    expect(Number(lineOf(`forage_monitoring_wrong_boxes_ratio${mine}`))).toBeCloseTo(1 / 3, 6);
    expect(Number(lineOf(`forage_monitoring_typical_seconds${mine}`))).toBeCloseTo(0.1236, 6);
    expect(lineOf(`forage_monitoring_drifted_features${mine}`)).toBe("0");
    expect(lineOf(`forage_monitoring_alert_raised{team="${me}",rule="Kitchen"}`)).toBe("0");
    expect(lineOf(`forage_monitoring_last_detection_timestamp_seconds{team="${me}"}`)).toBe(
      String(Date.parse("2026-11-30T08:00:39Z") / 1_000),
    );
  });

  it("leave out what would tell of one person", () => {
    expect(text).not.toContain(`forage_monitoring_detections{team="${few}"`);
    expect(text).toContain(`forage_monitoring_days_waiting{team="${few}"} 0`);
  });

  it("leave out a share of too little, which is not 0", async () => {
    await getDatabase().execute(sql`update detection_sums set judged_boxes = 14, wrong_boxes = 1`);
    const after = (await monitoringMetrics(NOW)).text;
    expect(after).not.toContain(`forage_monitoring_wrong_boxes_ratio{team="${me}"`);
  });
});

const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
  templating: z.object({ list: z.array(z.object({ query: z.string().optional() })) }),
});

describe("the dashboard for Grafana", () => {
  const { panels, templating } = dashboardSchema.parse(
    JSON.parse(readFileSync(projectPath("deploy/grafana/forage.json"), "utf8")),
  );
  const queries = [
    ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
    ...templating.list.flatMap(({ query }) =>
      query?.includes("forage_") ? [["choice", query] as const] : [],
    ),
  ];
  it("has something to ask", () => expect(queries.length).toBeGreaterThan(10));

  it.each(queries)("%s asks for what there is: %s", async (_, expr) => {
    const all = text + (await jobMetrics()).text;
    const names = [...expr.matchAll(/forage_[a-z_]+/g)].map(([name]) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(all).toContain(`# TYPE ${name} `);
      const labels = [...(/\{([^}]*)\}/.exec(expr)?.[1] ?? "").matchAll(/(\w+)=/g)].map(([, label]) => label);
      const line = all.split("\n").find((one) => one.startsWith(`${name}{`)) ?? "";
      for (const label of labels) expect(line).toContain(`${label}="`);
    }
  });
});
