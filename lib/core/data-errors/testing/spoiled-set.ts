import type { Box, ClassedBox } from "../../geometry/box";
import { createRandom } from "../../metrics/random";
import type { LabelDoubtKind } from "../judge-labels";
import type { Acquaintance, JudgedPhoto } from "../judged-photo";
import type { Place } from "../places";

export interface SpoiledSet {
  readonly photos: readonly JudgedPhoto[];
  /** What was done to the labels, by photo. */
  readonly spoiled: readonly {
    readonly photo: number;
    readonly kind: LabelDoubtKind;
    readonly at: Box<"source">;
  }[];
  readonly labels: number;
}

export interface SpoilOptions {
  readonly seed: number;
  readonly photos: number;
  /** Share of the labels that each fault befalls. */
  readonly share: number;
  readonly acquaintance?: Acquaintance;
  /** A model that knows nothing: its scores have nothing to do with what is there. */
  readonly isBlind?: boolean;
}

const CLASSES = 8;
const EDGE = 400;
const CELL = 100;
const KINDS: readonly LabelDoubtKind[] = ["wrong-class", "missing-box", "empty-box", "wrong-place"];

/**
 * A set with known faults in its labels, and a detector's look at it as detectors look: now and then it misses, confuses
 * two kinds, sees what is not there, and is off by some px. Each of sixteen cells of a photo holds at most one thing.
 */
export function spoiledSet({
  seed,
  photos,
  share,
  acquaintance = "unseen",
  isBlind = false,
}: SpoilOptions): SpoiledSet {
  const random = createRandom(seed);
  const between = (low: number, high: number) => low + random() * (high - low);
  const anyClass = () => Math.floor(random() * CLASSES);
  const otherThan = (classId: number) => (classId + 1 + Math.floor(random() * (CLASSES - 1))) % CLASSES;
  const boxIn = (cell: number): Box<"source"> => {
    const [x, y] = [(cell % 4) * CELL, Math.floor(cell / 4) * CELL];
    return {
      x1: x + between(5, 20),
      y1: y + between(5, 20),
      x2: x + between(70, 90),
      y2: y + between(70, 90),
    };
  };
  const moved = ({ x1, y1, x2, y2 }: Box<"source">, by: number) => {
    const shift = () => between(-by, by);
    return { x1: x1 + shift(), y1: y1 + shift(), x2: x2 + shift(), y2: y2 + shift() };
  };
  const classesFor = (classId: number) => {
    if (isBlind) return [{ classId: anyClass(), score: between(0.35, 0.97) }];
    const score = between(0.4, 0.97);
    if (random() < 0.9)
      return [
        { classId, score },
        { classId: otherThan(classId), score: score * between(0, 0.4) },
      ];
    // taken for another kind, and less sure of it
    const taken = between(0.3, 0.65);
    return [
      { classId: otherThan(classId), score: taken },
      { classId, score: taken * between(0.2, 0.95) },
    ];
  };
  // hardly seen
  const dimmed = (classes: Place["classes"]): Place["classes"] =>
    random() < 0.05 ? classes.map(({ classId, score }) => ({ classId, score: score * 0.3 })) : classes;
  const spoiled: SpoiledSet["spoiled"][number][] = [];
  let count = 0;
  const made = Array.from({ length: photos }, (_, photo): JudgedPhoto => {
    const cells = Array.from({ length: 16 }, (_, cell) => cell).sort(() => random() - 0.5);
    const things = cells
      .slice(0, 2 + Math.floor(random() * 5))
      .map((cell) => ({ box: boxIn(cell), classId: anyClass() }));
    const places = things
      .filter(() => random() > 0.01)
      .map(({ box, classId }) => ({ box: moved(box, 4), classes: dimmed(classesFor(classId)) }));
    // sees what is not there, rarely surely
    if (random() < 0.15)
      places.push({ box: boxIn(cells[14]!), classes: [{ classId: anyClass(), score: between(0.1, 0.6) }] });
    const labels: ClassedBox[] = [];
    for (const { box, classId } of things) {
      const kind = KINDS.find((_, index) => index !== 2 && random() < share);
      const at = kind === "wrong-place" ? { ...box, x1: box.x1 + 40, x2: box.x2 + 40 } : box;
      if (kind) spoiled.push({ photo, kind, at });
      if (kind === "missing-box") continue;
      labels.push({ box: at, classId: kind === "wrong-class" ? otherThan(classId) : classId });
    }
    if (random() < share * 4) {
      const at = boxIn(cells[15]!);
      spoiled.push({ photo, kind: "empty-box", at });
      labels.push({ box: at, classId: anyClass() });
    }
    count += labels.length;
    const size = { width: EDGE, height: EDGE };
    return { size, source: "made", labels, places, acquaintance, knows: () => true };
  });
  return { photos: made, spoiled, labels: count };
}
