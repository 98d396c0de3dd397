"use client";

import { useTranslations } from "next-intl";
import type { UnitSystem } from "@/lib/client/recipes/unit-systems";
import type { Food } from "@/lib/core/recipes/food";
import type { ShoppingItem } from "@/lib/core/recipes/shopping-list";
import { capitalised, foodName } from "./food-name";
import { useAmountText } from "./use-amount-text";

/** "Onions: 3 and 100 g" as one line of the list. */
export function useItemLine(
  foods: ReadonlyMap<string, Food>,
  units: UnitSystem,
): (item: ShoppingItem) => string {
  const t = useTranslations("recipes.shopping");
  const amountText = useAmountText();
  return (item) => {
    const amounts = item.amounts.map(({ quantity, unit }) => amountText(quantity, unit, units));
    const only = item.amounts.length === 1 ? item.amounts[0] : undefined;
    const name = capitalised(
      item.words ?? foodName(foods.get(item.foodId), only?.unit === "pc" ? only.quantity : null),
    );
    const [first, ...rest] = amounts;
    const doubt = item.isDoubtful ? ` (${t("maybeThere")})` : "";
    if (first === undefined) return `${name}${doubt}`;
    return `${name}: ${rest.length > 0 ? t("and", { first, rest: rest.join(", ") }) : first}${doubt}`;
  };
}
