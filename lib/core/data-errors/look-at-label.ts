import { boxArea, type ClassedBox } from "../geometry/box";
import { intersectionOverUnion, SAME_PLACE_IOU } from "../geometry/iou";
import type { JudgedPhoto } from "./judged-photo";
import { PART_OF, shareInside } from "./overlap";
import type { Place } from "./places";

/** A class that a model proposes for a label, and the place where it saw it. */
export interface Rival {
  readonly classId: number;
  readonly score: number;
  /** Of all that the model says of the place, in [0, 1]. */
  readonly share: number;
  readonly place: Place;
}

/** What a model says of one label. */
export interface LabelView {
  readonly label: ClassedBox;
  /** Whether the model has the label's class; else its name cannot be judged. */
  readonly isKnown: boolean;
  /** Whether the model saw anything in the same place (IoU ≥ 0.5). */
  readonly isMet: boolean;
  /** Best score of the label's own class there, in [0, 1]: its self-confidence. */
  readonly self: number;
  /** The same as a share of all that the model says there: what adds up to 1 over the classes. */
  readonly selfShare: number;
  /** The surest class but its own, of those that no other label there has. */
  readonly rival: Rival | undefined;
  /** Best score of anything that touches the label, in [0, 1]. */
  readonly presence: number;
  /** The place of its own class that overlaps it most, when that is this label's and no other's; not where it is a heap. */
  readonly nearest: { readonly place: Place; readonly score: number; readonly overlap: number } | undefined;
  /** Of the photo: 0 tiny to 3 large. */
  readonly sizeBand: number;
}

const TOUCHES = 0.1;
const BAND_EDGES = [0.002, 0.01, 0.05];

const scoreOf = ({ classes }: Place, classId: number) =>
  classes.find((one) => one.classId === classId)?.score ?? 0;

/** Compares every label of a photo with what the model saw. In the labels' order. */
export function viewLabels(photo: JudgedPhoto): LabelView[] {
  const { labels, places } = photo;
  const overlaps = labels.map(({ box }) => places.map((place) => intersectionOverUnion(box, place.box)));
  return labels.map((label, index) => {
    const own = overlaps[index]!;
    const inside = places.map((place) => shareInside(place.box, label.box) >= PART_OF);
    const around = places.map((place) => shareInside(label.box, place.box) >= PART_OF);
    const at = places.filter((_, place) => own[place]! >= SAME_PLACE_IOU);
    const parts = places.filter((_, place) => inside[place]!);
    const touching = places.filter((_, place) => own[place]! >= TOUCHES || inside[place] || around[place]);
    const self = Math.max(0, ...[...at, ...parts].map((place) => scoreOf(place, label.classId)));
    const all = totalOf(at, label.classId) + self;
    return {
      label,
      isKnown: photo.knows(label.classId),
      isMet: at.length > 0,
      self,
      selfShare: all === 0 ? 0 : self / all,
      rival: rivalOf(photo, index, { at, all }),
      presence: Math.max(0, ...touching.map(({ classes }) => classes[0]!.score)),
      nearest: nearestOf(photo, index, overlaps),
      sizeBand: BAND_EDGES.filter((edge) => relativeArea(label, photo) >= edge).length,
    };
  });
}

const relativeArea = ({ box }: ClassedBox, { size }: JudgedPhoto) =>
  boxArea(box) / (size.width * size.height);

/** The best scores of all classes at some places, but for the label's own. */
function totalOf(places: readonly Place[], ownClass: number): number {
  const best = new Map<number, number>();
  for (const { classId, score } of places.flatMap(({ classes }) => classes))
    if (classId !== ownClass) best.set(classId, Math.max(score, best.get(classId) ?? 0));
  return [...best.values()].reduce((sum, score) => sum + score, 0);
}

/** Two labels may lie on one place, a dish and its egg: what the other is called is no doubt about this one. */
function rivalOf(
  { labels, knows }: JudgedPhoto,
  index: number,
  { at, all }: { readonly at: readonly Place[]; readonly all: number },
): Rival | undefined {
  const { box, classId: ownClass } = labels[index]!;
  const others = labels.filter(
    (other, place) => place !== index && intersectionOverUnion(other.box, box) >= SAME_PLACE_IOU / 2,
  );
  const taken = new Set([ownClass, ...others.map(({ classId }) => classId)]);
  const rivals = at.flatMap((place) =>
    place.classes
      .filter(({ classId }) => !taken.has(classId) && knows(classId))
      .map((one) => ({ ...one, share: one.score / all, place })),
  );
  return rivals.sort((a, b) => b.score - a.score)[0];
}

function nearestOf(
  { labels, places }: JudgedPhoto,
  index: number,
  overlaps: readonly (readonly number[])[],
): LabelView["nearest"] {
  const { classId, box } = labels[index]!;
  const isOwn = (place: number) =>
    labels.every(
      (other, at) =>
        at === index || other.classId !== classId || overlaps[at]![place]! < overlaps[index]![place]!,
    );
  const found = places
    .map((place, at) => ({ place, at, score: scoreOf(place, classId), overlap: overlaps[index]![at]! }))
    .filter(({ at, score, overlap }) => score > 0 && overlap > 0 && isOwn(at));
  // a heap with one box: its single things are in it, not beside it
  const strong = found.filter(({ place, score }) => score >= 0.1 && shareInside(place.box, box) >= PART_OF);
  if (strong.length > 1 && strong.every(({ overlap }) => overlap < SAME_PLACE_IOU)) return undefined;
  const [best] = found.sort((a, b) => b.overlap * b.score - a.overlap * a.score);
  return best && { place: best.place, score: best.score, overlap: best.overlap };
}
