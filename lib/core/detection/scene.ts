import { classesOf } from "./class-scores";
import { logit, sigmoid } from "./logit";
import { type Place, rebuild } from "./rebuild-candidates";
import { type Candidates, type ClassScore, SCORE_FLOOR } from "./types";

/** How strongly the photo's kind, food or leaves, bears on the scores of the other kind. */
export interface SceneRule {
  /** Log odds taken from a score of the other kind for each log odd of the scene; 0 does nothing. */
  readonly weight: number;
}

/** Log odds of the scene beyond which it says no more: a photo may well show both. */
export const SCENE_REACH = 2;
/** Evidence that both kinds start with, so that a few faint candidates decide nothing. */
const SCENE_PRIOR = 0.5;

/**
 * Log odds that a photo shows food rather than leaves: each candidate speaks for the kind of its best class, with the
 * square of its score.
 */
export function sceneLogOdds(
  { count, scores, classIds }: Pick<Candidates, "count" | "scores" | "classIds">,
  isLeaf: (classId: number) => boolean,
): number {
  let food = SCENE_PRIOR;
  let leaves = SCENE_PRIOR;
  for (let index = 0; index < count; index++) {
    const evidence = scores[index]! ** 2;
    if (isLeaf(classIds[index]!)) leaves += evidence;
    else food += evidence;
  }
  return Math.log(food / leaves);
}

/**
 * Lowers the scores of the kind that the photo does not show; no score rises, so a photo of one kind stays as it was. A place
 * that may be either is named by what is then the likelier.
 * @param candidates not mutated
 * @returns from the score floor up, best score first; the same object where nothing changes
 */
export function applyScene(
  candidates: Candidates,
  isLeaf: (classId: number) => boolean,
  { weight }: SceneRule,
): Candidates {
  const odds = sceneLogOdds(candidates, isLeaf);
  const shift = weight * Math.min(Math.abs(odds), SCENE_REACH);
  if (!(shift > 0)) return candidates;
  const isOther = (classId: number) => isLeaf(classId) === odds > 0;
  const lowered = (one: ClassScore): ClassScore =>
    isOther(one.classId) ? { ...one, score: sigmoid(logit(one.score) - shift) } : one;
  const floor = Math.fround(SCORE_FLOOR);
  const kept: Place[] = [];
  for (let index = 0; index < candidates.count; index++) {
    const classes = classesOf(candidates, index);
    const changed = classes.some(({ classId }) => isOther(classId))
      ? classes
          .map(lowered)
          .filter(({ score }) => score >= floor)
          .sort((a, b) => b.score - a.score)
      : classes;
    if (changed.length > 0) kept.push({ index, classes: changed });
  }
  return rebuild(candidates, kept);
}
