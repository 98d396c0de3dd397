import { compareBoxes } from "../corrections/compare-boxes";
import type { ClassedBox } from "../geometry/box";

/**
 * How far two models differ on a photo: the share of all their boxes that have no partner of the same class in the
 * same place.
 * @returns 0 when they agree (or both found nothing) to 1
 */
export function modelDisagreement(champion: readonly ClassedBox[], candidate: readonly ClassedBox[]): number {
  const { agreed, loose } = compareBoxes(candidate, champion);
  const all = champion.length + candidate.length;
  return all === 0 ? 0 : 1 - (2 * (agreed.length + loose.length)) / all;
}
