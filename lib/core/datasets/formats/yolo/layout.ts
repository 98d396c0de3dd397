import { type FormatLayout, type LayoutPlan, NO_SPLIT } from "../label-format";
import { writeDataYaml, writeYolo } from "./yolo";

/** `images/<split>`, `labels/<split>` and a data.yaml that says where they lie. */
export function yoloLayout({ classes }: LayoutPlan): FormatLayout {
  const folders = new Set<string>();
  const highest = { id: -1 };
  return {
    place: (photo) => {
      const folder = photo.split ?? NO_SPLIT;
      folders.add(folder);
      for (const { classId } of photo.boxes) highest.id = Math.max(highest.id, classId);
      return {
        photo: `images/${folder}/${photo.sha256}.${photo.ending}`,
        files: [{ path: `labels/${folder}/${photo.sha256}.txt`, text: writeYolo(photo.boxes, photo) }],
      };
    },
    finish: () => {
      const has = (split: string) => (folders.has(split) ? [`images/${split}`] : []);
      // trainers ask for both; photos of no split are trained on
      const train = [...has("train"), ...has(NO_SPLIT)];
      const val = has("val").length > 0 ? has("val") : [...has("test"), ...train].slice(0, 1);
      const places = { train: train.length > 0 ? train : [...val].slice(0, 1), val, test: has("test") };
      const known = new Set(classes.map(({ id }) => id));
      const extra =
        known.has(highest.id) || highest.id < 0 ? [] : [{ id: highest.id, name: `class-${highest.id}` }];
      return [{ path: "data.yaml", text: writeDataYaml([...classes, ...extra], places) }];
    },
  };
}
