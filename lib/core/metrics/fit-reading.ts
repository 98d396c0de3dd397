import { SURE } from "../detection/how-sure";
import { applyNaming, type NamingRule } from "../detection/name-likelihood";
import { applyScene } from "../detection/scene";
import { type Candidates, DEFAULT_FILTER } from "../detection/types";
import { type ChosenConfidence, chooseConfidence } from "./choose-confidence";
import { chooseNameLimit, type LimitFigures, limitFigures } from "./choose-name-limit";
import { chooseScene, type SceneFigures } from "./choose-scene";
import {
  fitRule,
  type IsLeaf,
  judgeNames,
  type NameErrors,
  nameErrors,
  namesOnHidden,
  toldByOthers,
  wordsHold,
} from "./fit-naming";
import type { LookedSet } from "./looked-photo";

/** What was measured of a model version about reading its candidates. */
export interface FittedReading {
  readonly scene: SceneFigures;
  readonly naming: NamingRule & LimitFigures;
  readonly words: { readonly hold: boolean; readonly sets: readonly NameErrors[] };
  readonly confidence: ChosenConfidence;
}

/** The boxes of so few photos are not independent: a set of fewer is a spot check and says nothing about the words. */
const FEWEST_PHOTOS = 5;

export interface FitReadingOptions {
  readonly isLeaf: IsLeaf;
  /** All classes of the model. */
  readonly classIds: readonly number[];
  /** Part of the rightly named foods that may lose their name. */
  readonly mayLose?: number | undefined;
}

/**
 * Fits all that decides what is shown of a model's candidates, one after the other: the scene, how likely a name is, from where
 * on it is said, and a page's default threshold. What is told of a set comes from a rule that the other sets made.
 * @param sets of photos the model was not trained on, as scored
 * @throws RangeError when they show no foods
 */
export function fitReading(
  sets: readonly LookedSet[],
  { isLeaf, classIds, mayLose }: FitReadingOptions,
): FittedReading {
  const scene = chooseScene(sets, isLeaf);
  const inScene = changed(sets, (candidates) => applyScene(candidates, isLeaf, scene));
  const names = judgeNames(inScene, isLeaf);
  const told = toldByOthers(names);
  const hidden = namesOnHidden(inScene, names, { isLeaf, classIds });
  const from = chooseNameLimit(told, { confidence: DEFAULT_FILTER.confidence, mayLose });
  const rule = { ...fitRule(names), from };
  const named = changed(inScene, (candidates) => applyNaming(candidates, isLeaf, rule));
  const confidence = chooseConfidence(named, isLeaf);
  const small = new Set(sets.filter(({ photos }) => photos.length < FEWEST_PHOTOS).map(({ set }) => set));
  const errors = nameErrors(told, SURE).filter(({ set }) => !small.has(set));
  return {
    scene,
    naming: { ...rule, ...limitFigures({ told, hidden, from, confidence: confidence.chosen.confidence }) },
    words: { hold: wordsHold(errors), sets: errors },
    confidence,
  };
}

function changed(sets: readonly LookedSet[], change: (candidates: Candidates) => Candidates): LookedSet[] {
  return sets.map(({ set, photos }) => ({
    set,
    photos: photos.map((photo) => ({ ...photo, candidates: change(photo.candidates) })),
  }));
}
