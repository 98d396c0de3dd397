"use client";

import { useTranslations } from "next-intl";
import { toMeasure } from "@/lib/client/recipes/measure";
import type { UnitSystem } from "@/lib/client/recipes/unit-systems";
import type { Unit } from "@/lib/core/recipes/food";

/** Writes an amount with its unit: "1½ cups", "200 g", or just "3" for pieces. */
export function useAmountText(): (quantity: number, unit: Unit, units: UnitSystem) => string {
  const t = useTranslations("recipes");
  return (quantity, unit, units) => {
    if (quantity <= 0) return "0";
    const measure = toMeasure(quantity, unit, units);
    if (measure.unit === "pc") return measure.text;
    // ¾ cup, 1 cup, 1½ cups
    const count = measure.value <= 1 ? 1 : 2;
    return `${measure.text} ${t(`unitNames.${measure.unit}`, { count })}`;
  };
}
