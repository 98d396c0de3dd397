import type { PantryFood } from "@/lib/core/recipes/needs";
import { type PantryItem, SURE_SCORE } from "@/lib/core/recipes/pantry";

/**
 * A kitchen as cards, recipe pages and lists are told of it. Scores are rounded, so that a tiny change of the network causes
 * no new request. What is asked about is told as less likely than not, however sure the network is that it is one of two
 * foods: what can be cooked for certain stands first.
 */
export function asTold(pantry: readonly PantryItem[]): PantryFood[] {
  return pantry.map(({ foodId, weight, count, certainty }) => {
    const told = certainty === "check" ? Math.min(weight, SURE_SCORE - 0.05) : weight;
    return { foodId, weight: Math.max(0.05, Math.round(told * 20) / 20), count };
  });
}
