/**
 * How soon drift is seen: photos through the real pipeline (decoding, network, figures), a month of traffic drawn from them, and
 * then three photos in ten darker or blurred, one class gone, or a new one on every tenth photo. Each test watches alone, at the
 * threshold that keeps false alarms to at most one day in twenty, also on other days; Forage's and Evidently's verdicts stand beside, at their own too.
 * Run: npm run replay:monitoring [-- --photos FOLDER --runs 100 --json FILE]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createNumpyRandom, type NumpyRandom } from "@/lib/core/monitoring/distributions/mersenne-twister";
import type { Table } from "@/lib/core/monitoring/table";
import { releaseNetworks } from "@/server/detection/service";
import { championId, resolveModel } from "@/server/models/service";
import { tableOf } from "@/server/monitoring/drift/sample-table";
import { learnThreshold } from "./replay/learn-threshold";
import { atOwnThreshold, type DayFigures, figuresOfDay } from "./replay/statistics";
import { makeWorlds, type Row } from "./replay/worlds";

const { values } = parseArgs({
  options: {
    photos: { type: "string" },
    runs: { type: "string", default: "100" },
    pieces: { type: "string", default: "60" },
    json: { type: "string" },
  },
});
const RUNS = Number(values.runs);
const DAY = 36;
const REFERENCE_DAYS = 14;
/** After the change; before it as many more, in which nothing has changed. */
const WATCHED_DAYS = 8;
const FALSE_ALARMS = 0.05;

const started = performance.now();
const model = await resolveModel(await championId());
const { usual, changed, pictures, removedClass, classIds } = await makeWorlds(
  model,
  values.photos,
  Number(values.pieces),
);
await releaseNetworks();
const photosMs = performance.now() - started;

const SAME = new Set(["totalMs", "confidence", "device", "browser", "backend"]);
function table(rows: readonly Row[]): Table {
  const all = tableOf(rows, classIds);
  return { rows: all.rows, columns: new Map([...all.columns].filter(([name]) => !SAME.has(name))) };
}
const draw = (random: NumpyRandom, world: readonly Row[], count: number) =>
  table(Array.from({ length: count }, () => world[random.upTo(world.length - 1)]!));

/** What all tests say of each day of a run after its reference. */
function daysOf(seed: number, world: readonly Row[]): readonly DayFigures[] {
  const random = createNumpyRandom(seed);
  const before = draw(random, usual, REFERENCE_DAYS * DAY);
  return Array.from({ length: WATCHED_DAYS }, () => figuresOfDay(before, draw(random, world, DAY)));
}
const runsOf = (firstSeed: number, world: readonly Row[]) =>
  Array.from({ length: RUNS }, (_, run) => daysOf(firstSeed + run, world));

// thresholds from runs of their own, so that the false alarms that are told are of runs they do not know
const learned = runsOf(50_000, usual);
const quiet = runsOf(90_000, usual).flat();
const found = Object.fromEntries(
  Object.entries(changed).map(([change, world]) => [change, runsOf(10_000, world)]),
);
const names = Object.keys(quiet[0] ?? {});
const thresholds = Object.fromEntries(
  names.map((name) => {
    if (atOwnThreshold(name)) return [name, 0] as const;
    return [
      name,
      learnThreshold(
        learned.map((days) => days.map((day) => day[name] ?? 0)),
        FALSE_ALARMS,
      ),
    ] as const;
  }),
);
const isAlarm = (name: string, day: DayFigures) => (day[name] ?? 0) > (thresholds[name] ?? 0);

const results = names.map((name) => ({
  name,
  falseAlarms: quiet.filter((day) => isAlarm(name, day)).length / quiet.length,
  /** The days after the change on which runs had their first alarm, the soonest first. */
  delays: Object.fromEntries(
    Object.entries(found).map(([change, runs]) => [
      change,
      runs
        .map((days) => days.findIndex((day) => isAlarm(name, day)) + 1)
        .filter((day) => day > 0)
        .toSorted((a, b) => a - b),
    ]),
  ),
}));

const seconds = (ms: number) => (ms / 1000).toFixed(0);
console.log(
  `${usual.length} photos of ${pictures} pictures through ${model.id} (${seconds(photosMs)} s); class ${removedClass} removed.`,
);
console.log(
  `${RUNS} runs (${seconds(performance.now() - started - photosMs)} s); reference ${REFERENCE_DAYS * DAY} detections, ${DAY} a day, watched for ${WATCHED_DAYS} days. Each cell: the day on which half of the runs had seen it / nine tenths; "-": they never had. In brackets the runs that saw it.\n`,
);
console.log(`| test | false alarms a day | ${Object.keys(changed).join(" | ")} |`);
console.log(`|---|---|${"---|".repeat(Object.keys(changed).length)}`);
for (const { name, falseAlarms, delays } of results) {
  const cells = Object.values(delays).map((days) => {
    const at = (part: number) => days[Math.ceil(part * RUNS) - 1] ?? "-";
    return `${at(0.5)} / ${at(0.9)} (${days.length})`;
  });
  console.log(`| ${name} | ${(100 * falseAlarms).toFixed(1)} % | ${cells.join(" | ")} |`);
}
if (values.json) writeFileSync(values.json, JSON.stringify({ runs: RUNS, thresholds, results }));
