"use client";

import { useTranslations } from "next-intl";
import { type Measure, toMeasure } from "@/lib/client/recipes/measure";
import type { UnitSystem } from "@/lib/client/recipes/unit-systems";
import type { Food } from "@/lib/core/recipes/food";
import type { Ingredient } from "@/lib/core/recipes/recipe";
import { foodName } from "./food-name";

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
  const { quantity, unit, note, optional } = ingredient;
  const measure = quantity !== null && unit !== null ? toMeasure(quantity * scale, unit, units) : null;
  const extras = [measure ? null : t("toTaste"), note, optional ? t("optional") : null].filter(Boolean);
  return (
    <>
      {measure ? <Amount measure={measure} /> : null}
      {foodName(food, measure?.unit === "pc" ? measure.value : null)}
      {extras.length > 0 ? <span className="text-ink-soft">, {extras.join(", ")}</span> : null}
    </>
  );
}

function Amount({ measure }: { readonly measure: Measure }) {
  const t = useTranslations("recipes");
  // ¾ cup, 1 cup, 1½ cups
  const count = measure.value <= 1 ? 1 : 2;
  const unit = measure.unit === "pc" ? "" : ` ${t(`unitNames.${measure.unit}`, { count })}`;
  return <strong className="tabular font-semibold">{`${measure.text}${unit} `}</strong>;
}
