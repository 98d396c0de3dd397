import { asNumber, asRecord } from "../labelled-set";
import { isYes } from "../listed-labels";
import { type Region, regionOf } from "./region";

type Fields = Readonly<Record<string, unknown>>;

/** What one person, once, said of a photo. */
export interface Annotation {
  /** Orders the annotations of a task in time. */
  readonly at: string;
  readonly isTruth: boolean;
  readonly regions: readonly Region[];
}

export interface Task {
  readonly id: string;
  /** The photo's names, the surest first. */
  readonly names: readonly string[];
  /** Those that were handed in. */
  readonly annotations: readonly Annotation[];
  /** Handed in as one that cannot be labelled. */
  readonly skipped: number;
  readonly hasPredictions: boolean;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** An upload's name has eight signs and a dash before the name that the file had. */
const UPLOADED = /^(.*\/)?[0-9a-f]{8}-([^/]+)$/i;
const PHOTO = /\.(jpe?g|jfif|png|webp|avif|heic|heif|bmp|gif|tiff?)($|[?#&])/i;

function namesOf(data: Fields, upload: unknown): readonly string[] {
  const texts = Object.entries(data).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const photos = texts.filter(([, text]) => PHOTO.test(text) && text.length < 4_000);
  const named = photos.length > 0 ? photos : texts.filter(([key]) => /^(image|img|photo|url)$/i.test(key));
  // several pictures in one task: nothing here says which of them was labelled
  const [only, ...others] = named;
  const paths = only && others.length === 0 ? [only[1]] : [];
  const written = [...paths, ...(typeof upload === "string" && upload !== "" ? [upload] : [])];
  const plain = written.flatMap((path) => UPLOADED.exec(path.replace(/[?#].*$/, ""))?.[2] ?? []);
  return [...new Set([...written, ...plain])];
}

const timeOf = ({ updated_at, created_at, id }: Fields) =>
  `${updated_at ?? created_at ?? ""} ${String(asNumber(id) ?? 0).padStart(12, "0")}`;

function readAnnotation(annotation: Fields): Annotation {
  return {
    at: timeOf(annotation),
    isTruth: isYes(annotation.ground_truth),
    regions: list(annotation.result).flatMap((value, index) => {
      const result = asRecord(value);
      return result ? [regionOf(result, `#${index}`)] : [];
    }),
  };
}

/** A task of Label Studio's JSON. */
function readTask(task: Fields, index: number): Task {
  const all = list(task.annotations ?? task.completions).flatMap((one): Fields[] => {
    const annotation = asRecord(one);
    return annotation ? [annotation] : [];
  });
  const isSkipped = (one: Fields) => isYes(one.was_cancelled) || isYes(one.skipped);
  return {
    id: String(task.id ?? `#${index + 1}`),
    names: namesOf(asRecord(task.data) ?? {}, task.file_upload),
    annotations: all.filter((one) => !isSkipped(one)).map(readAnnotation),
    skipped: all.filter(isSkipped).length,
    hasPredictions: list(task.predictions).length > 0,
  };
}

const isRegionLike = (value: unknown) => {
  const one = asRecord(value);
  return (
    one !== undefined && (one.original_width !== undefined || one.x !== undefined || one.points !== undefined)
  );
};

/** A row of JSON-MIN: an annotation, with the task's data beside it. */
function readRow(row: Fields, index: number): Task {
  const regions = Object.values(row).flatMap((value) => list(value).filter(isRegionLike));
  const { annotation_id, annotator, annotator_id } = row;
  const isHandedIn = annotation_id !== undefined || annotator !== undefined || annotator_id !== undefined;
  const annotation: Annotation = {
    at: timeOf({ ...row, id: annotation_id }),
    isTruth: false,
    regions: regions.map((value, at) => regionOf(asRecord(value) ?? {}, `#${at}`)),
  };
  return {
    id: String(row.id ?? `#${index + 1}`),
    names: namesOf(row, undefined),
    annotations: isHandedIn || regions.length > 0 ? [annotation] : [],
    skipped: 0,
    hasPredictions: false,
  };
}

const isTask = (value: unknown): boolean => {
  const task = asRecord(value);
  return (
    asRecord(task?.data) !== undefined &&
    [task?.annotations, task?.completions, task?.predictions].some(Array.isArray)
  );
};

const isRow = (value: unknown): boolean => {
  const row = asRecord(value);
  if (!row || row.coordinates !== undefined) return false;
  const isDrawn = Object.values(row).some((one) =>
    list(one).some((region) => asRecord(region)?.original_width),
  );
  return isDrawn || (row.annotation_id !== undefined && row.lead_time !== undefined);
};

const LOOKED_AT = 50;

/** Whether JSON is of Label Studio, and in which of its two forms. */
export function formOf(json: unknown): "full" | "min" | undefined {
  const first = list(json).slice(0, LOOKED_AT);
  if (first.some(isTask)) return "full";
  return first.some(isRow) ? "min" : undefined;
}

/** Rows of one task are put together. */
function joined(tasks: readonly Task[]): readonly Task[] {
  const byId = new Map<string, Task>();
  for (const task of tasks) {
    const key = `${task.id}\0${task.names[0] ?? ""}`;
    const known = byId.get(key);
    byId.set(key, known ? { ...known, annotations: [...known.annotations, ...task.annotations] } : task);
  }
  return [...byId.values()];
}

export function readTasks(json: unknown, form: "full" | "min"): readonly Task[] {
  const records = list(json).map((value) => asRecord(value) ?? {});
  return form === "full" ? records.map(readTask) : joined(records.map(readRow));
}
