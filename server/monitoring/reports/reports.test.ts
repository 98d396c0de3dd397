import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { OTHERS } from "@/lib/contracts/monitoring";
import type { Cell } from "@/lib/core/monitoring/table";
import { getDatabase } from "@/server/db/client";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { keepLooks } from "../drift/looks";
import { agree, eraseSent, storeBatch } from "../recording/recording";
import { keepSums } from "../sums/keep-sums";
import { anEvent } from "../testing/an-event";
import { keepReports, makeReport } from "./forage-report";
import { listReports, openReport } from "./open-report";
import { outsideColumns } from "./outside-columns";
import { reportHtml } from "./report-html";
import { reportPdf } from "./report-pdf";
import { FIGURE_NAMES, type FigureName, type ReportWords } from "./report-words";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ANNA = "00000000-0000-4000-8000-0000000000f1";
const MODEL = "forage-n/4";
const NOW = new Date("2026-11-30T12:00:00Z");
const never = new AbortController().signal;
let database: TestDatabase;

const WORDS: ReportWords = {
  title: "What <the> model saw",
  week: (from, to) => `${from} to ${to}`,
  model: (modelId) => modelId,
  comparedWith: ({ from, to }) => `with ${from} to ${to}.`,
  made: (when) => when.toISOString(),
  verdict: ({ finding }) => finding.verdict,
  figures: "Figures",
  drift: "Drift",
  values: "Values",
  previous: "before",
  thisWeek: "now",
  figureNames: Object.fromEntries(FIGURE_NAMES.map((name) => [name, name])) as Record<FigureName, string>,
  headings: ["feature", "test", "value", "limit", "found"],
  verdicts: { drift: "drifts", "no drift": "steady", none: "few" },
  nameOf: (column) => column,
  legend: "legend",
};

async function send(day: string, count: number, brightness: number): Promise<void> {
  const detections = Array.from({ length: count }, (_, at) => {
    const base = anEvent({ at: new Date(Date.parse(`${day}T08:00:00Z`) + at * 1_000).toISOString() });
    return { ...base, photo: { ...base.photo, brightness: brightness + (at % 10) / 100 } };
  });
  await storeBatch(
    { userId: ANNA, teamId: ANNA },
    { schema: EVENT_SCHEMA, detections, outcomes: [], sentAt: NOW.toISOString() },
    NOW,
  );
}

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(ANNA, "Anna");
  await agree(ANNA);
  // two weeks to compare with, one that ended, and one that has begun
  await send("2026-11-04", 40, 0.5);
  await send("2026-11-18", 40, 0.5);
  await send("2026-11-25", 40, 0.2);
  await send("2026-11-30", 4, 0.2);
  await keepSums(never, NOW);
  await keepLooks(never, NOW);
});
afterAll(() => database.drop());

it("each week that has ended gets one report, and the one that has not gets one on request", async () => {
  // four weeks are compared, the newest has not ended
  expect(await keepReports(never, NOW)).toBe(3);
  expect(await keepReports(never, NOW)).toBe(0);
  const { reports } = await listReports(ANNA, MODEL);
  expect(reports.map(({ from, figures }) => [from, figures?.events])).toEqual([
    ["2026-11-23", 40],
    ["2026-11-16", 40],
    ["2026-11-02", 40],
  ]);
  expect(reports[0]?.drifted).toBeGreaterThan(0);
  expect(reports[1]?.drifted).toBe(0);
  // four detections would tell of one person
  await expect(makeReport({ teamId: ANNA, modelId: MODEL }, NOW)).rejects.toMatchObject({
    code: "monitoring/nothing-recorded",
  });
  await expect(makeReport({ teamId: ANNA, modelId: "other/1" }, NOW)).rejects.toMatchObject({
    code: "monitoring/nothing-recorded",
  });
  await send("2026-11-30", 8, 0.2);
  await keepSums(never, NOW);
  await keepLooks(never, NOW);
  const { id } = await makeReport({ teamId: ANNA, modelId: MODEL }, NOW);
  // made again it is the same one
  expect(await makeReport({ teamId: ANNA, modelId: null }, NOW)).toEqual({ id });
});

it("a report is a page without scripts and a paper, beside the report before", async () => {
  const newest = (await listReports(ANNA, MODEL)).reports.find(({ from }) => from === "2026-11-23");
  const { report, previous, madeAt } = await openReport(ANNA, newest?.id ?? "");
  if (report.maker !== "forage") throw new Error("not Forage's");
  expect(previous?.from).toBe("2026-11-16");
  const html = reportHtml({ report, previous, madeAt }, WORDS);
  expect(html).toContain("What &#60;the&#62; model saw");
  expect(html).toMatch(/<tr class="drift"><td>brightness<\/td><td>ks<\/td>/);
  expect(html).not.toMatch(/<script|<the>/);
  const parts: Uint8Array[] = [];
  for await (const part of await reportPdf({ report, previous, madeAt }, WORDS)) parts.push(part);
  const pdf = Buffer.concat(parts).toString("latin1");
  expect(pdf.startsWith("%PDF-")).toBe(true);
  expect(pdf.trimEnd().endsWith("%%EOF")).toBe(true);
});

it("nobody of another team opens it, and erasing takes the reports of what is erased away", async () => {
  const [newest] = (await listReports(ANNA, MODEL)).reports;
  const other = "00000000-0000-4000-8000-0000000000f9";
  await expect(openReport(other, newest?.id ?? "")).rejects.toMatchObject({ code: "request/not-found" });
  await eraseSent(ANNA);
  await keepSums(never, NOW);
  await keepLooks(never, NOW);
  expect(await keepReports(never, NOW)).toBe(0);
  const { rows } = await getDatabase().execute(sql`select 1 from monitor_reports`);
  expect(rows).toEqual([]);
});

it("another program is told the kinds, and no name that few detections have", () => {
  const table = (device: readonly Cell[], light: readonly Cell[]) => ({
    rows: device.length,
    columns: new Map<string, readonly Cell[]>([
      ["device", device],
      ["light", light],
      ["gone", device.map(() => null)],
    ]),
  });
  const many = (value: Cell, count: number) => Array.from({ length: count }, () => value);
  const before = table([...many("phone", 9), ...many("tablet", 1)], many(0.25, 10));
  const now = table([...many("phone", 9), null], many(0.5, 10));
  expect(outsideColumns(before, now, 2)).toEqual([
    {
      name: "device",
      kind: "category",
      reference: [...many("phone", 9), OTHERS],
      current: [...many("phone", 9), null],
    },
    { name: "light", kind: "number", reference: many(0.25, 10), current: many(0.5, 10) },
  ]);
});
