import type { TrainingRow } from "@/lib/contracts/training-figures";
import { connection } from "@/server/db/transaction";
import type { PhotoFigures } from "../drift/sample-table";
import { type FiguresKey, readFigureRows } from "./repository";

/** A photo of the training data as a comparison reads a detection: what a photo has of it. */
export function toFigures({ photo, boxes, sketch }: TrainingRow): PhotoFigures {
  const { brightness, contrast, saturation, sharpness, width, height } = photo;
  const { count: boxCount, unnamed, topScore, meanScore, areas, positions, byClass } = boxes;
  return {
    ...{ brightness, contrast, saturation, sharpness, width, height },
    ...{ boxCount, unnamed, topScore, meanScore },
    areas: [...areas],
    positions: [...positions],
    classIds: byClass.map(([classId]) => classId),
    sketch: sketch && [...sketch],
  };
}

/** The rows of a model's training data; none where it was not looked at. */
export async function trainingSample(key: FiguresKey): Promise<readonly PhotoFigures[]> {
  return (await readFigureRows(connection(), key)).map(toFigures);
}

/** Classes found on most of these photos, most first. */
export function commonClasses(rows: readonly PhotoFigures[], limit: number): readonly number[] {
  const counts = new Map<number, number>();
  for (const classId of rows.flatMap(({ classIds }) => classIds))
    counts.set(classId, (counts.get(classId) ?? 0) + 1);
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || a - b)
    .slice(0, limit)
    .map(([classId]) => classId);
}

/** The features that the page draws day by day, of those that a photo has. */
const BANDS: Readonly<Record<string, (row: PhotoFigures) => number | null>> = {
  brightness: (row) => row.brightness,
  contrast: (row) => row.contrast,
  saturation: (row) => row.saturation,
  sharpness: (row) => row.sharpness,
  boxes: (row) => row.boxCount,
  topScore: (row) => row.topScore,
  meanScore: (row) => row.meanScore,
};

/** As PostgreSQL's `percentile_cont`. @param sorted ascending, not empty */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
}

/** Where the middle eight tenths of each feature lie on the training data. */
export function trainingBands(rows: readonly PhotoFigures[]) {
  return Object.entries(BANDS).flatMap(([feature, of]) => {
    const sorted = rows.flatMap((row) => of(row) ?? []).sort((a, b) => a - b);
    if (sorted.length === 0) return [];
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(sorted, share));
    return [{ feature, low: low ?? 0, middle: middle ?? 0, high: high ?? 0 }];
  });
}
