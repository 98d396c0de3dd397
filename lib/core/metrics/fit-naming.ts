import { filterCandidates } from "../detection/filter";
import { sigmoid } from "../detection/logit";
import { companyOf, evidenceRow, type NameWeights } from "../detection/name-likelihood";
import { type Candidates, DEFAULT_FILTER, type Detection, SCORE_FLOOR } from "../detection/types";
import { reliability } from "./calibration";
import { dot, fitLogistic } from "./fit-logistic";
import {
  hideClasses,
  isNamed,
  judgeable,
  kindOfSet,
  type LookedPhoto,
  type LookedSet,
  truthUnder,
} from "./looked-photo";
import type { NamedTruth } from "./real-life";

export type IsLeaf = (classId: number) => boolean;

/** A food's box, and what is true of it. */
export interface JudgedName {
  readonly set: string;
  readonly photo: LookedPhoto;
  readonly x: readonly number[];
  readonly score: number;
  /** The photo's labels name its class. */
  readonly isRight: boolean;
  /** The labelled thing it lies on. */
  readonly truth: NamedTruth | undefined;
}

/** A judged box with how likely its name is, by a rule that did not see its set. */
export interface ToldName extends JudgedName {
  readonly likelihood: number;
}

/** Lowest score of a box that the rule is fitted to. */
export const NAMES_FLOOR = 0.2;

/** The foods shown of some candidates, from a score on, as evidence. */
export function namesOn(
  set: LookedSet,
  photo: LookedPhoto,
  { candidates, isLeaf }: { readonly candidates: Candidates; readonly isLeaf: IsLeaf },
): JudgedName[] {
  const kind = kindOfSet(set);
  const company = companyOf(candidates, isLeaf);
  const foods = filterCandidates(candidates, { ...DEFAULT_FILTER, confidence: NAMES_FLOOR }).filter(
    ({ classId }) => !isLeaf(classId),
  );
  return judgeable(kind, foods).map((one: Detection) => ({
    set: set.set,
    photo,
    x: evidenceRow({ score: one.score, second: one.alternatives?.[0]?.score ?? SCORE_FLOOR, company }),
    score: one.score,
    isRight: isNamed(photo, one.classId),
    truth: truthUnder(photo, one, kind),
  }));
}

/** Every set's names, by set. Photos of leaves alone are left out: a food on them is the scene's affair. */
export function judgeNames(sets: readonly LookedSet[], isLeaf: IsLeaf): Map<string, JudgedName[]> {
  const isLeavesAlone = ({ truths }: LookedPhoto) =>
    truths.length > 0 && truths.every(({ classId }) => classId !== undefined && isLeaf(classId));
  return new Map(
    sets.map((set) => [
      set.set,
      set.photos
        .filter((photo) => !isLeavesAlone(photo))
        .flatMap((photo) => namesOn(set, photo, { candidates: photo.candidates, isLeaf })),
    ]),
  );
}

/**
 * Fits the rule. A set counts with the root of its boxes, so that neither one large set nor many small ones decide alone.
 * @throws RangeError without a box
 */
export function fitRule(names: ReadonlyMap<string, readonly JudgedName[]>, without?: string): NameWeights {
  const observations = [...names].flatMap(([set, boxes]) =>
    set === without
      ? []
      : boxes.map(({ x, isRight }) => ({ x, isRight, weight: 1 / Math.sqrt(boxes.length) })),
  );
  const [offset = 0, score = 0, lead = 0, company = 0] = fitLogistic(observations);
  const round = (value: number) => Number(value.toFixed(4));
  return { offset: round(offset), score: round(score), lead: round(lead), company: round(company) };
}

export const likelihoodOf = (x: readonly number[], rule: NameWeights): number =>
  sigmoid(dot([rule.offset, rule.score, rule.lead, rule.company], x));

/** Each set's names, told by the rule that all the other sets make. */
export function toldByOthers(names: ReadonlyMap<string, readonly JudgedName[]>): ToldName[] {
  return [...names].flatMap(([set, boxes]) => {
    if (boxes.length === 0) return [];
    const rule = fitRule(names, set);
    return boxes.map((one) => ({ ...one, likelihood: likelihoodOf(one.x, rule) }));
  });
}

/** How many parts the foods are hidden in, one part at a time. */
const PARTS = 10;

/**
 * Names that land on foods of classes the model is made to forget, told by the rule of the other sets; and how many such foods
 * there are.
 */
export function namesOnHidden(
  sets: readonly LookedSet[],
  names: ReadonlyMap<string, readonly JudgedName[]>,
  { isLeaf, classIds }: { readonly isLeaf: IsLeaf; readonly classIds: readonly number[] },
): { readonly foods: number; readonly told: ToldName[] } {
  const foods = classIds.filter((id) => !isLeaf(id));
  let count = 0;
  const told: ToldName[] = [];
  for (const set of sets) {
    if (!names.get(set.set)?.length) continue;
    const rule = fitRule(names, set.set);
    for (let part = 0; part < PARTS; part++) {
      const hidden = new Set(foods.filter((_, index) => index % PARTS === part));
      for (const photo of set.photos) {
        const gone = photo.truths.filter(({ classId }) => classId !== undefined && hidden.has(classId));
        if (gone.length === 0) continue;
        count += kindOfSet(set) === "one box a photo" ? 1 : gone.length;
        const found = namesOn(set, photo, { candidates: hideClasses(photo.candidates, hidden), isLeaf });
        for (const one of found)
          if (one.truth && gone.includes(one.truth))
            told.push({ ...one, likelihood: likelihoodOf(one.x, rule) });
      }
    }
  }
  return { foods: count, told };
}

export interface NameErrors {
  readonly set: string;
  readonly boxes: number;
  /** Share that the labels name. */
  readonly right: number;
  /** Expected calibration error of the bare scores, and of the likelihoods that the other sets' rule gives. */
  readonly before: number;
  readonly after: number;
  /** Boxes called sure, and how many of them are right. */
  readonly sure: number;
  readonly sureRight: number;
}

/** A set with fewer boxes says too little about the error. */
const FEWEST_BOXES = 20;

/** How far what is said lies from what happens, set by set. @param sureFrom likelihood from which a name is called sure */
export function nameErrors(told: readonly ToldName[], sureFrom: number): NameErrors[] {
  const sets = [...new Set(told.map(({ set }) => set))];
  const errorOf = (judged: Parameters<typeof reliability>[0]) =>
    Number(reliability(judged).expectedCalibrationError.toFixed(4));
  return sets.flatMap((set) => {
    const own = told.filter((one) => one.set === set);
    if (own.length < FEWEST_BOXES) return [];
    const sure = own.filter(({ likelihood }) => likelihood >= sureFrom);
    return [
      {
        set,
        boxes: own.length,
        right: Number((own.filter(({ isRight }) => isRight).length / own.length).toFixed(4)),
        before: errorOf(own),
        after: errorOf(own.map(({ likelihood, isRight }) => ({ score: likelihood, isRight }))),
        sure: sure.length,
        sureRight: sure.filter(({ isRight }) => isRight).length,
      },
    ];
  });
}

/** In every set where it is said this often, a word has to hold. */
const FEWEST_SURE = 10;
/** "Sure" may be right this little in one set. */
const LEAST_SURE_RIGHT = 0.7;

/** Whether the three words may be shown: they err less than the scores on average, and "sure" holds in every set. */
export function wordsHold(errors: readonly NameErrors[]): boolean {
  if (errors.length === 0) return false;
  const mean = (of: (one: NameErrors) => number) =>
    errors.reduce((sum, one) => sum + of(one), 0) / errors.length;
  const holds = errors.every(
    ({ sure, sureRight }) => sure < FEWEST_SURE || sureRight >= LEAST_SURE_RIGHT * sure,
  );
  return holds && mean(({ after }) => after) < mean(({ before }) => before);
}
