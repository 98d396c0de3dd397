import type { Size } from "../../geometry/box";
import { parseYoloLine } from "../yolo-line";
import type { ClassedSourceBox, ClassName, NamedBox, PhotoLabels } from "./labelled-set";

/** 1e-10 of 65 535 px is far under a hundredth of a px. */
const DIGITS = 10;

/**
 * Reads a YOLO label file: `class cx cy w h` in fractions of the photo, or a polygon, one a line. A line said twice
 * counts once.
 * @param names the set's class names by index
 */
export function readYolo(text: string, names: readonly string[], photo: Size): PhotoLabels {
  const boxes: NamedBox[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || seen.has(line)) continue;
    seen.add(line);
    const label = parseYoloLine(line);
    const name = label && names[label.classIndex];
    if (!label) problems.push(`line ${index + 1} is no label: ${line.slice(0, 60)}`);
    else if (name === undefined)
      problems.push(`line ${index + 1} names class ${label.classIndex}, which data.yaml does not`);
    else {
      const { x1, y1, x2, y2 } = label.box;
      const { width, height } = photo;
      const box = { x1: x1 * width, y1: y1 * height, x2: x2 * width, y2: y2 * height };
      boxes.push({ name, box, shape: label.shape });
    }
  }
  return { boxes, size: null, problems };
}

/** One line a box; the class id is the index. */
export function writeYolo(boxes: readonly ClassedSourceBox[], photo: Size): string {
  const { width, height } = photo;
  return boxes
    .map(({ classId, box: { x1, y1, x2, y2 } }) => {
      const parts = [(x1 + x2) / 2 / width, (y1 + y2) / 2 / height, (x2 - x1) / width, (y2 - y1) / height];
      return `${[classId, ...parts.map((part) => Number(part.toFixed(DIGITS)))].join(" ")}\n`;
    })
    .join("");
}

/** A name between quotes. Signs that some YAML readers refuse, or take for the end of a line, are written as escapes. */
function quoted(name: string): string {
  return JSON.stringify(name).replace(/[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/**
 * `data.yaml`: where the splits lie, and the names by class id. An id that no class has is named, so that the list
 * has no hole.
 * @param folders of photos, by what the trainer calls them
 */
export function writeDataYaml(
  classes: readonly ClassName[],
  folders: Readonly<Partial<Record<"train" | "val" | "test", readonly string[]>>>,
): string {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const highest = Math.max(-1, ...names.keys());
  const lines = Array.from({ length: highest + 1 }, (_, id) => {
    return `  ${id}: ${quoted(names.get(id) ?? `class-${id}`)}`;
  });
  const places = Object.entries(folders).flatMap(([split, paths]) => {
    if (!paths || paths.length === 0) return [];
    return [`${split}: ${paths.length > 1 ? `[${paths.join(", ")}]` : paths[0]}`];
  });
  return [...places, ...(lines.length > 0 ? ["names:", ...lines] : ["names: []"]), ""].join("\n");
}
