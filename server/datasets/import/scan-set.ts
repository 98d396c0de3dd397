import type { ImportProblem } from "@/lib/contracts/dataset-import";
import { isAppError } from "@/lib/core/errors";
import { inParallel, type ParallelOptions } from "../in-parallel";
import type { LabelledSet } from "./labelled-set";

export interface LabelScan {
  /** Class names that some box has, in alphabetical order. */
  readonly names: readonly string[];
  readonly classes: ReadonlyMap<string, { readonly boxes: number; readonly photos: number }>;
  readonly boxes: number;
  readonly polygons: number;
  readonly crowds: number;
  readonly unlabelled: number;
  readonly splits: {
    readonly train: number;
    readonly val: number;
    readonly test: number;
    readonly none: number;
  };
  readonly problems: readonly ImportProblem[];
}

/** A dummy size, used when only names are needed. */
const ANY_SIZE = { width: 1, height: 1 };

/** Reads every label of a set, and no photo. @throws AppError detection/cancelled, storage/… */
export async function scanLabels(set: LabelledSet, options: ParallelOptions = {}): Promise<LabelScan> {
  const classes = new Map<string, { boxes: number; photos: number }>();
  const problems: ImportProblem[] = [];
  const splits = { train: 0, val: 0, test: 0, none: 0 };
  let [boxes, polygons, crowds, unlabelled] = [0, 0, 0, 0];
  await inParallel(
    set.photos,
    async (photo) => {
      splits[photo.split ?? "none"]++;
      // labels cannot be checked before it is known how to read them
      if (set.question) return;
      const labels = await set.readLabels(photo, ANY_SIZE).catch((error: unknown) => {
        if (!isAppError(error)) throw error;
        problems.push({ path: photo.path, reason: String(error.facts.reason ?? error.code) });
        return null;
      });
      if (!labels) {
        unlabelled++;
        return;
      }
      problems.push(...labels.problems.map((reason) => ({ path: photo.path, reason })));
      boxes += labels.boxes.length;
      crowds += labels.crowds ?? 0;
      polygons += labels.boxes.filter(({ shape }) => shape === "polygon").length;
      for (const { name } of labels.boxes) {
        const one = classes.get(name) ?? { boxes: 0, photos: 0 };
        classes.set(name, { boxes: one.boxes + 1, photos: one.photos });
      }
      for (const name of new Set(labels.boxes.map((box) => box.name))) {
        const one = classes.get(name);
        if (one) classes.set(name, { ...one, photos: one.photos + 1 });
      }
    },
    options,
  );
  const names = [...classes.keys()].toSorted((a, b) => a.localeCompare(b));
  return { names, classes, boxes, polygons, crowds, unlabelled, splits, problems };
}
