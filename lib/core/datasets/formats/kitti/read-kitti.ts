import { asNumber, type LineFault, type NamedBox, type PhotoLabels } from "../labelled-set";

/** Kind, then 14 numbers: truncated, occluded, alpha, the box, the size and place in space, and a turn. */
const COLUMNS = 15;
const BOX_AT = 4;

interface KittiRow {
  readonly kind: string;
  readonly numbers: readonly number[];
}

/** @returns undefined for a line that is none of KITTI's */
export function parseKittiRow(line: string): KittiRow | undefined {
  const [kind = "", ...columns] = line.trim().split(/\s+/);
  const isLong = columns.length + 1 === COLUMNS || columns.length === COLUMNS;
  if (!isLong || asNumber(kind) !== undefined) return undefined;
  const numbers = columns.map(asNumber);
  return numbers.every((one) => one !== undefined) ? { kind, numbers } : undefined;
}

/** Reads a file of KITTI's; corners are px counted from 0. */
export function readKitti(text: string): PhotoLabels {
  const boxes: NamedBox[] = [];
  const problems: string[] = [];
  const faults: LineFault[] = [];
  let [crowds, scores] = [0, 0];
  for (const [index, raw] of text.split(/\r\n?|\n/).entries()) {
    if (raw.trim() === "") continue;
    const line = index + 1;
    const row = parseKittiRow(raw);
    if (!row) {
      problems.push(`line ${line} is no label: ${raw.trim().slice(0, 60)}`);
      faults.push({ line, code: "label-syntax", facts: { text: raw.trim().slice(0, 80) } });
      continue;
    }
    if (row.kind.toLowerCase() === "dontcare") {
      crowds++;
      continue;
    }
    if (row.numbers.length === COLUMNS) scores++;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = row.numbers.slice(BOX_AT - 1);
    boxes.push({ name: row.kind, box: { x1, y1, x2, y2 }, shape: "box", line });
  }
  const rows = { keypoints: 0, scores, repeated: [] };
  return { boxes, size: null, problems, faults, rows, ...(crowds > 0 ? { crowds } : {}) };
}
