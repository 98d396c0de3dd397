import { readFile } from "node:fs/promises";
import path from "node:path";
import { matchClassNames } from "@/lib/core/datasets/match-class-names";
import { filterCandidates } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { intersectionOverUnion } from "@/lib/core/geometry/iou";
import type { BoxLook } from "@/lib/core/named-boxes/named-box";
import { openYoloSplit } from "@/server/datasets/service";
import { detectPixels } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import type { ResolvedModel } from "@/server/models/service";

/** A box as a page shows it, and what the labels say it is. */
export interface SeenBox extends BoxLook {
  readonly photo: string;
  /** Null: no label lies there. */
  readonly truth: number | null;
}

/** A box and a label overlap at least this much to be of one thing. */
const SAME_THING_IOU = 0.5;

/** Every box a page would show of a split's photos. Labels of classes the model does not have are none. */
export async function lookAtBoxes(folder: string, split: string, model: ResolvedModel): Promise<SeenBox[]> {
  const opened = await openYoloSplit(path.resolve(folder), split);
  const { idByIndex } = matchClassNames(opened.classNames, model.manifest.classes, opened.otherNames);
  const boxes: SeenBox[] = [];
  for (const photo of opened.photos) {
    const { rgba, width, height } = await decodePhoto(await readFile(photo));
    const free = new Set(await opened.readLabels(photo, { width, height }));
    const { candidates, features } = await detectPixels(rgba, { width, height }, { model });
    for (const shown of foldAlternatives(filterCandidates(candidates, DEFAULT_FILTER))) {
      const [near] = [...free]
        .map((label) => ({ label, iou: intersectionOverUnion(label.box, shown.box) }))
        .sort((a, b) => b.iou - a.iou);
      const label = near && near.iou >= SAME_THING_IOU ? near.label : undefined;
      if (label) free.delete(label);
      const { classId, score, alternatives = [] } = shown;
      boxes.push({
        photo: path.basename(photo),
        truth: label ? (idByIndex[label.classIndex] ?? null) : null,
        modelId: model.id,
        photoFeatures: Array.from(features),
        scores: [{ classId, score }, ...alternatives],
      });
    }
  }
  return boxes;
}
