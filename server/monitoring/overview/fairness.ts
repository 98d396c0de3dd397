import type { FairnessAnswer } from "@/lib/contracts/monitor-page";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { FEWEST_PHOTOS, fairGroups, widestGap } from "@/lib/core/monitoring/slices/fairness";
import { type Likely, meanOf, shareOf } from "@/lib/core/monitoring/slices/likely";
import { newestOfModel } from "@/server/corrections/service";
import { connection } from "@/server/db/transaction";
import { shownManifest } from "@/server/models/service";
import { listFoods } from "@/server/recipes/service";
import { addDays } from "../drift/periods";
import { dayAt } from "../sums/keep-sums";
import { leastFor } from "./least-shown";
import { readCounted } from "./repository";

const SHOWN_DAYS = 30;
/** Detections and saved photos from which figures are told. */
const SAMPLE = 4_000;
const MOST_SAVED = 1_000;
const OTHER = "other";

interface Asked {
  readonly teamId: string;
  readonly userId: string;
  readonly modelId: string;
}

/** Where a class is sold for foods (`AISLES`), else its kind: `dish`, `leaf`; classes of a model that is gone are `other`. */
async function groupsOf(modelId: string): Promise<(classId: number) => string> {
  const manifest = await shownManifest(modelId).catch(() => undefined);
  const { foods } = await listFoods();
  const aisles = new Map(foods.flatMap((food) => food.classes.map((name) => [name, food.aisle] as const)));
  const groups = new Map(
    manifest?.classes.map(({ id, name, kind }) => [
      id,
      kind === "ingredient" ? (aisles.get(name) ?? OTHER) : kind,
    ]),
  );
  return (classId) => groups.get(classId) ?? OTHER;
}

type Shares = readonly (readonly [string, Likely])[];

/** How foods, plants and devices fare beside each other: what people took away or renamed, missed, and boxes on a photo. */
export async function fairnessOf(asked: Asked, now = new Date()): Promise<FairnessAnswer> {
  const { teamId, modelId } = asked;
  const to = dayAt(now);
  const from = addDays(to, -(SHOWN_DAYS - 1));
  const since = new Date(`${from}T00:00:00Z`);
  const [saved, counted, groupOf, least] = await Promise.all([
    newestOfModel({ teamId, modelId, since, limit: MOST_SAVED }),
    readCounted(connection(), { teamId, modelId, from, to }, SAMPLE),
    groupsOf(modelId),
    leastFor(asked),
  ]);
  const groups = fairGroups(
    saved.map((correction) => ({ model: correction.modelBoxes, standing: standingBoxes(correction) })),
    counted,
    { groupOf, least },
  );
  const foods = groups
    .filter(({ wrong, missed, boxes }) => wrong || missed || boxes)
    .toSorted((a, b) => (b.wrong?.value ?? -1) - (a.wrong?.value ?? -1));
  const kinds = [...new Set(counted.map(({ device }) => device))];
  const devices = kinds
    .map((device) => {
      const own = counted.filter((one) => one.device === device);
      const wrong = shareOf(
        own.flatMap(({ judged }) => (judged ? [{ part: judged.wrong, whole: judged.boxes }] : [])),
      );
      return {
        ...{ group: device, photos: own.length, missed: null },
        wrong: wrong && wrong.photos >= FEWEST_PHOTOS ? wrong : null,
        boxes: meanOf(own.map(({ boxes }) => boxes)),
      };
    })
    .filter(({ photos }) => photos >= least)
    .map(({ photos: _, ...device }) => device);
  const wrongOf = (of: typeof foods): Shares =>
    of.flatMap(({ group, wrong }) => (wrong ? [[group, wrong] as const] : []));
  return {
    ...{ modelId, from, to, least, foods, devices },
    hiddenFoods: groups.length - foods.length,
    hiddenDevices: kinds.length - devices.length,
    foodGap: widestGap(wrongOf(foods)),
    deviceGap: widestGap(wrongOf(devices)),
  };
}
