import type { Size } from "../../../geometry/box";
import type { ClassedSourceBox, ClassName, LineFault, NamedBox, PhotoLabels } from "../labelled-set";
import { createYoloCensus } from "./yolo-census";
import { boxOfRow, parseYoloRow } from "./yolo-row";
import { decideRows, type RowRules } from "./yolo-rules";

/** 1e-10 of 65 535 px is far under a hundredth of a px. */
const DIGITS = 10;

/** What the labels of a set have in common. */
export interface YoloLabelling {
  /** Class names by index; "" for one without. */
  readonly names: readonly string[];
  /** The file they are from, for reports. */
  readonly classFile: string;
  readonly rules: RowRules;
}

/** A labelling for rows that stand alone: they are read by their own lengths. @throws RangeError when these do not tell */
export function labellingOf(names: readonly string[], text: string): YoloLabelling {
  const census = createYoloCensus();
  census.add("", text);
  const decision = decideRows(census);
  if ("question" in decision) throw new RangeError("these rows can be read in two ways");
  return { names, classFile: "data.yaml", rules: decision.rules };
}

/**
 * Reads a YOLO label file, in fractions of the photo. What its rows are has been decided over the whole set. A line said
 * twice counts once.
 */
export function readYolo(text: string, { names, classFile, rules }: YoloLabelling, photo: Size): PhotoLabels {
  const boxes: NamedBox[] = [];
  const problems: string[] = [];
  const faults: LineFault[] = [];
  const rows = { keypoints: 0, scores: 0, repeated: [] as number[] };
  const seen = new Set<string>();
  for (const [index, raw] of text.split(/\r\n?|\n/).entries()) {
    const content = raw.trim();
    const line = index + 1;
    if (content === "") continue;
    if (seen.has(content)) {
      rows.repeated.push(line);
      continue;
    }
    seen.add(content);
    const fault = (words: string, code: LineFault["code"], facts: LineFault["facts"]) => {
      problems.push(`line ${line} ${words}`);
      faults.push({ line, code, facts });
    };
    const row = parseYoloRow(content);
    const reading = row && rules.readingOf(row.values.length);
    const name = row && names[row.classIndex];
    if (!row) fault(`is no label: ${content.slice(0, 60)}`, "label-syntax", { text: content.slice(0, 80) });
    else if (!reading) {
      const why = rules.expected ? `, and ${rules.expected}` : "";
      const words = `has ${row.values.length} numbers behind its class${why}`;
      fault(words, "label-syntax", { text: words });
    } else if (!name) {
      const words = name === undefined ? `which ${classFile} does not` : `which has no name in ${classFile}`;
      fault(`names class ${row.classIndex}, ${words}`, "label-class-unknown", { class: row.classIndex });
    } else {
      const { x1, y1, x2, y2 } = boxOfRow(row, reading);
      const { width, height } = photo;
      const box = { x1: x1 * width, y1: y1 * height, x2: x2 * width, y2: y2 * height };
      boxes.push({ name, box, shape: reading.box === "first" ? "box" : "polygon", line });
      if (reading.means === "keypoints") rows.keypoints++;
      if (reading.behind > 0) rows.scores++;
    }
  }
  return { boxes, size: null, problems, faults, rows };
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
