/**
 * How soon drift is seen: photos through the real pipeline (decoding, network, figures), a month of traffic drawn from them, and
 * then three photos in ten darker or blurred, one class gone, or a new one on every tenth photo. Each test watches alone, at the
 * threshold that keeps false alarms to one day in twenty; Forage's and Evidently's verdicts stand beside, at their own.
 * Run: npm run replay:monitoring [-- --photos FOLDER --runs 100]
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import sharp, { type Sharp } from "sharp";
import type { DriftTest } from "@/lib/core/monitoring/choose-test";
import { compareColumn, isDrifting } from "@/lib/core/monitoring/compare-column";
import { compareTables } from "@/lib/core/monitoring/compare-tables";
import { createNumpyRandom, type NumpyRandom } from "@/lib/core/monitoring/distributions/mersenne-twister";
import type { Cell, Table } from "@/lib/core/monitoring/table";
import { detectPixels, releaseNetworks } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { championId, resolveModel } from "@/server/models/service";
import { CLASS_COLUMN, tableOf } from "@/server/monitoring/drift/sample-table";

const { values } = parseArgs({
  options: {
    photos: { type: "string" },
    runs: { type: "string", default: "100" },
    pieces: { type: "string", default: "60" },
  },
});
const RUNS = Number(values.runs);
const PIECES = Number(values.pieces);
const DAY = 36;
const REFERENCE_DAYS = 14;
/** After the change; before it as many more, in which nothing has changed. */
const WATCHED_DAYS = 8;
const FALSE_ALARMS = 0.05;

type Row = Parameters<typeof tableOf>[0][number];
type Change = (image: Sharp, width: number) => Sharp;
const UNCHANGED: Change = (image) => image;
const DARKER: Change = (image) => image.linear(0.6, 0);
const BLURRED: Change = (image, width) => image.blur(Math.max(0.5, width / 90));

const model = await resolveModel(await championId());

/** A piece of a picture, taken, turned and lit at random, as somebody else's photo of the like. */
async function piece(picture: Buffer, random: NumpyRandom, change: Change): Promise<Row> {
  const { width = 1, height = 1 } = await sharp(picture).metadata();
  const part = 0.45 + 0.55 * random.fraction();
  const [w, h] = [Math.round(width * part), Math.round(height * part)];
  const left = Math.floor((width - w) * random.fraction());
  const top = Math.floor((height - h) * random.fraction());
  let image = sharp(picture).extract({ left, top, width: w, height: h });
  if (random.fraction() < 0.5) image = image.flop();
  image = image.modulate({ brightness: 0.85 + 0.3 * random.fraction() });
  const bytes = await change(sharp(await image.png().toBuffer()), w)
    .jpeg({ quality: 90 })
    .toBuffer();
  const photo = await decodePhoto(bytes);
  const { figures } = await detectPixels(photo.rgba, photo, { model, describe: true });
  if (!figures) throw new RangeError("no figures");
  const { boxes, sketch } = figures;
  return {
    ...figures.photo,
    boxCount: boxes.count,
    unnamed: boxes.unnamed,
    topScore: boxes.topScore,
    meanScore: boxes.meanScore,
    // of this computer, and of no interest here
    totalMs: 100,
    classIds: boxes.byClass.map(([classId]) => classId),
    areas: [...boxes.areas],
    positions: [...boxes.positions],
    sketch: sketch && [...sketch],
    ...{ confidence: null, device: "server", browser: "none", backend: "server" },
  };
}

/** Photos of a world; each change is made of the same pieces. */
async function pool(pictures: readonly Buffer[], change: Change): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [index, picture] of pictures.entries()) {
    const random = createNumpyRandom(7_000 + index);
    for (let count = 0; count < PIECES; count++) rows.push(await piece(picture, random, change));
  }
  return rows;
}

const read = (folder: string, names: readonly string[]) =>
  names.map((name) => readFileSync(path.join(folder, name)));
const folder = values.photos;
const own = folder
  ? read(
      folder,
      readdirSync(folder)
        .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
        .sort(),
    )
  : read("public/examples", ["still-life.webp", "board.webp"]);
const unseen = read("public/examples", ["leaf.webp"]);

const usual = await pool(own, UNCHANGED);
const counts = new Map<number, number>();
for (const { classIds } of usual) for (const id of classIds) counts.set(id, (counts.get(id) ?? 0) + 1);
/** Found on at least a tenth of the photos, the commonest first; the first that not every photo has is taken away. */
const classes = [...counts].filter(([, n]) => n >= usual.length / 10).toSorted(([, a], [, b]) => b - a);
const [removed] = classes.find(([, n]) => n <= usual.length / 2) ?? classes.at(-1) ?? [];
const leaves = await pool(unseen, UNCHANGED);
/** Three photos in ten are changed: one person of three has a new phone. */
const partly = (changed: readonly Row[]) => [
  ...Array.from({ length: 7 }, () => usual).flat(),
  ...Array.from({ length: 3 }, () => changed).flat(),
];
const worlds: Readonly<Record<string, readonly Row[]>> = {
  darker: partly(await pool(own, DARKER)),
  blurred: partly(await pool(own, BLURRED)),
  "class removed": usual.filter(({ classIds }) => removed === undefined || !classIds.includes(removed)),
  // every tenth photo is of it
  "unseen class": [
    ...usual,
    ...Array.from({ length: Math.round(usual.length / 9) }, (_, at) => leaves[at % leaves.length]!),
  ],
};
await releaseNetworks();

const classIds = [...classes.map(([id]) => id), ...leaves.flatMap((row) => row.classIds)];
const watched = [...new Set(classIds)].slice(0, 12);
const SAME = new Set(["totalMs", "confidence", "device", "browser", "backend"]);
function table(rows: readonly Row[]): Table {
  const all = tableOf(rows, watched);
  return { rows: all.rows, columns: new Map([...all.columns].filter(([name]) => !SAME.has(name))) };
}
const draw = (random: NumpyRandom, world: readonly Row[], count: number) =>
  table(Array.from({ length: count }, () => world[random.upTo(world.length - 1)]!));

const isClass = (name: string) => name.startsWith(CLASS_COLUMN);
const NUMBERS = ["ks", "wasserstein", "jensenshannon", "psi"] as const;
const NAMES = ["chisquare-both", "chisquare", "jensenshannon", "psi"] as const;
const VECTORS = ["domain-classifier", "mmd"] as const;
const isP = (test: DriftTest) => isDrifting(test, 0, 0.05);

/** The worst of a test's columns on a day, higher for more drift. */
type Statistic = (before: Table, now: Table) => number;

function worst(
  of: (name: string) => boolean,
  options: Omit<Parameters<typeof compareColumn>[2], "asEvidently">,
  asEvidently: boolean,
): Statistic {
  return (before, now) => {
    let most = 0;
    for (const [name, cells] of before.columns) {
      if (!of(name)) continue;
      const { test, value } = compareColumn(cells, now.columns.get(name) as readonly Cell[], {
        ...options,
        asEvidently,
      });
      if (test === null || value === null) continue;
      most = Math.max(most, isP(test) ? -Math.log10(Math.max(value, 1e-300)) : value);
    }
    return most;
  };
}

const statistics: Readonly<Record<string, Statistic>> = Object.fromEntries([
  ...NUMBERS.map((numberTest) => [
    `numbers, ${numberTest}`,
    worst((name) => !isClass(name) && name !== "sketch", { numberTest }, true),
  ]),
  ...NAMES.map((categoryTest) => [
    `classes, ${categoryTest}`,
    worst(
      isClass,
      categoryTest === "chisquare-both" ? {} : { categoryTest },
      categoryTest !== "chisquare-both",
    ),
  ]),
  ...VECTORS.map((vectorTest) => [
    `sketch, ${vectorTest}`,
    worst((name) => name === "sketch", { vectorTest }, true),
  ]),
]);

const verdict =
  (asEvidently: boolean, isWhole: boolean): Statistic =>
  (before, now) => {
    const found = compareTables(before, now, {
      asEvidently,
      correction: "benjamini-hochberg",
      share: 0.5,
    });
    return isWhole ? Number(found.verdict === "drift") : found.drifted;
  };
/** At their own thresholds: a day is an alarm where one column drifts, or the whole. */
const verdicts: Readonly<Record<string, Statistic>> = {
  "Forage, any feature": verdict(false, false),
  "Evidently, any feature": verdict(true, false),
  "Forage, the whole": verdict(false, true),
  "Evidently, the whole": verdict(true, true),
};

/** Days without a change, each against the reference of its run. */
function quietDays(seed: number, all: Readonly<Record<string, Statistic>>) {
  const random = createNumpyRandom(seed);
  const before = draw(random, usual, REFERENCE_DAYS * DAY);
  return Array.from({ length: WATCHED_DAYS }, () => {
    const now = draw(random, usual, DAY);
    return Object.fromEntries(Object.entries(all).map(([name, of]) => [name, of(before, now)]));
  });
}

// thresholds from runs of their own, so that the false alarms that are told are of runs they do not know
const learned = Array.from({ length: RUNS }, (_, run) => quietDays(50_000 + run, statistics)).flat();
const thresholds = Object.fromEntries([
  ...Object.keys(statistics).map((name) => {
    const sorted = learned.map((day) => day[name] ?? 0).toSorted((a, b) => a - b);
    return [name, sorted[Math.ceil(sorted.length * (1 - FALSE_ALARMS)) - 1] ?? 0];
  }),
  ...Object.keys(verdicts).map((name) => [name, 0] as const),
]);
const all = { ...statistics, ...verdicts };
const isAlarm = (name: string, value: number) => value > (thresholds[name] ?? 0);
const quiet = Array.from({ length: RUNS }, (_, run) => quietDays(90_000 + run, all)).flat();

const delays = new Map<string, number[]>();
for (const [change, world] of Object.entries(worlds))
  for (let run = 0; run < RUNS; run++) {
    const random = createNumpyRandom(10_000 + run);
    const before = draw(random, usual, REFERENCE_DAYS * DAY);
    const open = new Set(Object.keys(all));
    for (let day = 1; day <= WATCHED_DAYS && open.size > 0; day++) {
      const now = draw(random, world, DAY);
      for (const name of [...open]) {
        if (!isAlarm(name, all[name]?.(before, now) ?? 0)) continue;
        open.delete(name);
        const key = `${name}|${change}`;
        delays.set(key, [...(delays.get(key) ?? []), day]);
      }
    }
  }

console.log(
  `${usual.length} photos of ${own.length} pictures through ${model.id}; class ${removed} removed.`,
);
console.log(
  `${RUNS} runs; reference ${REFERENCE_DAYS * DAY} detections, ${DAY} a day, watched for ${WATCHED_DAYS} days. Each cell: the day on which half of the runs had seen it / nine tenths; "-": they never had. In brackets the runs that saw it.\n`,
);
console.log(`| test | false alarms a day | ${Object.keys(worlds).join(" | ")} |`);
console.log(
  `|---|---|${Object.keys(worlds)
    .map(() => "---|")
    .join("")}`,
);
for (const name of Object.keys(all)) {
  const alarms = quiet.filter((day) => isAlarm(name, day[name] ?? 0)).length / quiet.length;
  const cells = Object.keys(worlds).map((change) => {
    const found = (delays.get(`${name}|${change}`) ?? []).toSorted((a, b) => a - b);
    const at = (part: number) => found[Math.ceil(part * RUNS) - 1] ?? "-";
    return `${at(0.5)} / ${at(0.9)} (${found.length})`;
  });
  console.log(`| ${name} | ${(100 * alarms).toFixed(1)} % | ${cells.join(" | ")} |`);
}
