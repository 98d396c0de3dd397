import { type FormatLayout, type LayoutPlan, NO_SPLIT } from "../label-format";
import { rounded } from "../labelled-set";
import { xmlText } from "../xml-text";
import { WRITTEN_BY } from "./read-cvat";

/** 1e-4 px. */
const DIGITS = 4;

function head(labels: readonly string[]): string {
  const lines = labels.map((name) => `        <label><name>${xmlText(name)}</name><attributes/></label>`);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<annotations>",
    "  <version>1.1</version>",
    "  <meta>",
    "    <task>",
    "      <labels>",
    ...lines,
    "      </labels>",
    `      <source>${WRITTEN_BY}</source>`,
    "    </task>",
    "  </meta>",
    "",
  ].join("\n");
}

/** `images/<split>` and one annotations.xml, as CVAT exports a task with its images. */
export function cvatLayout({ classes, nameOf }: LayoutPlan): FormatLayout {
  const images: string[] = [];
  const used = new Set(classes.map(({ name }) => name));
  return {
    place: ({ sha256, ending, split, width, height, boxes }) => {
      const name = `${split ?? NO_SPLIT}/${sha256}.${ending}`;
      const at = (value: number) => rounded(value, DIGITS);
      const shapes = boxes.map(({ classId, box }) => {
        const label = nameOf(classId);
        used.add(label);
        const corners = `xtl="${at(box.x1)}" ytl="${at(box.y1)}" xbr="${at(box.x2)}" ybr="${at(box.y2)}"`;
        return `    <box label="${xmlText(label)}" source="manual" occluded="0" ${corners} z_order="0"/>\n`;
      });
      const about = `id="${images.length}" name="${name}" width="${width}" height="${height}"`;
      images.push(`  <image ${about}>\n${shapes.join("")}  </image>\n`);
      return { photo: `images/${name}`, files: [] };
    },
    finish: () => [{ path: "annotations.xml", text: `${head([...used])}${images.join("")}</annotations>\n` }],
  };
}
