import { type FormatLayout, type LayoutPlan, NO_SPLIT } from "../label-format";
import { rounded } from "../labelled-set";
import { xmlText } from "../xml-text";

/** 1e-6 percent: a hundredth of a px in a photo of any size. */
const DIGITS = 6;

function labelConfig(names: readonly string[]): string {
  const labels = names.map((name) => `    <Label value="${xmlText(name)}"/>\n`).join("");
  const tool = `  <RectangleLabels name="label" toName="image">\n${labels}  </RectangleLabels>\n`;
  return `<View>\n  <Image name="image" value="$image"/>\n${tool}</View>\n`;
}

/** Photos in `images/<split>`, one tasks.json, and the labelling setup that the tasks were made for. */
export function labelStudioLayout({ classes, nameOf }: LayoutPlan): FormatLayout {
  const tasks: string[] = [];
  const names = new Set(classes.map(({ name }) => name));
  return {
    place: ({ sha256, ending, split, width, height, boxes }) => {
      const photo = `images/${split ?? NO_SPLIT}/${sha256}.${ending}`;
      const id = tasks.length + 1;
      const percent = (value: number, whole: number) => rounded((value / whole) * 100, DIGITS);
      const result = boxes.map(({ classId, box }, index) => {
        names.add(nameOf(classId));
        const value = {
          x: percent(box.x1, width),
          y: percent(box.y1, height),
          width: percent(box.x2 - box.x1, width),
          height: percent(box.y2 - box.y1, height),
          rotation: 0,
          rectanglelabels: [nameOf(classId)],
        };
        return {
          id: `box-${index + 1}`,
          type: "rectanglelabels",
          from_name: "label",
          to_name: "image",
          original_width: width,
          original_height: height,
          image_rotation: 0,
          value,
        };
      });
      const annotation = { id, was_cancelled: false, ground_truth: false, result };
      const image = `/data/local-files/?d=${photo}`;
      tasks.push(JSON.stringify({ id, data: { image }, annotations: [annotation], predictions: [] }));
      return { photo, files: [] };
    },
    finish: () => [
      { path: "tasks.json", text: `[\n${tasks.join(",\n")}\n]\n` },
      { path: "label-config.xml", text: labelConfig([...names]) },
    ],
  };
}
