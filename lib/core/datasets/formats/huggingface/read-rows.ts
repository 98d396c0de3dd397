import { AppError } from "../../../errors";
import { asRecord } from "../labelled-set";

type Fields = Readonly<Record<string, unknown>>;

/** A box as a row has it, with the number or name of its class. */
export interface RowObject {
  readonly bbox: readonly number[];
  readonly label: string | number | undefined;
}

export interface Row {
  readonly fileName: string;
  readonly width: unknown;
  readonly height: unknown;
  /** undefined for a row that has no place for boxes. */
  readonly objects: readonly RowObject[] | undefined;
  /** Boxes and classes that do not go together. */
  readonly problem: string | undefined;
}

/** Names by which sets call the list of classes. */
const LABELS = [
  "categories",
  "category",
  "category_id",
  "category_ids",
  "label",
  "labels",
  "class",
  "classes",
  "name",
  "names",
];

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numbers = (value: unknown) => list(value).map((one) => (typeof one === "number" ? one : Number.NaN));
const labelOf = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? value : undefined;

/** The key under which a record has its classes. */
export const labelKeyOf = (fields: Fields): string | undefined =>
  LABELS.find((key) => fields[key] !== undefined);

function readObjects(value: unknown): Pick<Row, "objects" | "problem"> {
  if (Array.isArray(value)) {
    const objects = value.map((one) => {
      const fields = asRecord(one) ?? {};
      return { bbox: numbers(fields.bbox), label: labelOf(fields[labelKeyOf(fields) ?? ""]) };
    });
    return { objects, problem: undefined };
  }
  const fields = asRecord(value);
  if (!fields || !Array.isArray(fields.bbox)) return { objects: undefined, problem: undefined };
  const labels = list(fields[labelKeyOf(fields) ?? ""]);
  const boxes = list(fields.bbox);
  if (labels.length > 0 && labels.length !== boxes.length)
    return { objects: [], problem: `has ${boxes.length} boxes and ${labels.length} classes` };
  return {
    objects: boxes.map((bbox, index) => ({ bbox: numbers(bbox), label: labelOf(labels[index]) })),
    problem: undefined,
  };
}

function readRow(fields: Fields): Row | undefined {
  const { file_name: fileName, width, height } = fields;
  if (typeof fileName !== "string") return undefined;
  const objects = fields.objects ?? (fields.bbox === undefined ? undefined : fields);
  return { fileName, width, height, ...readObjects(objects) };
}

/** Rows of JSON, one a line. @throws AppError import/unreadable-labels with the invalid line */
export function* readRows(text: string, file: string): Generator<Row> {
  for (let [at, line] = [0, 1]; at < text.length; line++) {
    const end = text.indexOf("\n", at);
    const content = text.slice(at, end < 0 ? undefined : end).trim();
    at = end < 0 ? text.length : end + 1;
    if (content === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (cause) {
      const facts = { file, reason: `line ${line} is no JSON` };
      throw new AppError("import/unreadable-labels", { facts, cause });
    }
    const row = readRow(asRecord(value) ?? {});
    if (row) yield row;
  }
}
