"use client";

import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import { useShopping } from "@/lib/client/recipes/use-shopping";
import { useStock } from "@/lib/client/recipes/use-stock";
import type { Amount } from "@/lib/core/recipes/amounts";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import type { ShoppingItem } from "@/lib/core/recipes/shopping-list";
import { amountOf, usualPlace } from "@/lib/core/recipes/stock/stocked-food";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { useStockText } from "./use-stock-text";

/** Ticks an item of the shopping list, or unticks it; with a pantry that lasts it goes in, and comes out again. */
export function useBought(vocabulary: Vocabulary): (item: ShoppingItem, isTicked: boolean) => void {
  const t = useTranslations("recipes.stock");
  const shopping = useShopping();
  const stock = useStock();
  const text = useStockText(vocabulary);
  const show = useToast();
  /** What goes into the pantry; nothing of what the vocabulary does not have. */
  const rowsOf = (item: ShoppingItem) => {
    const food = vocabulary.byId.get(item.foodId);
    if (!food || item.foodId === OTHER_FOOD) return [];
    const amounts: readonly (Amount | null)[] = item.amounts.length > 0 ? item.amounts : [null];
    return amounts.map((amount) => ({
      id: crypto.randomUUID(),
      put: {
        foodId: food.id,
        quantity: amount?.quantity ?? null,
        unit: amount?.unit ?? null,
        place: usualPlace(food),
        bestBefore: null,
      },
    }));
  };
  return (item, isTicked) => {
    if (isTicked) return shopping.untick(item.key);
    const rows = stock.inUse ? rowsOf(item) : [];
    const takeOut = shopping.tick(item.key, rows);
    if (!stock.inUse) return;
    if (rows.length === 0) return show({ title: t("notKnown", { food: item.words ?? item.foodId }) });
    const list = rows.map(({ put }) => text.line(put.foodId, amountOf(put))).join(", ");
    show({ title: t("added", { food: list }), action: { label: t("undo"), onAct: takeOut } });
  };
}
