import type { Cell, Table } from "@/lib/core/monitoring/table";
import type { SampleRow } from "./repository";

/** What a class's column is called, before its id. */
export const CLASS_COLUMN = "class ";

const share = (parts: readonly number[], from: number) => {
  const all = parts.reduce((sum, n) => sum + n, 0);
  return all === 0 ? null : parts.slice(from).reduce((sum, n) => sum + n, 0) / all;
};

/** Boxes of at least a tenth of the photo are large: places 5 to 7 of `AREA_EDGES`. */
const LARGE_FROM = 5;

const COLUMNS: Readonly<Record<string, (row: SampleRow) => Cell>> = {
  brightness: (row) => row.brightness,
  contrast: (row) => row.contrast,
  saturation: (row) => row.saturation,
  sharpness: (row) => row.sharpness,
  shape: (row) => row.width / row.height,
  boxes: (row) => row.boxCount,
  topScore: (row) => row.topScore,
  meanScore: (row) => row.meanScore,
  largeBoxes: (row) => share(row.areas, LARGE_FROM),
  // the middle one of the nine places
  middleBoxes: (row) => (row.boxCount === 0 ? null : (row.positions[4] ?? 0) / row.boxCount),
  unnamed: (row) => row.unnamed,
  totalMs: (row) => row.totalMs,
  confidence: (row) => row.confidence,
  device: (row) => row.device,
  browser: (row) => row.browser,
  backend: (row) => row.backend,
  sketch: (row) => row.sketch,
};

/** Columns that every comparison has, in the order in which they are shown. */
export const COLUMN_NAMES = Object.keys(COLUMNS);

/** Events as a table that the drift tests read: one column for each feature, and whether each class was found. */
export function tableOf(rows: readonly SampleRow[], classIds: readonly number[]): Table {
  const columns = new Map<string, readonly Cell[]>(
    Object.entries(COLUMNS).map(([name, of]) => [name, rows.map(of)]),
  );
  for (const classId of classIds)
    columns.set(
      CLASS_COLUMN + classId,
      rows.map((row) => row.classIds.includes(classId)),
    );
  return { rows: rows.length, columns };
}
