"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { StockState } from "@/lib/client/recipes/use-stock";
import type { AskedOfStock } from "@/lib/core/recipes/stock/take-out";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised } from "../food-name";
import { useStockText } from "./use-stock-text";

export interface CookedDialogProps {
  readonly asked: readonly AskedOfStock[];
  readonly vocabulary: Vocabulary;
  readonly stock: StockState;
  readonly onClose: () => void;
}

/** Asks what is left of the foods that no amount was taken of. */
export function CookedDialog({ asked, vocabulary, stock, onClose }: CookedDialogProps) {
  const t = useTranslations("recipes.stock.cooked");
  const text = useStockText(vocabulary);
  const [answered, setAnswered] = useState<readonly string[]>([]);
  const open = asked.filter(({ food }) => !answered.includes(food.id));
  const answer = (id: string) => {
    if (open.length === 1) onClose();
    setAnswered([...answered, id]);
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title")}
      description={t("body")}
      closeLabel={t("close")}
    >
      <ul className="mt-3 flex min-h-0 flex-col divide-y overflow-y-auto">
        {open.map(({ food, used, because }) => {
          const name = text.name(food.foodId);
          return (
            <li key={food.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0">
                <span className="font-medium">{capitalised(name)}</span>
                <span className="tabular block text-meta text-ink-soft">
                  {t("has", { amount: text.amountOrSome(food) })}{" "}
                  {because === "amounts" && used
                    ? t("used", { amount: text.amount(used) })
                    : t(`because.${because}`)}
                </span>
              </span>
              <span className="flex gap-1.5">
                <Button
                  size="small"
                  className="pointer-coarse:h-11"
                  aria-label={t("usedUpLabel", { food: name })}
                  onClick={() => {
                    stock.put(food, null);
                    answer(food.id);
                  }}
                >
                  {t("usedUp")}
                </Button>
                <Button
                  size="small"
                  tone="quiet"
                  className="pointer-coarse:h-11"
                  aria-label={t("someLeftLabel", { food: name })}
                  onClick={() => answer(food.id)}
                >
                  {t("someLeft")}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
