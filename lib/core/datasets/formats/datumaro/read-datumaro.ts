import { asNumber, asRecord, asSize } from "../labelled-set";
import { addShape, isYes, type ListedFile, type ListedPhoto, openListed } from "../listed-labels";
import { OF_WHOLE_PHOTO, readDatumaroShape } from "./datumaro-shape";

type Fields = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** True for JSON that is a subset of Datumaro's. */
export function isDatumaro(json: unknown): boolean {
  const file = asRecord(json);
  return (
    Array.isArray(file?.items) &&
    asRecord(file.categories) !== undefined &&
    file.items.every((item: unknown) => Array.isArray(asRecord(item)?.annotations))
  );
}

function namesOf(item: Fields): { readonly names: readonly string[]; readonly stem: string } {
  const [image, media] = [asRecord(item.image), asRecord(item.media)];
  const written = [image?.path, media?.path].filter(
    (path): path is string => typeof path === "string" && path !== "",
  );
  const id = typeof item.id === "string" ? item.id : "";
  return { names: [...new Set(written)], stem: id.slice(id.lastIndexOf("/") + 1) };
}

function readItem(item: Fields, labels: readonly (string | undefined)[]): ListedPhoto {
  const [height, width] = list(asRecord(item.image)?.size ?? asRecord(item.media)?.size);
  const { names, stem } = namesOf(item);
  const photo = openListed(names, { size: asSize(width, height) });
  for (const value of list(item.annotations)) {
    const annotation = asRecord(value) ?? {};
    if (OF_WHOLE_PHOTO.has(annotation.type)) continue;
    const { is_crowd, iscrowd } = asRecord(annotation.attributes) ?? {};
    const about = `annotation ${String(annotation.id ?? "without id").slice(0, 40)}`;
    const labelId = asNumber(annotation.label_id);
    const name = labelId === undefined ? "" : labels[labelId];
    if (isYes(is_crowd) || isYes(iscrowd)) {
      photo.crowds++;
      photo.state = "labelled";
    } else if (name === undefined) addShape(photo, "", `has label ${labelId}, which is not listed`, about);
    else addShape(photo, name, readDatumaroShape(annotation), about);
  }
  return names.length > 0 ? photo : { ...photo, stem };
}

/** Reads a subset of Datumaro's. @param json of which `isDatumaro` is true */
export function readDatumaro(json: unknown): ListedFile {
  const file = asRecord(json) ?? {};
  const label = asRecord(asRecord(file.categories)?.label);
  const labels = list(label?.labels).map((one) => {
    const { name } = asRecord(one) ?? {};
    return typeof name === "string" ? name : undefined;
  });
  return { problems: [], photos: list(file.items).map((item) => readItem(asRecord(item) ?? {}, labels)) };
}
