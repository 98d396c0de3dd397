import { asNumber } from "../labelled-set";
import {
  addShape,
  createInterned,
  isYes,
  type ListedFile,
  type OpenListed,
  openListed,
} from "../listed-labels";
import type { SetDoubt } from "../opened-set";
import type { SetFiles } from "../set-files";

const DEPICTIONS = "depictions";

const depictionsDoubt = (count: number, taken: string): SetDoubt => ({
  id: DEPICTIONS,
  why: `${count === 1 ? "1 box is marked as a depiction: a drawing, or a thing" : `${count} boxes are marked as depictions: drawings, or things`} on a poster or a label.`,
  options: [
    { value: "keep", words: "they are boxes like the others" },
    { value: "leave-out", words: "they are left out and counted, like groups" },
  ],
  taken,
});

/** Display names by machine id; undefined for an id that two names have. */
export type ClassDescriptions = ReadonlyMap<string, string | undefined>;

/** Reads lines of a machine id and a name, with or without a header. */
export async function readDescriptions(
  files: SetFiles,
  file: string,
  names: Map<string, string | undefined>,
): Promise<void> {
  const add = ([id = "", name = ""]: readonly string[]) => {
    if (!/^\/[mgt]\//.test(id) || name === "") return;
    names.set(id, !names.has(id) || names.get(id) === name ? name : undefined);
  };
  await files.readCsv(file, {
    header: (first) => {
      add(first);
      return true;
    },
    row: add,
  });
}

const COLUMNS = ["ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax"] as const;

/** Reads boxes, one a row. @returns undefined for a CSV of something else, why for one of labels without boxes */
export async function readOpenImages(
  files: SetFiles,
  file: string,
  names: ClassDescriptions,
  answers: Readonly<Record<string, string>> = {},
): Promise<ListedFile | string | undefined> {
  const own = createInterned();
  const taken = answers[DEPICTIONS] === "leave-out" ? "leave-out" : "keep";
  const photos = new Map<string, OpenListed & { readonly stem: string }>();
  const unknown = new Set<string>();
  const columns = new Map<string, number>();
  let depictions = 0;
  const isIt = await files.readCsv(file, {
    header: (found) => {
      for (const [index, name] of found.entries()) columns.set(name, index);
      return COLUMNS.every((name) => columns.has(name));
    },
    row: (fields, line) => {
      const cell = (name: string) => fields[columns.get(name) ?? -1] ?? "";
      const stem = cell("ImageID").replace(/\.(jpe?g|png)$/i, "");
      if (stem === "") return;
      const photo = photos.get(stem) ?? { ...openListed([], { unit: "share" }), stem };
      photos.set(stem, photo);
      const id = own(cell("LabelName"));
      if (/^\//.test(id) && names.get(id) === undefined) unknown.add(id);
      const isDepiction = isYes(cell("IsDepiction"));
      if (isDepiction) depictions++;
      if (isYes(cell("IsGroupOf")) || (isDepiction && taken === "leave-out")) {
        photo.crowds++;
        photo.state = "labelled";
        return;
      }
      const [x1, x2, y1, y2] = ["XMin", "XMax", "YMin", "YMax"].map((name) => asNumber(cell(name)));
      const about = `line ${line}`;
      if (x1 === undefined || x2 === undefined || y1 === undefined || y2 === undefined)
        return addShape(photo, id, "has no corners that can be read", about);
      if ([x1, x2, y1, y2].some((one) => one < -0.01 || one > 1.01))
        return addShape(photo, id, "is not in shares of the photo, 0 to 1", about);
      addShape(photo, names.get(id) ?? id, { box: { x1, y1, x2, y2 }, shape: "box" }, about);
    },
  });
  if (!isIt)
    return columns.has("ImageID") && columns.has("LabelName") && !columns.has("XMin")
      ? "it has labels of whole photos, which are no boxes"
      : undefined;
  const [first] = unknown;
  return {
    photos: [...photos.values()],
    problems: first
      ? [
          `no class-descriptions file says what ${first}${unknown.size > 1 ? ` and ${unknown.size - 1} more` : ""} is: the id stands for the name`,
        ]
      : [],
    doubts: depictions > 0 ? [depictionsDoubt(depictions, taken)] : [],
  };
}
