import type { ExportAbout, RegisteredFormat } from "./label-format";
import { LABEL_FORMATS } from "./registry";

export type SetFormat = (typeof LABEL_FORMATS)[number]["id"];
export type ExportFormat = (typeof LABEL_FORMATS)[number]["writes"][number]["id"];

const all: readonly RegisteredFormat[] = LABEL_FORMATS;

/** What a set can be read as, in the order of the registry. */
export const SET_FORMATS = LABEL_FORMATS.map(({ id }) => id) as unknown as readonly [
  SetFormat,
  ...SetFormat[],
];

/** The ways in which a set can be written. */
export const EXPORTS: readonly ExportAbout[] = all.flatMap(({ writes }) => writes);
export const EXPORT_FORMATS = EXPORTS.map(({ id }) => id) as unknown as readonly [
  ExportFormat,
  ...ExportFormat[],
];

export const formatName = (id: SetFormat): string => all.find((one) => one.id === id)?.name ?? id;
export const exportAbout = (id: ExportFormat): ExportAbout =>
  EXPORTS.find((one) => one.id === id) ?? { id, name: id };

/** The names of all, for a sentence: "YOLO, COCO and Pascal VOC". */
export const formatNames = (): string => {
  const names = all.map(({ name }) => name);
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
};

/** The line of the registry that reads a format. */
export function registeredFormat(id: SetFormat): RegisteredFormat {
  const found = all.find((one) => one.id === id);
  if (!found) throw new RangeError(`${id} is no format`);
  return found;
}

/** The line of the registry that a way to write belongs to. */
export function formatThatWrites(id: ExportFormat): RegisteredFormat {
  const found = all.find(({ writes }) => writes.some((one) => one.id === id));
  if (!found) throw new RangeError(`${id} is not written`);
  return found;
}
