"use client";

import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import type { StockState } from "@/lib/client/recipes/use-stock";
import { type AskedOfStock, type Cooked, takeOut } from "@/lib/core/recipes/stock/take-out";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { useStockText } from "./use-stock-text";

/**
 * Takes what was cooked out of the pantry, says what, and offers to put it back.
 * @returns a function that gives what only a person can answer
 */
export function useTakeOut(
  stock: StockState,
  vocabulary: Vocabulary,
): (cooked: Cooked) => readonly AskedOfStock[] {
  const t = useTranslations("recipes.stock.cooked");
  const text = useStockText(vocabulary);
  const show = useToast();
  return (cooked) => {
    if (!stock.inUse) return [];
    const { steps, taken, asked } = takeOut(stock.inUse, cooked);
    if (steps.length > 0) {
      const undo = stock.change(steps);
      const list = taken.map(({ foodId, amount }) => text.line(foodId, amount)).join(", ");
      show({
        title: t("takenOut", { list }),
        durationMs: 12_000,
        action: { label: t("putBack"), onAct: undo },
      });
    }
    return asked;
  };
}
