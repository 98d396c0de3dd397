import { type FormatLayout, type LayoutPlan, NO_SPLIT } from "../label-format";
import { rounded } from "../labelled-set";
import { listedFormat } from "../listed-set";
import { readTensorflowCsv } from "./read-tensorflow-csv";

/** 1e-4 px. */
const DIGITS = 4;

const cell = (text: string) => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A folder a split with `_annotations.csv` in it, as Roboflow lays it out. */
function layout({ nameOf }: LayoutPlan): FormatLayout {
  const rows = new Map<string, string[]>();
  return {
    place: ({ sha256, ending, split, width, height, boxes }) => {
      const folder = split ?? NO_SPLIT;
      const image = `${sha256}.${ending}`;
      const all = rows.get(folder) ?? [];
      rows.set(folder, all);
      for (const { classId, box } of boxes) {
        const corners = [box.x1, box.y1, box.x2, box.y2].map((edge) => rounded(edge, DIGITS));
        all.push([image, width, height, cell(nameOf(classId)), ...corners].join(","));
      }
      return { photo: `${folder}/${image}`, files: [] };
    },
    finish: () =>
      [...rows].map(([folder, all]) => ({
        path: `${folder}/_annotations.csv`,
        text: `${["filename,width,height,class,xmin,ymin,xmax,ymax", ...all].join("\n")}\n`,
      })),
  };
}

export const format = listedFormat({
  called: "a CSV with filename, class and corners",
  ending: /\.csv$/i,
  read: (path, { files, answers }) => readTensorflowCsv(files, path, answers),
  layouts: { "tensorflow-csv": layout },
});
