import type { FeatureSpread } from "@/lib/core/metrics/feature-spread";
import type { NamedBox } from "@/lib/core/named-boxes/named-box";
import { proposeName } from "@/lib/core/named-boxes/propose-name";
import type { SeenBox } from "./look-at-boxes";

export interface Replayed {
  /** Boxes the model names wrongly, and of those: rightly proposed, the same after a box of that very photo, wrongly proposed. */
  readonly wrong: number;
  readonly saved: number;
  readonly savedOnPhoto: number;
  readonly stillWrong: number;
  /** Boxes the model names rightly, and those another name was proposed for. */
  readonly right: number;
  readonly spoiled: number;
  /** Boxes without a label that a name was proposed for. */
  readonly unlabelled: number;
}

export interface ReplayOptions {
  /** No more boxes of a class are remembered. */
  readonly perClass: number;
  /** Of the photos' order. */
  readonly seed: number;
}

/**
 * A person who opens photo after photo and changes every wrong name. A wrong name counts as saved when its right one was
 * proposed before the person came to it; a right one as spoiled when another was proposed once the photo was done.
 */
export function replayNames(
  boxes: readonly SeenBox[],
  spread: FeatureSpread,
  { perClass, seed }: ReplayOptions,
): Replayed {
  const count = { wrong: 0, saved: 0, savedOnPhoto: 0, stillWrong: 0, right: 0, spoiled: 0, unlabelled: 0 };
  const named: (NamedBox & { readonly photo: string })[] = [];
  const propose = (box: SeenBox) => proposeName(box, named, spread);
  for (const own of inOrder(boxes, seed)) {
    for (const box of own) {
      const said = box.scores[0]?.classId;
      if (box.truth === null || said === box.truth) continue;
      const { truth: classId, photo } = box;
      const proposed = propose(box);
      count.wrong += 1;
      if (proposed?.classId === classId) {
        count.saved += 1;
        const before = named.filter((one) => one.photo !== photo);
        if (proposeName(box, before, spread)?.classId !== classId) count.savedOnPhoto += 1;
      } else if (proposed) count.stillWrong += 1;
      if (named.filter((one) => one.classId === classId).length < perClass)
        named.push({ ...box, id: String(named.length), classId, namedAt: named.length });
    }
    for (const box of own) {
      const isRight = box.truth !== null && box.scores[0]?.classId === box.truth;
      if (isRight) count.right += 1;
      if (isRight && propose(box)) count.spoiled += 1;
      if (box.truth === null && propose(box)) count.unlabelled += 1;
    }
  }
  return count;
}

/** The boxes photo by photo, the photos in an order that a seed decides. */
function inOrder(boxes: readonly SeenBox[], seed: number): SeenBox[][] {
  const byPhoto = new Map<string, SeenBox[]>();
  for (const box of boxes) byPhoto.set(box.photo, [...(byPhoto.get(box.photo) ?? []), box]);
  const photos = [...byPhoto.keys()].sort();
  // Fisher and Yates with a small linear generator: the same order on every machine
  let state = seed;
  for (let last = photos.length - 1; last > 0; last--) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const at = Math.floor((state / 2 ** 31) * (last + 1));
    [photos[last], photos[at]] = [photos[at]!, photos[last]!];
  }
  return photos.map((photo) => byPhoto.get(photo)!);
}
