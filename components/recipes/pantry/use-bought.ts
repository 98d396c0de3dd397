"use client";

import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import { useShopping } from "@/lib/client/recipes/use-shopping";
import { useStock } from "@/lib/client/recipes/use-stock";
import type { Amount } from "@/lib/core/recipes/amounts";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import type { ShoppingItem } from "@/lib/core/recipes/shopping-list";
import { usualPlace } from "@/lib/core/recipes/stock/stocked-food";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { useStockText } from "./use-stock-text";

/** Ticks an item of the shopping list; with a pantry that lasts it goes in, and comes out again when it is unticked. */
export function useBought(vocabulary: Vocabulary): (item: ShoppingItem) => void {
  const t = useTranslations("recipes.stock");
  const shopping = useShopping();
  const stock = useStock();
  const text = useStockText(vocabulary);
  const show = useToast();
  const takeOut = (key: string, rows: readonly { readonly id: string; readonly changeId: string }[]) => {
    stock.change(rows.map(({ id, changeId }) => ({ id, base: changeId, put: null })));
    shopping.noteBought(key, []);
  };
  const putIn = (item: ShoppingItem) => {
    const food = vocabulary.byId.get(item.foodId);
    if (!food || item.foodId === OTHER_FOOD)
      return show({ title: t("notKnown", { food: item.words ?? item.foodId }) });
    const amounts: readonly (Amount | null)[] = item.amounts.length > 0 ? item.amounts : [null];
    const changeId = crypto.randomUUID();
    const rows = amounts.map((amount) => ({ id: crypto.randomUUID(), amount }));
    stock.change(
      rows.map(({ id, amount }) => ({
        id,
        base: null,
        put: {
          foodId: food.id,
          quantity: amount?.quantity ?? null,
          unit: amount?.unit ?? null,
          place: usualPlace(food),
          bestBefore: null,
        },
      })),
      changeId,
    );
    const made = rows.map(({ id }) => ({ id, changeId }));
    shopping.noteBought(item.key, made);
    show({
      title: t("added", { food: rows.map(({ amount }) => text.line(food.id, amount)).join(", ") }),
      action: { label: t("undo"), onAct: () => takeOut(item.key, made) },
    });
  };
  return (item) => {
    const isTicked = shopping.ticked.includes(item.key);
    shopping.toggle(item.key);
    const rows = shopping.bought[item.key];
    if (isTicked && rows) takeOut(item.key, rows);
    else if (!isTicked && stock.inUse) putIn(item);
  };
}
