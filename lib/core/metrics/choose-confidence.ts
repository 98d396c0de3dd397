import { filterCandidates, namedOnly } from "../detection/filter";
import { DEFAULT_FILTER } from "../detection/types";
import type { IsLeaf } from "./fit-naming";
import { isNamed, judgeable, kindOfSet, type LookedPhoto, type LookedSet, truthUnder } from "./looked-photo";
import type { NamedTruth, RealSetKind } from "./real-life";

/** What a default threshold shows a cook. */
export interface ConfidenceFigures {
  readonly confidence: number;
  /** Named foods, and those that the photo's labels name. */
  readonly shown: number;
  readonly right: number;
  /** Labelled foods, and those found under their own name. */
  readonly foods: number;
  readonly found: number;
  /** Photos without food, and those that show anything, named or not. */
  readonly noFood: number;
  readonly noFoodShown: number;
}

export interface ChosenConfidence {
  readonly costOfWrong: number;
  readonly chosen: ConfidenceFigures;
  /** The same with the threshold of a page without figures. */
  readonly usual: ConfidenceFigures;
}

/** A wrong food costs as much as this many missed ones: it leads to a wrong recipe, and must be noticed to be mended. */
export const COST_OF_WRONG = 2;
/** A threshold may lose this part of the foods that the usual one finds: a name too doubtful to say has gone already. */
const LOSS = 0.02;
/** Of the photos without food no more than this part should show anything; for that, more may be lost. */
const NOISE = 0.1;
const LOSS_FOR_QUIET = 0.1;
const LOWEST = 0.15;
const HIGHEST = 0.5;

type Counted = Omit<ConfidenceFigures, "confidence">;

interface Measured {
  readonly cost: number;
  readonly figures: ConfidenceFigures;
}

interface CountOptions {
  readonly kind: RealSetKind;
  readonly isLeaf: IsLeaf;
  readonly confidence: number;
}

function countPhoto(photo: LookedPhoto, { kind, isLeaf, confidence }: CountOptions): Counted {
  const all = filterCandidates(photo.candidates, { ...DEFAULT_FILTER, confidence });
  const detections = namedOnly(all);
  const named = judgeable(
    kind,
    detections.filter(({ classId }) => !isLeaf(classId)),
  );
  const found = new Set<NamedTruth>();
  for (const one of named) {
    const truth = truthUnder(photo, one, kind);
    if (truth?.classId === one.classId) found.add(truth);
  }
  return {
    shown: named.length,
    // a copy in a heap that nobody boxed is no wrong food
    right: named.filter(({ classId }) => isNamed(photo, classId)).length,
    foods: photo.truths.length,
    found: found.size,
    noFood: kind === "no food" ? 1 : 0,
    noFoodShown: kind === "no food" && all.length > 0 ? 1 : 0,
  };
}

const sum = (counts: readonly Counted[]): Counted => ({
  shown: counts.reduce((total, { shown }) => total + shown, 0),
  right: counts.reduce((total, { right }) => total + right, 0),
  foods: counts.reduce((total, { foods }) => total + foods, 0),
  found: counts.reduce((total, { found }) => total + found, 0),
  noFood: counts.reduce((total, { noFood }) => total + noFood, 0),
  noFoodShown: counts.reduce((total, { noFoodShown }) => total + noFoodShown, 0),
});

const cheapest = ([first, ...others]: readonly Measured[]): Measured | undefined =>
  first && others.reduce((least, one) => (one.cost < least.cost ? one : least), first);

/**
 * The default threshold that costs a cook least, among those that are quiet on photos without food and find nearly all that the usual one finds; a quiet one
 * may find somewhat less where none does both. A set counts with the root of its photos; inside a set each photo counts the same, however many foods it shows.
 * @param sets as a page sees them: their candidates read by the model version's rules
 */
export function chooseConfidence(sets: readonly LookedSet[], isLeaf: IsLeaf): ChosenConfidence {
  const isOfLeaves = ({ truths }: LookedPhoto) =>
    truths.some(({ classId }) => classId !== undefined && isLeaf(classId));
  const asked = sets
    .map((set) => ({ kind: kindOfSet(set), photos: set.photos.filter((photo) => !isOfLeaves(photo)) }))
    .filter(({ photos }) => photos.length > 0);
  const at = (confidence: number): Measured => {
    const bySet = asked.map(({ kind, photos }) =>
      photos.map((photo) => countPhoto(photo, { kind, isLeaf, confidence })),
    );
    const costOf = ({ shown, right, foods, found }: Counted) =>
      (COST_OF_WRONG * (shown - right) + (foods - found)) / Math.max(1, foods);
    const cost = bySet.reduce(
      (total, counts) =>
        total +
        (counts.reduce((all, one) => all + costOf(one), 0) / counts.length) * Math.sqrt(counts.length),
      0,
    );
    return { cost, figures: { confidence, ...sum(bySet.flat()) } };
  };
  const steps = Array.from({ length: Math.round((HIGHEST - LOWEST) * 100) + 1 }, (_, index) =>
    Number((LOWEST + index / 100).toFixed(2)),
  );
  const usual = at(DEFAULT_FILTER.confidence);
  const all = steps.map(at);
  const quiet = all.filter(({ figures }) => figures.noFoodShown <= NOISE * figures.noFood);
  const finding = (some: readonly Measured[], loss: number) =>
    some.filter(({ figures }) => figures.found >= (1 - loss) * usual.figures.found);
  const best =
    cheapest(finding(quiet, LOSS)) ??
    // no more is given up than quiet costs
    finding(quiet, LOSS_FOR_QUIET)[0] ??
    cheapest(finding(all, LOSS)) ??
    usual;
  return { costOfWrong: COST_OF_WRONG, chosen: best.figures, usual: usual.figures };
}
