import { OTHER_FOOD } from "../food";
import type { Ingredient } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { ingredientText } from "./json-ld";

/** An ingredient as apps keep it that have fields for amount, unit and food. */
export interface LineParts {
  /** Null for "to taste". */
  readonly quantity: number | null;
  readonly unit: string | null;
  /** Null where no food is known for certain: then the note is the whole line. */
  readonly food: string | null;
  readonly note: string;
  readonly text: string;
}

export function linePartsOf(item: Ingredient, vocabulary: Pick<Vocabulary, "byId">): LineParts {
  const text = ingredientText(item, vocabulary);
  const food = vocabulary.byId.get(item.foodId);
  if (!food || item.foodId === OTHER_FOOD || item.isDoubtful)
    return { quantity: null, unit: null, food: null, note: text, text };
  const { quantity, unit } = item;
  const isMany = quantity === null || unit !== "pc" || quantity > 1;
  return {
    quantity: quantity === null ? null : Math.round(quantity * 1000) / 1000,
    unit: quantity === null || unit === "pc" ? null : unit,
    food: isMany ? food.plural : food.name,
    note: [item.note, item.optional ? "optional" : null].filter(Boolean).join(", "),
    text,
  };
}

/** True where a line is the first below another heading than the line before it. */
export function beginsGroup(items: readonly Ingredient[], place: number): boolean {
  const group = items[place]?.group;
  return group !== undefined && group !== items[place - 1]?.group;
}
