/**
 * How many presses give every box of crowded photos its right name: `npx tsx scripts/taps.ts FOLDER... [--model ID]
 * [--split val] [--photos 20]`. FOLDER is a labelled set in YOLO layout. Boxes that nothing was found for are left out: they
 * are drawn, however many names are offered.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { matchClassNames } from "@/lib/core/datasets/match-class-names";
import { OFFERED_NAMES, rivalOf, sightingsOf } from "@/lib/core/detection/class-scores";
import { filterCandidates } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import { type Candidates, DEFAULT_FILTER, type Detection } from "@/lib/core/detection/types";
import { searchClasses } from "@/lib/core/editor/class-search";
import { suggestClasses } from "@/lib/core/editor/suggest-classes";
import { intersectionOverUnion } from "@/lib/core/geometry/iou";
import { openYoloSplit } from "@/server/datasets/service";
import { detectPixels, releaseNetworks } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { championId, resolveModel } from "@/server/models/service";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string" },
    split: { type: "string", default: "val" },
    photos: { type: "string", default: "20" },
  },
});
const model = await resolveModel(values.model ?? (await championId()));
const { manifest } = model;
const nameOf = new Map(manifest.classes.map((one) => [one.id, one]));

/** Letters to type before the class stands first in the picker. */
function lettersFor(classId: number): number {
  const name = nameOf.get(classId)?.displayName ?? "";
  const typed = Array.from(name, (_, index) => index + 1);
  const isFirst = (letters: number) =>
    searchClasses(manifest.classes, name.slice(0, letters))[0]?.id === classId;
  return typed.find(isFirst) ?? name.length;
}

/** Presses and keys to give a shown box its right name. */
function tapsFor(box: Detection, classId: number, candidates: Candidates): number {
  if (box.classId === classId) return 0;
  const offered = (box.alternatives ?? []).slice(0, OFFERED_NAMES);
  const isOffered = offered.some((other) => other.classId === classId);
  const isInList = rivalOf(box.score, box.alternatives ?? []) !== undefined;
  if (isOffered) return isInList ? 1 : 2;
  const suggested = suggestClasses(box.box, sightingsOf(candidates));
  return suggested.some((one) => one.classId === classId) ? 3 : 3 + lettersFor(classId);
}

interface Crowded {
  readonly photo: string;
  readonly split: Awaited<ReturnType<typeof openYoloSplit>>;
  readonly truths: readonly {
    readonly box: Detection["box"];
    readonly classId: number | undefined;
  }[];
}

async function crowdedOf(folder: string): Promise<Crowded[]> {
  const split = await openYoloSplit(path.resolve(folder), values.split);
  const { idByIndex } = matchClassNames(split.classNames, manifest.classes, split.otherNames);
  return Promise.all(
    split.photos.map(async (photo) => {
      const { width, height } = await decodePhoto(await readFile(photo));
      const labels = await split.readLabels(photo, { width, height });
      return {
        photo,
        split,
        truths: labels.map(({ box, classIndex }) => ({ box, classId: idByIndex[classIndex] })),
      };
    }),
  );
}

const kindsOn = ({ truths }: Crowded) => new Set(truths.map(({ classId }) => classId)).size;
const crowded = (await Promise.all(positionals.map(crowdedOf)))
  .flat()
  .filter(({ truths }) => truths.every(({ classId }) => classId !== undefined))
  .sort((a, b) => kindsOn(b) - kindsOn(a) || a.photo.localeCompare(b.photo))
  .slice(0, Number(values.photos));

const taps = { "one name a box": [] as number[], "five names a box": [] as number[] };
for (const { photo, truths } of crowded) {
  const { rgba, width, height } = await decodePhoto(await readFile(photo));
  const { candidates } = await detectPixels(rgba, { width, height }, { model });
  for (const [how, seen] of [
    ["one name a box", { ...candidates, others: undefined }],
    ["five names a box", candidates],
  ] as const) {
    const shown = foldAlternatives(filterCandidates(seen, DEFAULT_FILTER));
    for (const { box, classId } of truths) {
      const near = shown.map((one) => ({ one, iou: intersectionOverUnion(box, one.box) }));
      const best = near.sort((a, b) => b.iou - a.iou)[0];
      if (best && best.iou >= 0.5) taps[how].push(tapsFor(best.one, classId!, seen));
    }
  }
}
await releaseNetworks();
for (const [how, each] of Object.entries(taps)) {
  const wrong = each.filter((count) => count > 0);
  const sum = wrong.reduce((total, count) => total + count, 0);
  const by = (from: number, to: number) => wrong.filter((count) => count >= from && count <= to).length;
  console.log(
    `${how}: ${crowded.length} photos, ${each.length} boxes found, ${wrong.length} named wrongly; ` +
      `${sum} presses, ${(sum / Math.max(1, wrong.length)).toFixed(2)} a wrong name ` +
      `(1: ${by(1, 1)}, 2: ${by(2, 2)}, 3: ${by(3, 3)}, more: ${by(4, 99)})`,
  );
}
