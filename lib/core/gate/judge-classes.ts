import { normalMassBelow } from "../metrics/normal";
import { type ClassDifference, classInterval, type Interval } from "../metrics/paired-bootstrap";
import type { GateRules } from "./rules";

/** A class of one set, and whether it got worse than it may. */
export interface JudgedClass extends ClassDifference {
  readonly set: string;
  /** `not-judged`: too few boxes or photos to say anything. */
  readonly state: "held" | "worse" | "not-judged";
  /** At `level`. */
  readonly interval: Interval;
  /** Confidence of the interval after Holm's correction; the rules' own where the class is not judged. */
  readonly level: number;
}

interface Entry {
  readonly set: string;
  readonly one: ClassDifference;
}

/** Chance of such a fall if the class had in truth fallen by no more than it may. */
function chanceOfFall(one: ClassDifference, worstClass: number): number {
  const above = one.difference - worstClass;
  if (one.standardError === 0) return above < 0 ? 0 : 1;
  return normalMassBelow(above / one.standardError);
}

const isLargeEnough = ({ one }: Entry, rules: GateRules) =>
  one.boxes >= rules.minBoxesOfClass && one.photos >= rules.minPhotosOfClass;

/**
 * Judges every class of every set. The chance of calling any good class worse is limited to that of a single
 * interval: from the clearest fall on, the k-th of m gets an interval at 1 − (1 − level) / (m − k + 1), and the first
 * that is not wholly below the limit clears all after it.
 * @returns in the order given
 * Source: Holm 1979, A simple sequentially rejective multiple test procedure
 */
export function judgeClasses(
  sets: readonly { readonly set: string; readonly byClass: readonly ClassDifference[] }[],
  rules: GateRules,
): readonly JudgedClass[] {
  const entries: readonly Entry[] = sets.flatMap(({ set, byClass }) => byClass.map((one) => ({ set, one })));
  const ordered = entries
    .filter((entry) => isLargeEnough(entry, rules))
    .map((entry) => ({ entry, chance: chanceOfFall(entry.one, rules.worstClass) }))
    .sort((a, b) => a.chance - b.chance);
  const judged = new Map<Entry, JudgedClass>();
  let isCleared = false;
  ordered.forEach(({ entry }, rank) => {
    const level = 1 - (1 - rules.level) / (ordered.length - rank);
    const interval = classInterval(entry.one, level);
    if (interval.high >= rules.worstClass) isCleared = true;
    judged.set(entry, { ...entry.one, set: entry.set, level, interval, state: isCleared ? "held" : "worse" });
  });
  return entries.map(
    (entry) =>
      judged.get(entry) ?? {
        ...entry.one,
        set: entry.set,
        level: rules.level,
        interval: classInterval(entry.one, rules.level),
        state: "not-judged",
      },
  );
}
