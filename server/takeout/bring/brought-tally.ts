import type { BroughtOutcome } from "@/lib/contracts/bringing";
import {
  BROUGHT_KINDS,
  type Brought,
  type BroughtCount,
  type BroughtKind,
  MOST_LEFT_OUT,
} from "@/lib/contracts/takeout";

/** Counts what becomes of an archive's contents, kind by kind. */
export interface BroughtTally {
  /** @param name what a person knows it by, for the list of what is left out */
  count(kind: BroughtKind, name: string, outcome: BroughtOutcome): void;
  addClass(name: string): void;
  addShared(): void;
  result(): Brought;
}

export function createTally(): BroughtTally {
  const counts = new Map(
    BROUGHT_KINDS.map((kind): [BroughtKind, BroughtCount] => [
      kind,
      { kind, found: 0, added: 0, known: 0, left: 0 },
    ]),
  );
  const leftOut: Brought["leftOut"] = [];
  const newClasses = new Set<string>();
  let shared = 0;
  return {
    count(kind, name, outcome) {
      const one = counts.get(kind);
      if (!one) return;
      one.found++;
      if (typeof outcome === "string") one[outcome]++;
      else {
        one.left++;
        if (leftOut.length < MOST_LEFT_OUT)
          leftOut.push({ kind, name: name.slice(0, 200), reason: outcome.left });
      }
    },
    addClass: (name) => void newClasses.add(name),
    addShared: () => {
      shared++;
    },
    result: () => ({ counts: [...counts.values()], leftOut, newClasses: [...newClasses], shared }),
  };
}
