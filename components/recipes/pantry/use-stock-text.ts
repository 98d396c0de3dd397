"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { type Amount, rounded } from "@/lib/core/recipes/amounts";
import { amountOf, daysBetween, type StockValues } from "@/lib/core/recipes/stock/stocked-food";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised, foodName } from "../food-name";
import { useAmountText } from "../use-amount-text";

/** Writes what the pantry holds: "Eggs: 6", "Flour: 1.5 kg", "Salmon". */
export function useStockText(vocabulary: Vocabulary) {
  const t = useTranslations("recipes.stock");
  const format = useFormatter();
  const amountText = useAmountText();
  const { units } = useKitchen();
  const amount = ({ quantity, unit }: Amount) =>
    unit === "pc" ? format.number(rounded(quantity)) : amountText(quantity, unit, units);
  const name = (foodId: string, pieces: number | null = null) =>
    foodName(vocabulary.byId.get(foodId), pieces) || foodId;
  return {
    amount,
    name,
    /** "Eggs: 6" */
    line: (foodId: string, written: Amount | null) => {
      const food = capitalised(name(foodId, written?.unit === "pc" ? written.quantity : null));
      return written ? t("foodAmount", { food, amount: amount(written) }) : food;
    },
    amountOrSome: (food: Pick<StockValues, "quantity" | "unit">) => {
      const written = amountOf(food);
      return written ? amount(written) : t("some");
    },
    /** "12 Mar, in 2 days" */
    date: (bestBefore: string, today: string) => {
      const days = daysBetween(today, bestBefore);
      const day = format.dateTime(new Date(`${bestBefore}T00:00:00Z`), {
        day: "numeric",
        month: "short",
        ...(bestBefore.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
        timeZone: "UTC",
      });
      return days < 0 ? t("bestBeforePast", { day, days: -days }) : t("bestBeforeIn", { day, days });
    },
  };
}
