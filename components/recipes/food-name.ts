import type { Food } from "@/lib/core/recipes/food";

/** Singular for one or less of a counted food, else plural. */
export function foodName(
  food: Pick<Food, "name" | "plural"> | undefined,
  count: number | null = null,
): string {
  if (!food) return "";
  return count !== null && count <= 1 ? food.name : food.plural;
}

/** First letter up, for a chip or the start of a line. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
