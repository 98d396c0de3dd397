import { asNumber, asSize } from "../labelled-set";
import { addShape, createInterned, type ListedFile, type OpenListed, openListed } from "../listed-labels";
import type { OpenPoint } from "../opened-set";
import type { SetFiles } from "../set-files";

const UNITS = "csv-units";
const CORNERS = ["xmin", "ymin", "xmax", "ymax"] as const;

const unitsPoint: OpenPoint = {
  id: UNITS,
  why: "All corners of this CSV are between 0 and 1, though it gives the sizes of its photos in pixels.",
  options: [
    { value: "share", words: "shares of the photo's width and height" },
    { value: "px", words: "pixels as they stand" },
  ],
};

/** Where each column is; undefined for a CSV of something else. */
function columnsOf(names: readonly string[]) {
  const places = new Map(names.map((name, index) => [name.toLowerCase().replace(/[\s_]/g, ""), index]));
  const of = (...spellings: readonly string[]) =>
    spellings.map((one) => places.get(one)).find((index) => index !== undefined);
  const [file, label] = [of("filename", "image", "imagename"), of("class", "label", "classname")];
  const corners = CORNERS.map((name) => of(name));
  if (file === undefined || label === undefined || !corners.every((one) => one !== undefined))
    return undefined;
  return { file, label, corners, width: of("width"), height: of("height") };
}

/** Reads a CSV of boxes, one a row. @returns undefined for a CSV of something else */
export async function readTensorflowCsv(
  files: SetFiles,
  file: string,
  answers: Readonly<Record<string, string>> = {},
): Promise<ListedFile | undefined> {
  const answer = answers[UNITS] === "share" || answers[UNITS] === "px" ? answers[UNITS] : undefined;
  const unit = answer === "share" ? "share" : "px";
  const photos = new Map<string, OpenListed>();
  const own = createInterned();
  const problems: string[] = [];
  let columns: ReturnType<typeof columnsOf>;
  const seen = { boxes: 0, shares: 0 };
  const isIt = await files.readCsv(file, {
    header: (names) => {
      columns = columnsOf(names);
      return columns !== undefined;
    },
    row: (fields, line) => {
      if (!columns) return;
      const name = fields[columns.file] ?? "";
      if (name === "") return void problems.push(`line ${line} names no photo`);
      const size = asSize(fields[columns.width ?? -1], fields[columns.height ?? -1]);
      const photo = photos.get(name) ?? openListed([name], { unit, size });
      photos.set(name, photo);
      if (size && photo.size && (size.width !== photo.size.width || size.height !== photo.size.height))
        return void photo.problems.push(`line ${line} gives the photo another size than those before`);
      const label = own(fields[columns.label] ?? "");
      const written = columns.corners.map((index) => fields[index] ?? "");
      // a row without anything behind the name says that the photo is there
      if (label === "" && written.every((one) => one === "")) return;
      const [x1, y1, x2, y2] = written.map(asNumber);
      if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined)
        return addShape(photo, label, "has no corners that can be read", `line ${line}`);
      seen.boxes++;
      if ([x1, y1, x2, y2].every((one) => one >= 0 && one <= 1)) seen.shares++;
      addShape(photo, label, { box: { x1, y1, x2, y2 }, shape: "box" }, `line ${line}`);
    },
  });
  if (!isIt) return undefined;
  const isOpen = seen.boxes > 0 && seen.shares === seen.boxes && answer === undefined;
  return { photos: [...photos.values()], problems, ...(isOpen ? { questions: [unitsPoint] } : {}) };
}
