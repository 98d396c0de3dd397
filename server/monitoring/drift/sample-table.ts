import type { Cell, Table } from "@/lib/core/monitoring/table";
import type { SampleRow } from "./repository";

/** What a photo alone tells: also one that nobody detected on a device, at a time, with sliders. */
export type PhotoFigures = Pick<
  SampleRow,
  | "brightness"
  | "contrast"
  | "saturation"
  | "sharpness"
  | "width"
  | "height"
  | "boxCount"
  | "unnamed"
  | "topScore"
  | "meanScore"
  | "areas"
  | "positions"
  | "classIds"
  | "sketch"
>;

/** What a class's column is called, before its id. */
export const CLASS_COLUMN = "class ";

const share = (parts: readonly number[], from: number) => {
  const all = parts.reduce((sum, n) => sum + n, 0);
  return all === 0 ? null : parts.slice(from).reduce((sum, n) => sum + n, 0) / all;
};

/** Boxes of at least a tenth of the photo are large: places 5 to 7 of `AREA_EDGES`. */
const LARGE_FROM = 5;

const PHOTO_COLUMNS: Readonly<Record<string, (row: PhotoFigures) => Cell>> = {
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
  sketch: (row) => row.sketch,
};

/** What only a detection has. */
const DETECTION_COLUMNS: Readonly<Record<string, (row: SampleRow) => Cell>> = {
  totalMs: (row) => row.totalMs,
  confidence: (row) => row.confidence,
  device: (row) => row.device,
  browser: (row) => row.browser,
  backend: (row) => row.backend,
};

/** Columns that every comparison has, in the order in which they are shown. */
export const COLUMN_NAMES = [...Object.keys(PHOTO_COLUMNS), ...Object.keys(DETECTION_COLUMNS)];

function tableWith<R extends PhotoFigures>(
  rows: readonly R[],
  of: Readonly<Record<string, (row: R) => Cell>>,
  classIds: readonly number[],
): Table {
  const columns = new Map<string, readonly Cell[]>(
    Object.entries(of).map(([name, read]) => [name, rows.map(read)]),
  );
  for (const classId of classIds)
    columns.set(
      CLASS_COLUMN + classId,
      rows.map((row) => row.classIds.includes(classId)),
    );
  return { rows: rows.length, columns };
}

/** Events as a table that the drift tests read: one column for each feature, and whether each class was found. */
export const tableOf = (rows: readonly SampleRow[], classIds: readonly number[]): Table =>
  tableWith(rows, { ...PHOTO_COLUMNS, ...DETECTION_COLUMNS }, classIds);

/** The same of what photos alone tell. */
export const photoTableOf = (rows: readonly PhotoFigures[], classIds: readonly number[]): Table =>
  tableWith(rows, PHOTO_COLUMNS, classIds);
