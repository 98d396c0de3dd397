import type { Recipe } from "../recipe";
import type { Vocabulary } from "../vocabulary";

/** A recipe in another app's words, as a document of JSON. @param picture name of its picture's file beside it, or null */
export type RecipeWriter = (
  recipe: Recipe,
  vocabulary: Pick<Vocabulary, "byId">,
  picture: string | null,
) => Readonly<Record<string, unknown>>;

/** "1 h 20 min", as apps show times. */
export function timeText(minutes: number): string | null {
  if (minutes <= 0) return null;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}
