import { OTHER_FOOD } from "./food";
import type { Ingredient } from "./recipe";

export interface DoubtfulLine {
  readonly slug: string;
  readonly title: string;
  readonly place: number;
  readonly ingredient: Ingredient;
  readonly candidates: readonly string[];
}

/** The same doubtful line of one recipe or several: one answer settles them all. */
export interface DoubtGroup<Line extends DoubtfulLine = DoubtfulLine> {
  readonly key: string;
  readonly lines: readonly [Line, ...Line[]];
  /** One key is enough; a choice of several foods; no food that Forage knows. */
  readonly effort: "one-key" | "choice" | "unknown";
}

const ORDER = ["one-key", "choice", "unknown"] as const;

/**
 * Doubtful lines in the order in which a person is through with them soonest: those with one likely food, then those with
 * several, then those with none; within that what settles most lines. Lines of the same words and reading are one.
 */
export function groupDoubts<Line extends DoubtfulLine>(doubts: readonly Line[]): DoubtGroup<Line>[] {
  const groups = new Map<string, [Line, ...Line[]]>();
  for (const doubt of doubts) {
    const { original = "", foodId, quantity, unit } = doubt.ingredient;
    const words = original.toLowerCase().replace(/\s+/g, " ").trim();
    const key = JSON.stringify([words, foodId, quantity, unit]);
    const known = groups.get(key);
    if (known) known.push(doubt);
    else groups.set(key, [doubt]);
  }
  return [...groups]
    .map(([key, lines]) => ({ key, lines, effort: effortOf(lines[0]) }))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.effort) - ORDER.indexOf(b.effort) ||
        b.lines.length - a.lines.length ||
        (a.key < b.key ? -1 : 1),
    );
}

function effortOf({ ingredient, candidates }: DoubtfulLine): DoubtGroup["effort"] {
  if (ingredient.foodId === OTHER_FOOD) return candidates.length === 0 ? "unknown" : "choice";
  return candidates.length > 1 ? "choice" : "one-key";
}
