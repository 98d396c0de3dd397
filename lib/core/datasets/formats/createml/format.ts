import { type FormatLayout, type LayoutPlan, NO_SPLIT } from "../label-format";
import { rounded } from "../labelled-set";
import { type ListedContext, listedFormat } from "../listed-set";
import { isInside, sampleSizes } from "../photo-sizes";
import { MAX_SET_FILE_BYTES } from "../set-files";
import {
  type Coordinates,
  type CreateMlPhoto,
  type Evidence,
  fromCentre,
  fromCorner,
  isCreateMl,
  listCreateMl,
  readCreateMl,
} from "./read-createml";

/** How many boxes of a few photos lie inside them, read in either way. */
async function gatherEvidence(
  photos: readonly CreateMlPhoto[],
  file: string,
  { files, find }: ListedContext,
): Promise<Evidence> {
  const found = new Map<string, Coordinates[]>();
  for (const { image, annotations } of photos) {
    const path = find(image, file);
    if (path) found.set(path, [...(found.get(path) ?? []), ...annotations.flatMap(({ at }) => at ?? [])]);
  }
  const sizes = await sampleSizes(files, [...found.keys()]);
  const count = (boxOf: typeof fromCentre) => {
    const fits = [...sizes].flatMap(([path, size]) =>
      (found.get(path) ?? []).map((at) => isInside(boxOf(at), size)),
    );
    return { inside: fits.filter(Boolean).length, outside: fits.filter((one) => !one).length };
  };
  return { centre: count(fromCentre), corner: count(fromCorner) };
}

/** 1e-4 px. */
const DIGITS = 4;

/** A folder a split with `_annotations.createml.json` in it, as Roboflow lays CreateML out. */
function layout({ nameOf }: LayoutPlan): FormatLayout {
  const entries = new Map<string, string[]>();
  return {
    place: ({ sha256, ending, split, boxes }) => {
      const folder = split ?? NO_SPLIT;
      const image = `${sha256}.${ending}`;
      const at = (value: number) => rounded(value, DIGITS);
      const annotations = boxes.map(({ classId, box: { x1, y1, x2, y2 } }) => ({
        label: nameOf(classId),
        coordinates: { x: at((x1 + x2) / 2), y: at((y1 + y2) / 2), width: at(x2 - x1), height: at(y2 - y1) },
      }));
      const all = entries.get(folder) ?? [];
      entries.set(folder, all);
      // LabelImg's mark of a photo that somebody looked at, also where nothing is in it
      all.push(JSON.stringify({ image, verified: true, annotations }));
      return { photo: `${folder}/${image}`, files: [] };
    },
    finish: () =>
      [...entries].map(([folder, all]) => ({
        path: `${folder}/_annotations.createml.json`,
        text: `[\n${all.join(",\n")}\n]\n`,
      })),
  };
}

export const format = listedFormat({
  called: "CreateML's JSON",
  ending: /\.json$/i,
  read: async (path, context) => {
    const json = await context.files.readJson(path, MAX_SET_FILE_BYTES);
    if (!isCreateMl(json)) return undefined;
    const photos = listCreateMl(json);
    return readCreateMl(photos, await gatherEvidence(photos, path, context), context.answers);
  },
  layouts: { createml: layout },
});
