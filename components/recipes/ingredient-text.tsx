"use client";

import { useTranslations } from "next-intl";
import type { UnitSystem } from "@/lib/client/recipes/unit-systems";
import { type Food, OTHER_FOOD } from "@/lib/core/recipes/food";
import type { Ingredient } from "@/lib/core/recipes/recipe";
import { foodName } from "./food-name";
import { useAmountText } from "./use-amount-text";

export interface IngredientTextProps {
  readonly ingredient: Ingredient;
  readonly food: Food;
  /** Servings wanted over servings written. */
  readonly scale: number;
  readonly units: UnitSystem;
}

/** "1½ cups red lentils, rinsed": the amount scaled and in the units chosen. */
export function IngredientText({ ingredient, food, scale, units }: IngredientTextProps) {
  const t = useTranslations("recipes");
  const amountText = useAmountText();
  const { quantity, unit, note, optional } = ingredient;
  const amount = quantity !== null && unit !== null ? amountText(quantity * scale, unit, units) : null;
  const pieces = unit === "pc" && quantity !== null ? quantity * scale : null;
  const isOther = food.id === OTHER_FOOD && note !== null;
  const extras = [
    amount === null ? t("toTaste") : null,
    isOther ? null : note,
    optional ? t("optional") : null,
  ].filter(Boolean);
  return (
    <>
      {amount === null ? null : <strong className="tabular font-semibold">{amount} </strong>}
      {isOther ? note : foodName(food, pieces)}
      {extras.length > 0 ? <span className="text-ink-soft">, {extras.join(", ")}</span> : null}
    </>
  );
}
