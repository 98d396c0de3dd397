import type { ToldName } from "./fit-naming";

/** What a likelihood below which foods get no name does, at a page's default threshold. */
export interface LimitFigures {
  /** Boxes that name a food rightly, and how many of them lose their name. */
  readonly right: number;
  readonly rightLost: number;
  /** Boxes that give a labelled food a wrong name, and how many become "some food". */
  readonly wrong: number;
  readonly wrongUnnamed: number;
  /** Foods of classes the model was made to forget; boxes that give them a wrong name, and how many become "some food". */
  readonly hiddenFoods: number;
  readonly hidden: number;
  readonly hiddenUnnamed: number;
  /** The same on photos without food. */
  readonly noFood: number;
  readonly noFoodUnnamed: number;
}

/** So many of the rightly named foods may lose their name: it is one press away, first among those offered. */
export const MAY_LOSE = 0.05;

const isNamedRightly = ({ isRight, truth }: ToldName) => isRight && truth !== undefined;

/**
 * The highest likelihood below which foods may lose their name while next to no rightly named one does; 0 names everything. A
 * set counts with the root of its boxes, as in the rule: else one large set that the model knows well decides for all kitchens.
 * @param confidence lowest score that a page shows
 * @param mayLose part of the rightly named foods that may lose their name
 */
export function chooseNameLimit(
  told: readonly ToldName[],
  { confidence, mayLose = MAY_LOSE }: { readonly confidence: number; readonly mayLose?: number | undefined },
): number {
  const right = told.filter((one) => one.score >= confidence && isNamedRightly(one));
  const counts = new Map<string, number>();
  for (const { set } of right) counts.set(set, (counts.get(set) ?? 0) + 1);
  const weightOf = ({ set }: ToldName) => 1 / Math.sqrt(counts.get(set)!);
  const allowed = mayLose * right.reduce((sum, one) => sum + weightOf(one), 0);
  let lost = 0;
  for (const one of [...right].sort((a, b) => a.likelihood - b.likelihood)) {
    lost += weightOf(one);
    // the one that would be too many keeps its name
    if (lost > allowed + 1e-9) return Number(one.likelihood.toFixed(4));
  }
  return 0;
}

export interface LimitQuestion {
  readonly told: readonly ToldName[];
  readonly hidden: { readonly foods: number; readonly told: readonly ToldName[] };
  readonly from: number;
  readonly confidence: number;
}

/** What a limit does to the names a page shows from a score on. */
export function limitFigures({ told, hidden, from, confidence }: LimitQuestion): LimitFigures {
  const shown = told.filter(({ score }) => score >= confidence);
  const right = shown.filter(isNamedRightly);
  const wrong = shown.filter(({ isRight, truth }) => !isRight && truth !== undefined);
  const noFood = shown.filter(({ photo }) => photo.truths.length === 0);
  const onHidden = hidden.told.filter(({ score }) => score >= confidence);
  const below = (names: readonly ToldName[]) => names.filter(({ likelihood }) => likelihood < from).length;
  return {
    right: right.length,
    rightLost: below(right),
    wrong: wrong.length,
    wrongUnnamed: below(wrong),
    hiddenFoods: hidden.foods,
    hidden: onHidden.length,
    hiddenUnnamed: below(onHidden),
    noFood: noFood.length,
    noFoodUnnamed: below(noFood),
  };
}
